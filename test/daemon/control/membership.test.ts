import t from 'tap';
import { relayed } from '../../../daemon/control/path.js';
import { affinity } from '../../../daemon/control/rendezvous.js';
import type { Address, Endpoint, Prefix } from '../../../protocol/address.js';
import { nodeFacts } from '../../protocol/support/network.js';
import { presented } from './support/manager.js';
import { Member } from './support/member.js';
import {
  arriving,
  endpointOf,
  MANAGER,
  managerFacts,
  one,
  only,
  peerFacts,
  TestNode,
} from './support/node.js';

/** The managers, in the order in which node `a` prefers them. */
const [M, N, O] = ['m', 'n', 'o'].sort((x, y) => affinity('a', y) - affinity('a', x)) as [
  string,
  string,
  string,
];
const B = nodeFacts('b').addresses[0] as Address;
const OBSERVED = '198.51.100.1:7077' as Endpoint;

/** Attached to two of three managers. */
function attached(asked: readonly Prefix[] = []): Member {
  const member = new Member([O, N, M], { asked });
  for (const name of [M, N]) member.up(name);
  for (const name of [M, N]) member.attached(name);
  member.done();
  return member;
}

t.test('two managers are called, and told at once that this node is attached to them', async (t) => {
  const member = new Member([O, N, M]);
  t.same(member.called.toSorted(), [endpointOf(M), endpointOf(N)].toSorted());
  member.up(M);
  t.match(
    member.only('attach').map(([manager]) => manager),
    [M],
  );
  t.match(member.recordAt(M), {
    node: 'a',
    incarnation: 1n,
    seq: 1n,
    attachments: [{ manager: M, priority: 0 }],
  });
  member.up(N);
  for (const name of [M, N]) {
    t.match(member.recordAt(name), {
      seq: 2n,
      attachments: [
        { manager: M, priority: 0 },
        { manager: N, priority: 1 },
      ],
    });
  }
  t.match(member.manager(M), { state: 'up', use: 'home', attachedAge: undefined, observed: undefined });
  t.match(member.manager(O), { state: 'idle', use: 'spare', endpoint: undefined });
});

t.test('a manager is told until it has the record of now', async (t) => {
  const member = attached();
  const [again] = [new Member([M])];
  again.up(M);
  again.done();
  again.pass(800);
  t.equal(again.only('attach').length, 3);
  again.says(M, { type: 'attached', incarnation: 1n, seq: 0n, observed: OBSERVED });
  again.done();
  again.pass(2_000);
  t.equal(again.only('attach').length, 2, 'an earlier one is not enough');
  again.attached(M);
  t.match(again.manager(M), { attachedAge: 0, observed: OBSERVED, rttMs: undefined });
  again.done();
  again.pass(10_000);
  t.same(again.told(), []);
  t.match(member.manager(M), { rttMs: 0, endpoint: endpointOf(M) });
});

t.test('when a manager falls silent the other one is told, and a third is called in the end', async (t) => {
  const member = attached();
  member.silence(M);
  t.match(member.recordAt(N), { attachments: [{ manager: N, priority: 0 }] });
  t.match(member.manager(M), { use: 'spare', attachedAge: undefined });
  t.match(member.manager(N), { use: 'home' });
  member.done();
  member.pass(2_000);
  t.ok(member.called.includes(endpointOf(O)));
  t.ok(member.called.includes(endpointOf(M)));
  member.up(O);
  t.match(member.recordAt(O), { attachments: [{ manager: N }, { manager: O }] });
});

t.test('a manager that has started anew is told anew', async (t) => {
  const member = attached();
  const { seq = 0n } = { seq: 2n };
  member.take(member.a.send({ type: 'network-changed' }));
  member.pass(3_600);
  member.done();
  member.pass(1_000);
  member.up(M);
  const record = member.recordAt(M);
  t.ok(record !== undefined && record.seq > seq);
  t.equal(member.only('attach').filter(([manager]) => manager === M).length, 1);
});

t.test(
  'a node that packets wait for is asked for, called by the manager that knows it, and found no more than once',
  async (t) => {
    const member = attached();
    member.take(member.a.send({ type: 'address-needed', address: B }));
    const [lookup] = member.only('lookup');
    t.match(lookup, [M, { address: B }]);
    const id = lookup?.[1].id as number;
    member.says(N, { type: 'introduction', id, address: B, result: 'unknown' });
    member.says(M, { type: 'introduction', id, address: B, result: 'ok', ...presented('b'), handle: 7 });
    const done = member.done();
    t.match(only(done, 'send-handshake'), [{ path: relayed(numberOf(member, M), 7) }]);
    t.match(
      only(done, 'update-routes').flatMap(({ add }) => add.map(([prefix]) => prefix)),
      nodeFacts('b').addresses.map((at) => new RegExp(`^${at}/`)),
    );
    t.equal(member.a.control.snapshot(member.a.now).searches.get('ok'), 1);
    t.match(member.manager(M), { relayed: 0 });
  },
);

