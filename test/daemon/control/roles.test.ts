import t from 'tap';
import type { HandshakeEvent } from '../../../daemon/control/event.js';
import type { Role } from '../../../daemon/control/role.js';
import type { RelayStatus } from '../../../daemon/control/status.js';
import type { Address } from '../../../protocol/address.js';
import { type ControlMessage, encodeControl } from '../../../protocol/control-message.js';
import { type VerifiedNode, verifyChain } from '../../../protocol/trust.js';
import { crypto, must, nodeFacts, sign, trust, WALL } from '../../protocol/support/network.js';
import {
  arriving,
  connect,
  managerFacts,
  type NodeOptions,
  newKey,
  one,
  only,
  peerFacts,
  TestNode,
} from './support/node.js';

const RELAY: RelayStatus = {
  handles: 3,
  introductions: new Map(),
  directory: 0,
  attached: 0,
  pushes: { sent: 0, repeated: 0 },
};

/** Writes down what it is told, and is due once. */
class Scribe implements Role {
  readonly said: string[] = [];
  due = Number.POSITIVE_INFINITY;
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
  }

  start(): void {
    this.#say('start');
  }

  up(_: unknown, { name }: { name: string }): void {
    this.#say(`up ${name}`);
  }

  down(_: unknown, { name }: { name: string }): void {
    this.#say(`down ${name}`);
  }

  message(_: unknown, { name }: { name: string }, { type }: ControlMessage): void {
    this.#say(`${type} from ${name}`);
  }

  leave(): void {
    this.#say('leave');
  }

  addressNeeded(_: unknown, address: Address): void {
    this.#say(`needed ${address}`);
  }

  known(_: unknown, name: string): VerifiedNode | undefined {
    const serial = name === 'b' ? { x: 2n, y: 3n }[this.#name] : undefined;
    if (serial === undefined) return undefined;
    return must(verifyChain(crypto, trust, [sign(nodeFacts(name, { serial }))], WALL));
  }

  resolved(): void {
    this.#say('resolved');
  }

  reconfigure(): void {
    this.#say('reconfigure');
  }

  tick(): void {
    this.due = Number.POSITIVE_INFINITY;
    this.#say('tick');
  }

  nextAt(): number {
    return this.due;
  }

  status(): Partial<ReturnType<Role['status']>> {
    return this.#name === 'y' ? { relay: RELAY } : {};
  }

  #say(what: string): void {
    this.said.push(what);
  }
}

function roles(): { x: Scribe; y: Scribe; a: TestNode } {
  const [x, y] = [new Scribe('x'), new Scribe('y')];
  return { x, y, a: new TestNode('a', [peerFacts('b')], {}, () => [x, y]) };
}

t.test('roles hear of the start, of peers that come and go, of addresses and of new settings', async (t) => {
  const { x, y, a } = roles();
  connect(a, new TestNode('b', [peerFacts('a', { endpoints: [] })]));
  a.send({ type: 'address-needed', address: '10.77.9.9' as Address });
  a.send({ type: 'resolved', host: 'b.example', addresses: [] });
  a.reconfigure([peerFacts('b')]);
  a.send({ type: 'leave' });
  t.same(x.said, ['start', 'up b', 'needed 10.77.9.9', 'resolved', 'reconfigure', 'leave']);
  a.pass(180_100);
  t.equal(x.said.at(-1), 'down b');
  t.same(y.said, x.said);
});

t.test('roles hear what peers say, and nothing that is no message', async (t) => {
  const { x, y, a } = roles();
  const { index } = connect(a, new TestNode('b', [peerFacts('a', { endpoints: [] })])).opened;
  const frame = { type: 'control-frame', index, peer: 1, kind: 0 } as const;
  a.send({ ...frame, body: encodeControl({ type: 'pushed', seq: 7 }) });
  a.send({ ...frame, body: new Uint8Array([255]) });
  a.send({ ...frame, body: new Uint8Array() });
  for (const { said } of [x, y]) t.same(said.slice(2), ['pushed from b']);
  const refused = { 'control-message-malformed': 1, 'control-message-unknown': 1 };
  t.same(Object.fromEntries(a.control.snapshot(a.now).messagesRefused), refused);
});

t.test('a peer that starts anew goes down and comes up', async (t) => {
  const { x, a } = roles();
  connect(a, new TestNode('b', [peerFacts('a', { endpoints: [] })]));
  const reborn = new TestNode('b', [peerFacts('a')], { bootEpoch: 2n });
  connect(reborn, a);
  t.same(x.said.slice(1), ['up b', 'down b', 'up b']);
});

