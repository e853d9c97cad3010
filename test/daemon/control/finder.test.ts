import t from 'tap';
import type { Notice } from '../../../daemon/control/action.js';
import { type Findable, Finder } from '../../../daemon/control/finder.js';
import { managerOf, type Relayed } from '../../../daemon/control/path.js';
import type { Introduced } from '../../../daemon/control/paths.js';
import type { Address, Endpoint, Prefix } from '../../../protocol/address.js';
import type { ControlMessage, Presented } from '../../../protocol/control-message.js';
import { accept, type Result, reject } from '../../../protocol/result.js';
import type { VerifiedNode } from '../../../protocol/trust.js';
import { issuerFacts, issuerKeypair, nodeFacts, sign, WALL } from '../../protocol/support/network.js';
import { after, presented, sharedOf, T0 } from './support/manager.js';

const B = addressOf('b');

function addressOf(name: string): Address {
  return nodeFacts(name).addresses[0] as Address;
}

class TestPeer implements Findable {
  readonly id: number;
  readonly name: string;
  readonly isManager: boolean;
  readonly address: Address | undefined;
  answers = true;
  dataAt: number | undefined;
  hasSession = false;
  relays: readonly Relayed[] = [];
  readonly sent: ControlMessage[] = [];
  readonly introduced: Introduced[] = [];
  /** The id of the last lookup. */
  lookup = 0;
  readonly sought: Set<Address> = new Set();
  isRouted = true;

  constructor(id: number, name: string, isManager: boolean, address: Address | undefined) {
    this.id = id;
    this.name = name;
    this.isManager = isManager;
    this.address = address;
  }

  reaches(): boolean {
    return this.isRouted;
  }

  send(message: ControlMessage): boolean {
    this.sent.push(message);
    if (message.type !== 'lookup') return true;
    this.lookup = message.id;
    this.sought.add(message.address);
    return true;
  }

  introduce(to: Introduced): void {
    this.introduced.push(to);
    if (to.relayed === undefined) return;
    const manager = managerOf(to.relayed);
    this.relays = [to.relayed, ...this.relays.filter((path) => managerOf(path) !== manager)];
  }

  withdraw(path: Relayed): void {
    this.relays = this.relays.filter((other) => other !== path);
  }
}

/** Node `a` with two managers; a test plays them and its other peers. */
class Search {
  readonly #actions;
  readonly home = new TestPeer(1, 'm1', true, undefined);
  readonly standby = new TestPeer(2, 'm2', true, undefined);
  peers: TestPeer[] = [this.home, this.standby];
  managers = [this.home, this.standby];
  /** What comes of a found certificate. */
  fault: 'peer-wrong-address' | undefined;
  readonly finder: Finder<TestPeer>;
  now = T0;

  constructor() {
    const { shared, actions } = sharedOf('a');
    this.#actions = actions;
    const found = (node: VerifiedNode): Result<TestPeer> => this.#found(node);
    const peers = {
      all: () => this.peers,
      byId: (id: number) => this.peers.find((peer) => peer.id === id),
      at: (address: Address) => this.peers.find((peer) => peer.address === address),
      found,
    };
    this.finder = new Finder(shared, peers, () => this.managers);
  }

  /** A peer that is there without having been found. */
  add(name: string, address: Address | null = addressOf(name)): TestPeer {
    const peer = new TestPeer(10 + this.peers.length, name, false, address ?? undefined);
    this.peers.push(peer);
    return peer;
  }

  peer(name: string): TestPeer | undefined {
    return this.peers.find((peer) => peer.name === name);
  }

  /** The ids of lookups that a manager has had since the last time. */
  lookups(manager: TestPeer): number[] {
    return manager.sent.splice(0).map((message) => {
      if (message.type !== 'lookup') throw new Error(message.type);
      return message.id;
    });
  }

  answer(manager: TestPeer, what: Presented | 'unknown', handle?: number): void {
    const [id] = this.lookups(manager);
    if (id === undefined) throw new Error(`${manager.name} was not asked`);
    this.tell(manager, id, what, handle);
  }

  tell(manager: TestPeer, id: number, what: Presented | 'unknown', handle?: number): void {
    const message = { type: 'introduction', id, address: B } as const;
    const told = what === 'unknown' ? { result: what } : { result: 'ok' as const, ...what };
    this.finder.introduced(this.now, manager, { ...message, ...told, ...(handle && { handle }) });
  }

  /** Brings `b` in by the home. */
  find(what = presented('b'), handle = 0xb1): TestPeer {
    this.finder.need(this.now, B);
    this.answer(this.home, what, handle);
    return this.peer('b') as TestPeer;
  }