t.test('what no manager knows is refused', async (t) => {
  const member = attached();
  member.take(member.a.send({ type: 'address-needed', address: B }));
  for (const name of [M, N]) {
    const id = member.only('lookup').find(([manager]) => manager === name)?.[1].id as number;
    member.says(name, { type: 'introduction', id, address: B, result: 'unknown' });
  }
  t.match(only(member.done(), 'refuse-address'), [{ address: B }]);
});

function numberOf(member: Member, name: string): number {
  const { peers } = member.a.control.snapshot(member.a.now);
  return peers.find((peer) => peer.name === name)?.id as number;
}

/** `a` has a session with `b`, relayed by the manager M with handle 7. */
function talking(member = attached()): { member: Member; b: TestNode; peer: number } {
  member.take(member.a.send({ type: 'address-needed', address: B }));
  const id = member.only('lookup').at(-1)?.[1].id as number;
  member.says(M, { type: 'introduction', id, address: B, result: 'ok', ...presented('b'), handle: 7 });
  const b = new TestNode('b', [peerFacts('a')]);
  b.mono = member.a.mono;
  const called = only(member.done(), 'send-handshake');
  const answer = one(b.send(arriving(one(called, 'send-handshake'), 'a')), 'send-handshake');
  const opened = member.a.send(arriving(answer, relayed(numberOf(member, M), 7)));
  const { index, peer } = one(opened, 'install-session');
  member.take(opened);
  member.joins('b', index, peer);
  t.equal(member.manager(M)?.relayed, 1);
  member.done();
  return { member, b, peer };
}

t.test('when the manager that relays is lost, the other one is asked for the peer at once', async (t) => {
  const { member, peer } = talking();
  member.silence(M);
  const [lookup] = member.only('lookup').filter(([, { address }]) => address === B);
  t.equal(lookup?.[0], N);
  member.done();
  member.says(N, {
    type: 'introduction',
    id: lookup?.[1].id as number,
    address: B,
    result: 'ok',
    ...presented('b'),
    handle: 8,
  });
  t.match(only(member.done(), 'set-path'), [{ peer, path: relayed(numberOf(member, N), 8) }]);
});

t.test('when a handle leads nowhere any more, the manager is asked for another one', async (t) => {
  const { member, peer } = talking();
  member.says(M, { type: 'not-here', handle: 7 });
  const [lookup] = member.only('lookup');
  t.match(lookup, [M, { address: B }]);
  member.says(M, {
    type: 'introduction',
    id: lookup?.[1].id as number,
    address: B,
    result: 'ok',
    ...presented('b'),
    handle: 9,
  });
  t.match(only(member.done(), 'set-path'), [{ peer, path: relayed(numberOf(member, M), 9) }]);
});

t.test('a peer that has started anew since is called at once', async (t) => {
  const { member } = talking();
  member.says(M, { type: 'not-here', handle: 7 });
  const id = member.only('lookup')[0]?.[1].id as number;
  const reborn = presented('b', { incarnation: 100n });
  member.says(M, { type: 'introduction', id, address: B, result: 'ok', ...reborn, handle: 9 });
  t.match(only(member.done(), 'send-handshake'), [{ path: relayed(numberOf(member, M), 9) }]);
});

t.test('a peer that comes by itself is asked about, little by little', async (t) => {
  const member = attached();
  const b = new TestNode('b', [peerFacts('a')]);
  b.mono = member.a.mono;
  const answer = member.a.send(arriving(one(b.send({ type: 'start' }), 'send-handshake'), 'b'));
  const { index, peer, path: source } = one(answer, 'install-session');
  member.take(member.a.send({ type: 'session-confirmed', index, peer, source }));
  t.match(member.only('lookup'), [[M, { address: B }]]);
});

t.test('a peer that does not answer is sought, and no more when it is none any more', async (t) => {
  const { member } = talking();
  member.pass(1);
  member.silence('b');
  t.match(member.only('lookup').at(0), [N, { address: B }], 'first where it was not found before');
  member.take(member.a.reconfigure([]));
  member.done();
  member.pass(120_000);
  t.same(member.told(), []);
});

t.test('a manager is attached to all others, relayed by none, and lists none', async (t) => {
  const member = new Member([M, N, O], MANAGER);
  for (const name of [M, N, O]) member.up(name);
  for (const name of [M, N, O]) t.match(member.recordAt(name), { seq: 1n, attachments: [] });
  for (const name of [M, N, O]) member.attached(name);
  member.silence(N);
  member.done();
  member.pass(1_000);
  member.up(N);
  t.match(member.recordAt(N), { seq: 1n });
  t.equal(member.recordAt(M), undefined);
});