t.test('a peer that is asked in vain is down, and up when it is heard again', async (t) => {
  const { x, a } = roles();
  connect(a, new TestNode('b', [peerFacts('a', { endpoints: [] })]));
  a.send({ type: 'network-changed' });
  a.pass(3_400);
  t.equal(x.said.at(-1), 'up b');
  a.pass(200);
  t.equal(x.said.at(-1), 'down b');
  const heard = { peer: 1, lastReceived: a.mono - 10, lastSent: a.mono };
  a.send({ type: 'activity', peers: [heard] });
  t.equal(x.said.at(-1), 'up b');
});

t.test('a peer that is removed goes down', async (t) => {
  const { x, a } = roles();
  connect(a, new TestNode('b', [peerFacts('a', { endpoints: [] })]));
  a.reconfigure([]);
  t.same(x.said.slice(1), ['up b', 'reconfigure', 'down b']);
});

t.test(
  'roles are asked for a peer whom packets wait for and who cannot be called, or is in vain',
  async (t) => {
    const { x, a } = roles();
    const [address] = nodeFacts('b').addresses;
    const need = (): void => void a.send({ type: 'session-needed', peer: 1 });
    a.send({ type: 'start' });
    need();
    t.same(x.said, ['start'], 'it has just been called');
    a.pass(250);
    need();
    t.same(x.said, ['start', `needed ${address}`]);
    connect(a, new TestNode('b', [peerFacts('a')]), only(a.pass(500), 'send-handshake'));
    need();
    t.equal(x.said.at(-1), 'up b');
    a.reconfigure([peerFacts('c', { endpoints: [] })]);
    a.send({ type: 'session-needed', peer: 2 });
    t.equal(x.said.at(-1), `needed ${nodeFacts('c').addresses[0]}`);
  },
);

t.test('roles are woken when the first of them is due', async (t) => {
  const { x, y, a } = roles();
  y.due = a.mono + 300;
  a.send({ type: 'start' });
  a.pass(299);
  t.notOk(x.said.includes('tick'));
  a.pass(1);
  t.same(
    [x, y].map(({ said }) => said.at(-1)),
    ['tick', 'tick'],
  );
});

t.test('what roles say of themselves stands in the status', async (t) => {
  const { a } = roles();
  t.match(a.control.snapshot(a.now), { managers: [], relay: { handles: 3 } });
});

t.test(
  'who has a newer certificate by what roles have seen does not become a peer by an older one',
  async (t) => {
    const a = new TestNode('a', [managerFacts('m')], {}, () => [new Scribe('x'), new Scribe('y')]);
    a.send({ type: 'start' });
    const call = (options: NodeOptions): HandshakeEvent =>
      arriving(
        one(new TestNode('b', [peerFacts('a')], options).send({ type: 'start' }), 'send-handshake'),
        'b',
      );
    t.match(a.send(call({ facts: { serial: 2n } })), [{ type: 'notice', code: 'certificate-superseded' }]);
    const other = { facts: { serial: 3n }, keyOf: newKey('b') };
    t.match(a.send(call(other)), [{ type: 'notice', level: 'alarm', code: 'peer-key-conflict' }]);
    t.ok(one(a.send(call({ facts: { serial: 3n } })), 'install-session'));
  },
);

t.test('who says something and was taken for gone is there before it is heard', async (t) => {
  const { x, a } = roles();
  const { index } = connect(a, new TestNode('b', [peerFacts('a', { endpoints: [] })])).opened;
  a.send({ type: 'network-changed' });
  a.pass(3_600);
  const frame = {
    type: 'control-frame',
    peer: 1,
    kind: 0,
    body: encodeControl({ type: 'pushed', seq: 7 }),
  } as const;
  a.send({ ...frame, index });
  t.same(x.said.slice(2), ['down b', 'up b', 'pushed from b']);
});

t.test('what a session brings that has been cut, or carries nothing yet, is not heard', async (t) => {
  const { x, a } = roles();
  const b = new TestNode('b', [peerFacts('a', { endpoints: [] })]);
  const answer = b.send(arriving(one(a.send({ type: 'start' }), 'send-handshake'), 'a'));
  const { index } = one(a.send(arriving(one(answer, 'send-handshake'), 'b')), 'install-session');
  const frame = {
    type: 'control-frame',
    peer: 1,
    kind: 0,
    body: encodeControl({ type: 'pushed', seq: 7 }),
  } as const;
  a.send({ ...frame, index });
  a.send({ type: 'session-live', index: index + 1, peer: 1 });
  a.send({ type: 'session-live', index, peer: 1 });
  a.send({ ...frame, index: index + 1 });
  t.same(x.said, ['start', 'up b']);
});