  /** Lets `ms` pass; when each manager was asked, in ms since the beginning. */
  pass(ms: number): string[] {
    const end = after(this.now.mono - T0.mono + ms);
    const asked: string[] = [];
    for (let at = this.finder.nextAt(); at <= end.mono; at = this.finder.nextAt()) {
      this.now = after(at - T0.mono);
      this.finder.tick(this.now);
      for (const { name, sent } of this.managers)
        for (const _ of sent.splice(0)) asked.push(`${Math.round(at - T0.mono)} ${name}`);
    }
    this.now = end;
    return asked;
  }

  get refused(): Address[] {
    const all = this.#actions.splice(0);
    return all.flatMap((action) => (action.type === 'refuse-address' ? [action.address] : []));
  }

  notices(): Notice[] {
    return this.#actions.splice(0).filter((action): action is Notice => action.type === 'notice');
  }

  count(finding: string): number | undefined {
    return new Map<string, number>(this.finder.counts()).get(finding);
  }

  #found({ certificate }: VerifiedNode): Result<TestPeer> {
    if (this.fault !== undefined) return reject(this.fault);
    const known = this.peer(certificate.name);
    if (known !== undefined) return accept(known);
    const made = this.add(certificate.name);
    made.answers = false;
    return accept(made);
  }
}

t.test('a node that packets wait for becomes a peer, relayed by the manager that knows it', async (t) => {
  const search = new Search();
  search.finder.need(T0, B);
  t.match(search.home.sent, [{ type: 'lookup', address: B }]);
  const endpoints = ['192.0.2.9:7077'] as Endpoint[];
  search.answer(search.home, presented('b', { incarnation: 5n, endpoints }), 0xb1);
  t.same(search.peer('b')?.introduced, [{ endpoints, bootEpoch: 5n, relayed: 'via:1:000000b1' }]);
  t.same(search.pass(60_000), []);
  t.equal(search.count('ok'), 1);
});

t.test('a manager among others is introduced without being relayed', async (t) => {
  const search = new Search();
  search.finder.need(T0, B);
  search.answer(search.home, presented('b', { incarnation: 5n, endpoints: [] }));
  t.same(search.peer('b')?.introduced, [{ endpoints: [], bootEpoch: 5n }]);
});

t.test('what nobody has is refused', async (t) => {
  const search = new Search();
  search.finder.need(T0, B);
  search.answer(search.home, 'unknown');
  search.answer(search.standby, 'unknown');
  t.same(search.refused, [B]);
  t.equal(search.count('unknown'), 1);
  t.same(search.peers.length, 2);
});

t.test('an answer that nobody waits for changes nothing', async (t) => {
  const search = new Search();
  search.tell(search.home, 1, presented('b'));
  search.finder.need(T0, B);
  const [id = 0] = search.lookups(search.home);
  search.tell(search.standby, id, presented('b'));
  search.tell(search.home, id + 1, presented('b'));
  t.equal(search.peer('b'), undefined);
  t.same(search.notices(), []);
});

const routed = { routes: ['10.9.0.0/16'] as Prefix[] };
const foreign = { networkId: new Uint8Array(16) };
const lies: Record<string, Presented> = {
  'introduction-misleading': presented('c'),
  'record-malformed': { ...presented('b'), record: Uint8Array.of(1) },
  'record-wrong-node': { ...presented('b'), record: presented('c').record },
  'record-signature': altered(presented('b')),
  'certificate-malformed': { ...presented('b'), chain: [Uint8Array.of(1)] },
  'certificate-wrong-network': presented('b', foreign, foreign),
  'record-foreign-network': presented('b', foreign),
  'record-wrong-serial': presented('b', { serial: 2n }),
};
const lags: Record<string, Presented> = {
  'record-expired': presented('b', { issuedAt: WALL - 100_000 }),
  'certificate-expired': presented('b', {}, { notAfter: WALL - 1 }),
  'certificate-unknown-authority': {
    ...presented('b'),
    chain: [sign(nodeFacts('b'), issuerKeypair('somebody'))],
  },
};

function altered({ record, chain }: Presented): Presented {
  const bytes = record.slice();
  bytes[bytes.length - 1] = (bytes.at(-1) as number) ^ 1;
  return { record: bytes, chain };
}

