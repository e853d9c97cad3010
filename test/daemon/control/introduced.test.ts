import t from 'tap';
import type { Action } from '../../../daemon/control/action.js';
import { relayed } from '../../../daemon/control/path.js';
import type { Endpoint } from '../../../protocol/address.js';
import { nodeFacts } from '../../protocol/support/network.js';
import { connected, direct, find, introduced, M, m, N, node, peerOf } from './support/introduced.js';
import {
  arriving,
  connect,
  HIGHER,
  key,
  LOWER,
  MANAGER,
  managerFacts,
  one,
  only,
  peerFacts,
  TestNode,
} from './support/node.js';

t.test(
  'a peer that is introduced is called through the manager at once, and then where its record says',
  async (t) => {
    const { at, called } = introduced();
    t.match(only(called, 'send-handshake'), [{ path: 'via:1:00000007' }]);
    t.match(only(at.pass(800), 'send-handshake'), [{ path: direct }, { path: 'via:1:00000007' }]);
  },
);

t.test('who is called through a manager answers through it, and is there', async (t) => {
  const { at, b } = connected();
  t.match(peerOf(at, 'b'), { found: true, state: 'up', path: 'relayed', via: 'm', why: 'opened' });
  t.match(peerOf(b, 'a'), { found: true, state: 'up', path: 'relayed', via: 'm', why: 'answered' });
  t.notOk(peerOf(at, 'b')?.endpoint);
});

t.test('a handshake by another manager takes the place of one that is called in vain', async (t) => {
  const { at, puppet, act } = introduced();
  at.pass(10_000);
  const again = act(() => puppet.peer('b').introduce({ relayed: relayed(N, 3) }));
  t.match(only(again, 'send-handshake'), [{ path: 'via:2:00000003' }]);
  t.same(
    only(
      act(() => puppet.peer('b').introduce({ relayed: relayed(N, 3) })),
      'send-handshake',
    ),
    [],
  );
});

t.test('a path that is withdrawn is not called, and one in its place is taken at once', async (t) => {
  const { at, puppet, act } = connected();
  const b = puppet.peer('b');
  t.same(
    act(() => b.introduce({ relayed: relayed(N, 3) })),
    [],
    'one more is only known',
  );
  t.match(
    act(() => b.withdraw(relayed(M, 7))),
    [
      { type: 'set-path', peer: b.id, path: 'via:2:00000003' },
      { type: 'notice', what: 'path-changed', detail: 'via n' },
    ],
  );
  t.match(peerOf(at, 'b'), { via: 'n', why: 'fallback' });
  t.same(
    act(() => b.withdraw(relayed(N, 3))),
    [],
  );
  t.match(
    act(() => b.introduce({ relayed: relayed(M, 8) })),
    [{ type: 'set-path', path: 'via:1:00000008' }, {}],
  );
  t.match(peerOf(at, 'b'), { via: 'm', why: 'introduced' });
  t.match(
    act(() => b.introduce({ relayed: relayed(M, 10), endpoints: [] })),
    [{ type: 'set-path', path: 'via:1:0000000a' }, {}],
  );
  act(() => b.withdraw(relayed(M, 10)));
  at.send({ type: 'network-changed' });
  t.same(only(at.pass(30_000), 'send-handshake'), [], 'there is nowhere to call it');
  t.match(peerOf(at, 'b'), { state: 'silent', session: {} }, 'its session lasts as long as it does');
});

t.test('endpoints that mean something else here are not called', async (t) => {
  const { puppet, act, at } = node('a');
  const endpoints = [
    '127.0.0.1:1',
    '169.254.0.1:1',
    '224.0.0.1:1',
    '0.0.0.0:1',
    '[::1]:1',
    '[fe80::1]:1',
    '[ff02::1]:1',
  ];
  const called = act(() => {
    find(puppet, 'b');
    t.equal(puppet.peer('b').unreached, nodeFacts('b').addresses[0]);
    puppet.peer('b').introduce({ endpoints: [...endpoints, direct] as Endpoint[] });
    t.equal(puppet.peer('b').unreached, undefined);
  });
  t.match(only([...called, ...at.pass(3_000)], 'send-handshake'), [
    { path: direct },
    { path: direct },
    {},
    {},
  ]);
  const inside = node('a');
  inside.at.reconfigure(m, { inOverlay: () => true });
  const none = inside.act(() => {
    find(inside.puppet, 'b');
    inside.puppet.peer('b').introduce({ endpoints: [direct] });
  });
  t.same(only([...none, ...inside.at.pass(3_000)], 'send-handshake'), []);
});

t.test('a manager is called directly only, and followed nowhere else', async (t) => {
  const { at, puppet, act } = node('a');
  const manager = puppet.peer('m');
  const asked = act(() => {
    manager.want(true);
    manager.want(true);
    manager.introduce({ relayed: relayed(N, 3) });
  });
  const called = one(asked, 'send-handshake');
  t.notMatch(called.path, /via/);
  const { index, peer } = connect(at, new TestNode('m', [peerFacts('a')], MANAGER), [called]).opened;
  t.same(at.send({ type: 'source-changed', index, peer, source: relayed(N, 3) }), []);
});

t.test('a found peer that roams inside the overlay is not followed there', async (t) => {
  const { at, puppet, index } = connected();
  at.reconfigure(m, { inOverlay: (address) => direct.startsWith(address) });
  const { id: peer } = puppet.peer('b');
  t.same(at.send({ type: 'source-changed', index, peer, source: direct }), []);
});