t.test('a node without managers tells nobody, asks nobody and asks for nothing', async (t) => {
  const member = new Member([], { asked: ['10.77.0.0/16'] as Prefix[] });
  member.take(member.a.send({ type: 'address-needed', address: B }));
  member.pass(60_000);
  const done = member.done();
  t.same(only(done, 'set-asked'), []);
  t.same(only(done, 'refuse-address'), [{ type: 'refuse-address', address: B }]);
  t.same(member.a.control.snapshot(member.a.now).searches, new Map());
});

t.test('the core asks for what the config says, as long as there is somebody to ask', async (t) => {
  const asked = ['10.77.0.0/16', '192.168.0.0/16'] as Prefix[];
  const member = new Member([M], { asked });
  t.match(only(member.done(), 'set-asked'), [{ prefixes: asked }]);
  member.take(member.a.reconfigure(Member.facts([M]), { asked }));
  t.same(only(member.done(), 'set-asked'), []);
  member.take(member.a.reconfigure(Member.facts([M]), { asked: asked.slice(1) }));
  t.match(only(member.done(), 'set-asked'), [{ prefixes: asked.slice(1) }]);
  member.take(member.a.reconfigure([], { asked }));
  t.match(only(member.done(), 'set-asked'), [{ prefixes: [] }]);
});

t.test('a manager that knows no other refuses at once what nobody has', async (t) => {
  const asked = ['10.77.0.0/16'] as Prefix[];
  const member = new Member([], { ...MANAGER, asked });
  t.same(only(member.done(), 'set-asked'), [], 'the core does not wait for it');
  member.take(member.a.reconfigure(Member.facts([M]), { ...MANAGER, asked }));
  t.match(only(member.done(), 'set-asked'), [{ prefixes: asked }]);
});

t.test('managers come and go with the config', async (t) => {
  const member = attached();
  member.take(member.a.reconfigure(Member.facts([N, O])));
  t.match(member.recordAt(N), { attachments: [{ manager: N }] });
  member.up(O);
  t.match(member.recordAt(O), { attachments: [{ manager: N }, { manager: O }] });
  t.equal(member.manager(M), undefined);
  member.take(member.a.reconfigure([]));
  member.done();
  member.pass(60_000_000);
  t.same(member.told(), []);
});

t.test('a spare manager is called while packets wait for it, and no longer', async (t) => {
  const member = attached();
  member.take(member.a.send({ type: 'session-needed', peer: numberOf(member, O) }));
  t.match(member.manager(O), { state: 'connecting', use: 'spare' });
  t.same(member.called, [endpointOf(O)]);
  member.pass(5_000);
  member.done();
  t.match(member.manager(O), { state: 'idle' });
  member.pass(20_000);
  t.notOk(member.called.includes(endpointOf(O)));
  const pinged = member.a.send({ type: 'ping', id: 1n, peer: O });
  member.take(pinged);
  t.match(only(pinged, 'ping-result'), [{ ok: false, code: 'ping-sought' }]);
  member.up(O);
  t.match(member.manager(O), { state: 'up', use: 'spare' });
});

t.test('a spare manager that falls silent is called while packets go to it', async (t) => {
  const member = attached();
  const peer = numberOf(member, O);
  member.take(member.a.send({ type: 'session-needed', peer }));
  member.up(O);
  member.done();
  const heardAt = member.a.mono;
  const send = (seconds: number): void => {
    for (let i = 0; i < 10 * seconds; i++) {
      member.pass(100);
      const { mono } = member.a;
      const activity = { peer, lastReceived: heardAt, lastSent: mono, lastData: mono };
      member.take(member.a.send({ type: 'activity', peers: [activity] }));
    }
  };
  send(3);
  t.match(member.called, [endpointOf(O)]);
  member.done();
  member.pass(20_000);
  member.done();
  member.pass(20_000);
  t.notOk(member.called.includes(endpointOf(O)), 'and no longer');
  send(3);
  t.match(member.called, [endpointOf(O)], 'and again');
});

t.test(
  'a spare manager whose address nobody here knows yet is called by what the home says of it',
  async (t) => {
    const member = attached();
    const address = nodeFacts(O).addresses[0] as Address;
    member.take(member.a.send({ type: 'address-needed', address }));
    const id = member.only('lookup').at(-1)?.[1].id as number;
    const what = presented(O, {}, { role: 'manager' });
    member.says(M, { type: 'introduction', id, address, result: 'ok', ...what });
    member.pass(0);
    t.ok(member.called.includes(endpointOf(O)));
  },
);