for (const [level, cases] of [
  ['alarm', lies],
  ['warn', lags],
] as const) {
  for (const [code, what] of Object.entries(cases)) {
    t.test(`${code} in an introduction: refused, ${level}, and the other manager is asked`, async (t) => {
      const search = new Search();
      search.finder.need(T0, B);
      search.answer(search.home, what, 0xb1);
      t.same(search.peers.length, 2);
      const notice = { type: 'notice', level, what: 'introduction-refused', code, peer: 'm1' };
      t.match(search.notices(), [{ ...notice, detail: `to ${B}` }]);
      t.equal(search.count(code), 1);
      search.answer(search.standby, presented('b'), 0xb2);
      t.same(search.peer('b')?.relays, ['via:2:000000b2']);
      t.equal(search.count('ok'), 1);
    });
  }
}

t.test('an issuer’s node is introduced with the issuer’s certificate', async (t) => {
  const search = new Search();
  const issuer = sign(issuerFacts('west'));
  const leaf = sign(
    nodeFacts('b', { name: 'b.west', notAfter: WALL + 86_400, notBefore: WALL }),
    issuerKeypair('west'),
  );
  search.finder.need(T0, B);
  search.answer(search.home, { ...presented('b', { node: 'b.west' }), chain: [leaf, issuer] }, 0xb1);
  t.ok(search.peer('b.west'));
});

t.test('an older record than is known is refused', async (t) => {
  const search = new Search();
  const b = search.find(presented('b', { incarnation: 5n }));
  b.answers = false;
  search.finder.miss(T0, b);
  search.answer(search.standby, presented('b', { incarnation: 4n }), 0xb2);
  t.match(search.notices(), [{ level: 'warn', code: 'record-superseded', peer: 'm2' }]);
  t.same(b.relays, ['via:1:000000b1']);
  search.answer(search.home, presented('b', { incarnation: 5n }), 0xb1);
  t.equal(search.count('ok'), 2, 'the same one is as good as new');
});

t.test('a node behind a route is introduced when packets wait for an address in it', async (t) => {
  const search = new Search();
  const address = '10.9.8.7' as Address;
  search.finder.need(T0, address);
  search.answer(search.home, presented('b', {}, routed), 0xb1);
  t.ok(search.peer('b'));
});

t.test('where the config does not route an address to its owner, packets do not wait for it', async (t) => {
  const search = new Search();
  search.add('b', null).isRouted = false;
  search.finder.need(T0, B);
  search.answer(search.home, presented('b'), 0xb1);
  search.answer(search.standby, presented('b'), 0xb2);
  t.same(search.refused, [B]);
  t.equal(search.count('refused'), 1);
});

t.test('nobody is introduced to itself', async (t) => {
  const search = new Search();
  search.finder.need(T0, addressOf('a'));
  search.answer(search.home, presented('a'), 0xa1);
  t.match(search.notices(), [{ level: 'alarm', code: 'introduction-misleading' }]);
});

t.test('who cannot be a peer here is no lie of the manager', async (t) => {
  const search = new Search();
  search.fault = 'peer-wrong-address';
  search.finder.need(T0, B);
  search.answer(search.home, presented('b'), 0xb1);
  t.match(search.notices(), [{ level: 'warn', code: 'peer-wrong-address' }]);
});

t.test(
  'a peer that falls silent is sought at once, from others first than led to it, until it answers',
  async (t) => {
    const search = new Search();
    const b = search.find();
    b.answers = false;
    search.finder.miss(search.now, b);
    search.answer(search.standby, presented('b'), 0xb2);
    t.same(b.relays, ['via:2:000000b2', 'via:1:000000b1']);
    const times: number[] = [];
    for (let again = search.pass(500); times.length < 8; again = search.pass(100)) {
      if (again.length === 0) continue;
      times.push(Number(again[0]?.split(' ')[0]));
      search.tell(search.home, search.home.lookup, presented('b'), 0xb1);
    }
    for (const [i, wait] of [1, 2, 4, 8, 16, 32, 32].entries()) {
      const waited = ((times[i] as number) - (times[i - 1] ?? 0)) / 1_000;
      t.ok(waited >= 0.8 * wait - 0.2 && waited <= 1.2 * wait + 0.2, `wait ${i} is of ${waited} s`);
    }
    b.answers = true;
    search.finder.up(search.now, b);
    t.same(search.pass(100_000), []);
  },
);

for (const [what, state, most] of [
  ['that packets go to', { dataAt: T0.mono + 100_000 }, 1],
  ['that has a session still', { hasSession: true }, 4],
] as const) {
  t.test(`a peer ${what} is sought again every ${most} s, each manager once`, async (t) => {
    const search = new Search();
    const b = search.find();
    Object.assign(b, state, { answers: false });
    search.finder.miss(search.now, b);
    search.pass(3_000);
    search.pass(20_000);
    const ids = new Set<number>();
    for (let ms = 0; ms < 60_000; ms += 10) {
      search.pass(10);
      ids.add(search.home.lookup);
      for (const manager of [search.home, search.standby]) search.tell(manager, manager.lookup, 'unknown');
    }
    const rounds = ids.size;
    t.ok(rounds >= 60 / most / 1.5 && rounds <= 60 / most / 0.7, `${rounds} times`);
  });
}