t.test('a peer that is not wanted is not called, nor its session replaced, and it is idle', async (t) => {
  const { at, act, puppet } = connected();
  t.equal(peerOf(at, 'm')?.state, 'idle');
  act(() => puppet.peer('b').want(false));
  const rested = at.pass(200_000);
  t.same(only(rested, 'send-handshake'), []);
  const told = { level: 'info', what: 'session-ended', peer: 'b', found: true };
  t.match(only(rested, 'notice'), [told], 'as it was meant');
  t.equal(peerOf(at, 'b')?.state, 'idle');
  t.equal(
    only(
      act(() => puppet.peer('b').want(true)),
      'send-handshake',
    ).length,
    1,
  );
});

t.test('a newer certificate that a peer is introduced with is the one to call it by', async (t) => {
  const { at, act, puppet } = connected();
  act(() => find(puppet, 'b', { serial: 2n, noiseKey: key('x') }));
  t.equal(peerOf(at, 'b')?.serial, 1n, 'of its session');
  const called = one(only(at.pass(180_100), 'send-handshake').slice(-1), 'send-handshake');
  t.same(called.recipientKey, key('x'));
});

t.test('a peer that becomes one of the managers is called directly from then on', async (t) => {
  const { at } = connected();
  const facts = managerFacts('b', { endpoints: [{ host: '192.0.2.250', port: 7 }] });
  const done = [...at.reconfigure([...m, facts]), ...at.pass(5_000)];
  t.match(only(done, 'notice'), [{ what: 'session-cut', detail: 'peer-not-manager' }, {}]);
  const calls = only(done, 'send-handshake').map(({ path }) => path);
  t.ok(calls.length > 5);
  t.same(new Set(calls), new Set(['192.0.2.250:7', direct]));
});

t.test('a session through a manager that is configured no more goes on', async (t) => {
  const { at } = connected();
  at.reconfigure([managerFacts('n')]);
  t.match(peerOf(at, 'b'), { state: 'up', path: 'relayed', via: '?' });
});

t.test('a peer that is forgotten leaves nothing behind', async (t) => {
  const { at, act, puppet, index } = connected();
  const b = puppet.peer('b');
  const done = act(() => puppet.peers.forget(b));
  t.match(done, [
    { type: 'retire-session', index },
    { type: 'update-routes', add: [] },
    { type: 'remove-peer', peer: b.id },
  ]);
  t.same(only(at.pass(300_000), 'send-handshake'), []);
});

t.test('a message to a peer goes along its session, where there is one', async (t) => {
  const { act, puppet, index } = connected();
  const said: boolean[] = [];
  const done = act(() => {
    for (const name of ['b', 'm']) said.push(puppet.peer(name).send({ type: 'pushed', seq: 7 }));
  });
  t.same(said, [true, false]);
  t.match(only(done, 'send-control'), [{ index, kind: 0, flags: 0, path: undefined }]);
});

t.test('when packets last went to a peer or came from it is known', async (t) => {
  const { at, puppet } = connected();
  const b = puppet.peer('b');
  t.equal(b.dataAt, undefined);
  const silent = { peer: b.id, lastReceived: undefined, lastSent: undefined };
  at.send({ type: 'activity', peers: [{ ...silent, lastData: 77 }] });
  at.send({ type: 'activity', peers: [silent] });
  t.equal(b.dataAt, 77);
  t.ok(b.answers);
});

t.test('a node that both are introduced to opens one session through the manager', async (t) => {
  const [lower, higher] = [node(LOWER), node(HIGHER)];
  const call = (caller: typeof lower, whom: string, handle: number): readonly Action[] =>
    caller.act(() => {
      find(caller.puppet, whom);
      caller.puppet.peer(whom).introduce({ relayed: relayed(M, handle) });
    });
  const fromLower = one(call(lower, HIGHER, 1), 'send-handshake');
  const fromHigher = one(call(higher, LOWER, 2), 'send-handshake');
  t.match(only(lower.at.send(arriving(fromHigher, relayed(M, 1))), 'send-handshake'), [
    { path: relayed(M, 1), datagram: fromLower.datagram },
  ]);
  const answer = one(higher.at.send(arriving(fromLower, relayed(M, 2))), 'send-handshake');
  t.equal(answer.path, relayed(M, 2));
  t.match(one(lower.at.send(arriving(answer, relayed(M, 1))), 'install-session'), { path: relayed(M, 1) });
});

t.test('what came through a manager that a reload has removed meanwhile changes nothing', async (t) => {
  const { at, called } = introduced();
  const b = node('b').at;
  const answer = one(b.send(arriving(one(called, 'send-handshake'), relayed(M, 9))), 'send-handshake');
  at.reconfigure(m.slice(1));
  t.match(at.send(arriving(answer, relayed(M, 7))), [{ type: 'notice', code: 'manager-gone' }]);
  t.match(at.results(), { 'manager-gone': 1 });
  const gone = node('b').at;
  gone.reconfigure(m.slice(1));
  const call = arriving(one(called, 'send-handshake'), relayed(M, 9));
  t.match(gone.send(call), [{ type: 'notice', code: 'manager-gone' }]);
  t.equal(peerOf(gone, 'a'), undefined);
});

t.test('a peer that is not wanted, has had no packets and does not answer is not called', async (t) => {
  const { at, puppet, act } = connected();
  act(() => puppet.peer('b').want(false));
  at.send({ type: 'network-changed' });
  const calls = only(at.pass(10_000), 'send-handshake').map(({ recipientKey }) => recipientKey);
  t.notOk(calls.some((called) => Buffer.compare(called, key('b')) === 0));
});
