import t from 'tap';
import type { PeerStatus } from '../../../daemon/control/status.js';
import { NOT_AFTER, NOT_BEFORE, WALL } from '../../protocol/support/network.js';
import { arriving, connect, HIGHER, LOWER, one, only, peerFacts, TestNode } from './support/node.js';

const TENTH = (NOT_AFTER - NOT_BEFORE) / 10;

function peerOf(node: TestNode): PeerStatus | undefined {
  return node.control.snapshot(node.now).peers[0];
}

t.test('a node warns once from 10 % of its certificate’s life on, and once at its end', async (t) => {
  const node = new TestNode('a', []);
  const life = (): string => node.control.snapshot(node.now).certificateLife;
  node.wall = NOT_AFTER - TENTH - 1;
  t.same(only([...node.send({ type: 'start' }), ...node.pass(500)], 'notice'), []);
  t.equal(life(), 'good');
  const warned = only(node.pass(5_000), 'notice');
  t.match(warned, [{ level: 'warn', what: 'certificate-expiring', detail: `valid until ${NOT_AFTER}` }]);
  t.equal(life(), 'ending');
  node.sleep(TENTH);
  t.match(only(node.pass(5_000), 'notice'), [{ level: 'alarm', what: 'certificate-expired' }]);
  t.equal(life(), 'ended');
});

t.test('a node warns once that a peer’s certificate nears its end', async (t) => {
  const a = new TestNode(LOWER, [peerFacts(HIGHER)]);
  const b = new TestNode(HIGHER, [peerFacts(LOWER)], {
    facts: { notBefore: WALL - 890, notAfter: WALL + 110 },
  });
  connect(a, b);
  t.equal(peerOf(a)?.certificateLife, 'good');
  const expiring = { level: 'warn', what: 'certificate-expiring', peer: HIGHER };
  t.match(only(a.pass(30_000), 'notice'), [expiring]);
  t.equal(peerOf(a)?.certificateLife, 'ending');
});

t.test('the same certificate in the next session is not warned of again', async (t) => {
  const facts = { notBefore: WALL - 8_900, notAfter: WALL + 1_100 };
  const a = new TestNode(LOWER, [peerFacts(HIGHER)]);
  const b = new TestNode(HIGHER, [peerFacts(LOWER)], { facts });
  connect(a, b);
  const before = a.pass(120_000);
  b.pass(120_000);
  t.match(only(before, 'notice'), [{ what: 'certificate-expiring', peer: HIGHER }]);
  connect(a, b, [one(before, 'send-handshake')]);
  t.same(only(a.pass(5_000), 'notice'), []);
  t.equal(a.control.snapshot(a.now).rekeys, 1);
});

t.test('a session ends with the certificate of either side, on both', async (t) => {
  const lower = new TestNode(LOWER, [peerFacts(HIGHER)]);
  const higher = new TestNode(HIGHER, [peerFacts(LOWER)], { facts: { notAfter: WALL + 60 } });
  const { opened, answered } = connect(lower, higher);
  for (const [node, { index }] of [
    [lower, opened],
    [higher, answered],
  ] as const) {
    t.same(only(node.pass(60_999), 'retire-session'), []);
    const done = node.pass(1);
    t.same(only(done, 'retire-session'), [{ type: 'retire-session', index }]);
    t.match(
      only(done, 'notice').filter(({ what }) => what === 'session-cut'),
      [{ level: 'warn', detail: 'certificate-expired' }],
    );
    t.same(node.control.snapshot(node.now).sessionsCut, new Map([['certificate-expired', 1]]));
    node.pass(1_000);
    t.equal(
      node.name === HIGHER ? node.control.snapshot(node.now).certificateLife : peerOf(node)?.certificateLife,
      'ended',
    );
  }
});

t.test('a node whose certificate has ended opens and answers nothing until it has a new one', async (t) => {
  const options = { facts: { notAfter: WALL + 60 } };
  const lower = new TestNode(LOWER, [peerFacts(HIGHER)], options);
  const higher = new TestNode(HIGHER, [peerFacts(LOWER)]);
  lower.send({ type: 'start' });
  const ending = lower.pass(61_000);
  const quiet = lower.pass(60_000);
  t.same(only(quiet, 'send-handshake'), []);
  t.same(
    only([...ending, ...quiet], 'notice').filter(({ what }) => what === 'certificate-expired').length,
    1,
    'it says so once',
  );
  t.equal(lower.control.snapshot(lower.now).peers[0]?.openingTries, 0);
  const asked = one(higher.send({ type: 'start' }), 'send-handshake');
  t.match(lower.send(arriving(asked, HIGHER)), [{ type: 'notice', code: 'own-certificate-expired' }]);

  higher.sleep(121);
  const renewed = lower.reconfigure([peerFacts(HIGHER)], { facts: { serial: 2n } });
  connect(lower, higher, only(renewed, 'send-handshake'));
  t.equal(peerOf(lower)?.state, 'up');
  t.equal(peerOf(higher)?.serial, 2n);
});