t.test(
  'a peer that no manager finds is sought again, and at once when another manager can be asked',
  async (t) => {
    const search = new Search();
    const b = search.find();
    b.answers = false;
    search.managers = [search.home];
    search.finder.miss(search.now, b);
    search.answer(search.home, 'unknown');
    const asked = search.pass(5_000);
    t.equal(
      asked.filter((line) => Number(line.split(' ')[0]) <= 3_000).length,
      14,
      'it may be about to attach',
    );
    t.ok(asked.some((line) => Number(line.split(' ')[0]) > 3_800));
    search.managers = [];
    search.finder.gained(search.now);
    search.pass(60_000);
    search.managers = [search.standby];
    search.finder.gained(search.now);
    t.equal(search.lookups(search.standby).length, 1);
  },
);

t.test('when a manager is lost, whom it relayed is sought at once', async (t) => {
  const search = new Search();
  const b = search.find();
  const c = search.add('c');
  c.relays = ['via:2:000000c2' as Relayed];
  b.answers = true;
  search.managers = [search.standby];
  search.finder.lost(search.now, search.home);
  t.same(b.relays, []);
  t.equal(c.relays.length, 1);
  search.answer(search.standby, presented('b'), 0xb2);
  t.same(b.relays, ['via:2:000000b2']);
  t.same(search.pass(100_000), [], 'it has answered all the time');
});

t.test('a handle that leads nowhere any more is asked for anew', async (t) => {
  const search = new Search();
  const b = search.find();
  search.finder.notHere(search.now, search.home, 0xb2);
  search.finder.notHere(search.now, search.standby, 0xb1);
  t.equal(b.relays.length, 1);
  t.same(search.pass(100), []);
  search.finder.notHere(search.now, search.home, 0xb1);
  t.same(b.relays, []);
  search.answer(search.home, presented('b'), 0xb3);
  t.same(b.relays, ['via:1:000000b3']);
});

t.test('a peer that nobody has introduced is asked about once it is up', async (t) => {
  const search = new Search();
  const [b, nameless] = [search.add('b'), search.add('c', null)];
  const endpoints = ['192.0.2.9:7077'] as Endpoint[];
  for (const peer of [b, nameless, search.home]) search.finder.up(search.now, peer);
  search.answer(search.home, presented('b', { endpoints }), 0xb1);
  t.match(b.introduced, [{ endpoints }]);
  search.finder.up(search.now, b);
  t.same(search.pass(100_000), []);
  t.same(search.refused, []);
});

t.test('packets that wait for a peer that is there have it sought', async (t) => {
  const search = new Search();
  const b = search.find();
  search.finder.need(search.now, B);
  t.equal(search.lookups(search.standby).length, 1);
  t.equal(b.relays.length, 1);
});

t.test('managers, and peers without an address, are not sought', async (t) => {
  const search = new Search();
  search.add('c', null);
  for (const peer of search.peers) {
    search.finder.miss(search.now, peer);
    search.finder.gone(peer);
  }
  t.same(search.pass(10_000), []);
});

t.test('a peer that is none any more is sought no more', async (t) => {
  const search = new Search();
  const [b, c] = [search.add('b'), search.add('c')];
  for (const peer of [b, c]) search.finder.miss(search.now, peer);
  search.pass(3_000);
  search.peers = [search.home, search.standby];
  search.finder.gone(b);
  t.same(search.pass(100_000), []);
});

t.test('a manager that is gone is avoided no more', async (t) => {
  const search = new Search();
  const b = search.add('b');
  b.relays = ['via:77:000000b7' as Relayed];
  search.finder.miss(search.now, b);
  t.equal(search.lookups(search.home).length, 1);
});

t.test('of more peers than can be sought at a time the rest waits', async (t) => {
  const search = new Search();
  const peers = Array.from({ length: 1_030 }, (_, i) =>
    search.add(`n${i}`, `10.77.${4 + (i >> 8)}.${i & 255}` as Address),
  );
  for (const peer of peers) search.finder.miss(search.now, peer);
  t.equal(search.count('too-many'), 6);
  search.pass(60_000);
  t.equal(search.home.sought.size, 1_030);
});