t.test('a spare manager that becomes a peer is called', async (t) => {
  const member = attached();
  member.take(member.a.reconfigure([...Member.facts([M, N]), peerFacts(O)]));
  t.same(member.called, [endpointOf(O)]);
});

t.test('a peer that becomes a manager is attached to by the session that is there', async (t) => {
  const member = new Member([managerFacts(N), peerFacts(M)]);
  member.up(N);
  member.up(M);
  t.same(member.recordAt(M), undefined);
  member.take(member.a.reconfigure(Member.facts([N, M])));
  t.match(member.recordAt(M), { attachments: [{ manager: N }, { manager: M }] });
});

t.test('a record is told anew before it ends, and when this node can be called elsewhere', async (t) => {
  const member = attached();
  const advertise = [{ host: '198.51.100.7', port: 7077 }];
  member.take(member.a.reconfigure(Member.facts([M, N, O]), { advertise }));
  t.match(member.recordAt(M), { endpoints: ['198.51.100.7:7077'] });
  member.take(member.a.reconfigure(Member.facts([M, N, O]), { advertise: [{ host: 'a.example', port: 7 }] }));
  t.match(member.recordAt(M), { endpoints: [] });
  const addresses = ['198.51.100.8' as Address];
  member.take(member.a.send({ type: 'resolved', host: 'a.example', addresses }));
  t.match(member.recordAt(M), { endpoints: ['198.51.100.8:7'] });
});

t.test(
  'who hears of a later boot of its own begins one that is later still, in its record and in handshakes',
  async (t) => {
    const member = attached();
    const { record } = presented('a', { incarnation: 5n });
    const later = { type: 'attached', incarnation: 5n, seq: 1n, observed: OBSERVED } as const;
    member.says(M, later);
    t.same(only(member.done(), 'raise-boot'), [], 'what it has not signed is no reason');
    for (const name of [M, N, M]) member.says(name, { ...later, record });
    t.match(only(member.done(), 'raise-boot'), [{ bootEpoch: 6n }]);
    t.equal(member.a.control.snapshot(member.a.now).bootEpoch, 1n, 'not before it is durable');
    member.take(member.a.send({ type: 'boot-raised', bootEpoch: 6n }));
    t.match(member.a.control.snapshot(member.a.now), { bootEpoch: 6n, bootsRaised: 1 });
    for (const name of [M, N]) t.match(member.recordAt(name), { incarnation: 6n });
    t.equal(
      only(member.done(), 'send-handshake').length,
      2,
      'one new session each, while the old one serves',
    );
    member.pass(2_000);
    for (const name of [M, N]) {
      member.up(name);
      member.attached(name);
      t.equal(member.manager(name)?.attachedAge, 0);
    }
  },
);

t.test('nobody but a manager is listened to, and to it only what is a node’s', async (t) => {
  const { member } = talking();
  for (const from of [M, 'b']) member.says(from, { type: 'pushed', seq: 1 });
  member.says('b', { type: 'not-here', handle: 7 });
  t.same(member.done(), []);
});

t.test('what managers relayed for a boot of this node ends with the next one', async (t) => {
  const { member } = talking();
  member.take(member.a.send({ type: 'boot-raised', bootEpoch: 6n }));
  t.equal(member.manager(M)?.relayed, 1, 'while the sessions of before serve');
  const renewed = only(member.done(), 'send-handshake').map(({ path }) => path);
  t.ok(renewed.includes(endpointOf(M)));
  member.take(member.a.pass(1_000));
  member.up(M, false);
  t.match(member.only('lookup'), [[N, { address: B }]], 'it is sought, first where it was not found before');
});

t.test('a ping to an address that nobody here has yet has its node sought', async (t) => {
  const member = attached(['10.77.0.0/16'] as Prefix[]);
  const pinged = (peer: string): unknown => {
    const actions = member.a.send({ type: 'ping', id: 1n, peer });
    member.take(actions);
    return one(actions, 'ping-result');
  };
  t.match(pinged(B), { ok: false, code: 'ping-sought' });
  t.same(
    member.only('lookup').map(([manager, { address }]) => [manager, address]),
    [[M, B]],
  );
  const own = nodeFacts('a').addresses[0] as string;
  for (const unknown of ['b', own, '203.0.113.1']) {
    t.match(pinged(unknown), { ok: false, code: 'ping-unknown-peer' }, unknown);
  }
  const id = member.only('lookup').at(-1)?.[1].id as number;
  member.says(M, { type: 'introduction', id, address: B, result: 'ok', ...presented('b'), handle: 7 });
  t.match(pinged('b'), { ok: false, code: 'ping-sought' }, 'found, and called');
});
