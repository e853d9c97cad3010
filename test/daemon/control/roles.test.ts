import t from 'tap';
import type { Role } from '../../../daemon/control/role.js';
import type { Address } from '../../../protocol/address.js';
import { connect, peerFacts, TestNode } from './support/node.js';

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

  addressNeeded(_: unknown, address: Address): void {
    this.#say(`needed ${address}`);
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
    return this.#name === 'y' ? { relay: { handles: 3, introductions: new Map(), directory: 0 } } : {};
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
  a.reconfigure([peerFacts('b')]);
  t.same(x.said, ['start', 'up b', 'needed 10.77.9.9', 'reconfigure']);
  a.pass(180_100);
  t.equal(x.said.at(-1), 'down b');
  t.same(y.said, x.said);
});

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
