import t from 'tap';
import { Seeker } from '../../../daemon/control/seeker.js';
import type { Address } from '../../../protocol/address.js';

const B = '10.77.0.2' as Address;
const C = '10.77.0.3' as Address;

/** A seeker with these managers; what it asked and refused, in order. */
class Hunt {
  managers: string[];
  readonly done: string[] = [];
  readonly ids: number[] = [];
  readonly seeker: Seeker<string>;
  mono = 1_000_000;
  rttMs: number | undefined;

  constructor(...managers: string[]) {
    this.managers = managers;
    this.seeker = new Seeker({
      managers: () => this.managers,
      ask: (manager, id, address) => {
        this.ids.push(id);
        this.done.push(`${manager} ${address}`);
      },
      rttMs: () => this.rttMs,
      refuse: (address) => this.done.push(`refused ${address}`),
      lost: (_, address) => this.done.push(`lost ${address}`),
    });
  }

  /** What was done since the last time. */
  take(): string[] {
    return this.done.splice(0);
  }

  /** Lets `ms` pass; what was done, each with its ms since the beginning. */
  pass(ms: number): string[] {
    const end = this.mono + ms;
    const log: string[] = [];
    for (let at = this.seeker.nextAt(); at <= end; at = this.seeker.nextAt()) {
      this.mono = at;
      this.seeker.tick(at);
      log.push(...this.take().map((line) => `${at - 1_000_000} ${line}`));
    }
    this.mono = end;
    return log;
  }

  deny(manager: string, why: 'unknown' | 'unreachable' | 'refused' | 'busy', address = B): string[] {
    this.seeker.denied(this.mono, manager, address, why);
    return this.take();
  }

  /** Findings that were made. */
  get counts(): Record<string, number> {
    return Object.fromEntries([...this.seeker.counts()].filter(([, count]) => count > 0));
  }
}

function many(length: number): Address[] {
  return Array.from({ length }, (_, i) => `10.77.${4 + (i >> 8)}.${i & 255}` as Address);
}

t.test(
  'the home is asked first, and once it has told where the address is nothing more happens',
  async (t) => {
    const hunt = new Hunt('home', 'standby');
    hunt.seeker.need(hunt.mono, B);
    t.same(hunt.take(), [`home ${B}`]);
    hunt.seeker.need(hunt.mono, B);
    t.same(hunt.take(), [], 'it is sought once');
    const [id = 0] = hunt.ids;
    t.equal(hunt.seeker.asked('home', id), B);
    t.equal(hunt.seeker.asked('standby', id), undefined, 'nobody else was asked');
    t.equal(hunt.seeker.asked('home', id + 1), undefined);
    hunt.seeker.found(B);
    t.equal(hunt.seeker.asked('home', id), undefined);
    t.same(hunt.pass(10_000), []);
    t.same(hunt.counts, { ok: 1 });
  },
);

t.test('who is silent is passed over; after 3 s what waits is refused', async (t) => {
  const hunt = new Hunt('home', 'standby');
  hunt.seeker.need(hunt.mono, B);
  hunt.take();
  const turns = Array.from({ length: 14 }, (_, i) => `${200 * (i + 1)} ${i % 2 ? 'home' : 'standby'} ${B}`);
  t.same(hunt.pass(60_000), [...turns, `3000 refused ${B}`]);
  t.same(new Set(hunt.ids).size, 1, 'an answer to any of the questions is one');
  t.same(hunt.counts, { silent: 1 });
});

t.test('who is far away is not silent before its answer can have come', async (t) => {
  for (const [rttMs, askedAt] of [
    [99, 200],
    [234, 468],
    [3_000, 1_000],
  ] as const) {
    const hunt = new Hunt('home');
    hunt.rttMs = rttMs;
    hunt.seeker.need(hunt.mono, B);
    hunt.take();
    t.equal(hunt.pass(60_000)[0], `${askedAt} home ${B}`);
  }
});

t.test(
  'the standby is asked at once when the home does not know; when nobody does it is refused',
  async (t) => {
    const hunt = new Hunt('home', 'standby');
    hunt.seeker.need(hunt.mono, B);
    hunt.take();
    t.same(hunt.deny('home', 'unknown'), [`standby ${B}`]);
    t.same(hunt.pass(450), [`200 standby ${B}`, `400 standby ${B}`], 'who does not know is not asked again');
    t.same(hunt.deny('standby', 'refused'), [`refused ${B}`]);
    t.same(hunt.counts, { refused: 1 });
    hunt.seeker.need(hunt.mono, B);
    t.same(hunt.take(), [`refused ${B}`], 'and again for a second');
    hunt.pass(1_000);
    hunt.seeker.need(hunt.mono, B);
    t.same(hunt.take(), [`home ${B}`]);
  },
);

t.test('a denial that may change is no last word', async (t) => {
  const hunt = new Hunt('home', 'standby');
  hunt.seeker.need(hunt.mono, B);
  hunt.take();
  t.same(hunt.deny('home', 'unreachable'), [`standby ${B}`]);
  t.same(hunt.deny('standby', 'busy'), []);
  t.same(hunt.pass(400), [`200 home ${B}`, `400 standby ${B}`]);
  t.same(hunt.deny('home', 'unreachable'), []);
  t.equal(hunt.pass(2_600).at(-1), `3000 refused ${B}`);
  t.same(hunt.counts, { unreachable: 1 });
});

t.test('without a manager it waits for one, and in the end refuses', async (t) => {
  const hunt = new Hunt();
  hunt.seeker.need(hunt.mono, B);
  t.same(hunt.pass(1_000), []);
  hunt.seeker.changed(hunt.mono);
  t.same(hunt.pass(0), []);
  hunt.managers = ['home'];
  hunt.seeker.changed(hunt.mono);
  t.same(hunt.pass(0), [`1000 home ${B}`]);
  hunt.managers = [];
  hunt.seeker.changed(hunt.mono);
  t.equal(hunt.seeker.asked('home', hunt.ids[0] as number), undefined, 'who has gone has nothing to say');
  t.same(hunt.pass(2_000), [`3000 refused ${B}`]);

  const alone = new Hunt();
  alone.seeker.need(alone.mono, B);
  t.same(alone.pass(3_000), [`3000 refused ${B}`]);
  t.same(alone.counts, { 'no-manager': 1 });
});

t.test('when the manager that was asked is lost another one is asked at once', async (t) => {
  const hunt = new Hunt('home', 'standby');
  hunt.seeker.need(hunt.mono, B);
  hunt.take();
  hunt.managers = ['home', 'standby', 'spare'];
  hunt.seeker.changed(hunt.mono);
  t.same(hunt.pass(50), [], 'as long as one that was asked may answer there is no hurry');
  hunt.managers = ['standby'];
  hunt.seeker.changed(hunt.mono);
  t.same(hunt.pass(0), [`50 standby ${B}`]);
});

t.test('nothing is refused that no packet waits for', async (t) => {
  const hunt = new Hunt('home');
  hunt.seeker.wonder(hunt.mono, B);
  t.same(hunt.take(), [`home ${B}`]);
  t.same(hunt.deny('home', 'unknown'), []);
  hunt.pass(1_000);
  hunt.seeker.wonder(hunt.mono, B);
  hunt.seeker.need(hunt.mono, B);
  t.same(hunt.take(), [`home ${B}`]);
  t.same(hunt.deny('home', 'unknown'), [`refused ${B}`], 'one has come to wait for it');
});

t.test(
  'what would be good to know is asked little by little, unless a packet comes to wait for it',
  async (t) => {
    const hunt = new Hunt('home');
    const addresses = Array.from({ length: 12 }, (_, i) => `10.77.1.${i}` as Address);
    for (const address of addresses) hunt.seeker.wonder(hunt.mono, address);
    for (const address of addresses) hunt.seeker.wonder(hunt.mono, address);
    t.equal(hunt.take().length, 8);
    hunt.seeker.changed(hunt.mono);
    t.same(hunt.take(), []);
    hunt.seeker.need(hunt.mono, addresses[11] as Address);
    t.same(hunt.take(), [`home ${addresses[11]}`]);
    hunt.seeker.seek(hunt.mono, addresses[10] as Address, [], true);
    t.same(hunt.take(), [`home ${addresses[10]}`]);
    for (const address of [...addresses.slice(0, 8), ...addresses.slice(10)]) hunt.seeker.found(address);
    t.same(hunt.pass(150), [`50 home ${addresses[8]}`, `100 home ${addresses[9]}`]);
  },
);

t.test(
  'a node that is known is sought until time is up, from others first than those who led astray',
  async (t) => {
    const hunt = new Hunt('home', 'standby');
    hunt.seeker.seek(hunt.mono, B, ['home'], true);
    t.same(hunt.take(), [`standby ${B}`]);
    t.same(hunt.deny('standby', 'unknown'), [`home ${B}`]);
    t.same(hunt.deny('home', 'unknown'), []);
    t.same(hunt.pass(400), [`200 standby ${B}`, `400 home ${B}`], 'it may be about to attach');
    hunt.seeker.denied(hunt.mono, 'home', B, 'record-signature');
    t.same(hunt.pass(400), [`600 standby ${B}`, `800 standby ${B}`], 'who lies is not asked again');
    t.equal(hunt.pass(2_600).at(-1), `3000 lost ${B}`);
    t.same(hunt.counts, { refused: 1, 'record-signature': 1 });
    hunt.seeker.seek(hunt.mono, B, [], true);
    t.same(hunt.take(), [`home ${B}`]);
  },
);

t.test('without patience each manager is asked once, and again only when it is busy', async (t) => {
  const hunt = new Hunt('home', 'standby');
  hunt.seeker.seek(hunt.mono, B, [], false);
  hunt.take();
  t.same(hunt.deny('home', 'unreachable'), [`standby ${B}`]);
  t.same(hunt.deny('standby', 'busy'), []);
  t.same(hunt.pass(200), [`200 standby ${B}`]);
  t.same(hunt.deny('standby', 'unknown'), [`lost ${B}`]);
});

t.test('when many that are known are sought at once they take their turns', async (t) => {
  const hunt = new Hunt('home');
  const addresses = Array.from({ length: 103 }, (_, i) => `10.77.1.${i}` as Address);
  for (const address of addresses) t.ok(hunt.seeker.seek(hunt.mono, address, [], true));
  t.equal(hunt.take().length, 100);
  for (const address of addresses.slice(0, 100)) hunt.seeker.found(address);
  const rest = addresses.slice(100).map((address, i) => `${20 * (i + 1)} home ${address}`);
  t.same(hunt.pass(60), rest);
});

t.test('so many addresses are sought at a time and no more, and no more are remembered', async (t) => {
  const hunt = new Hunt('home');
  const addresses = many(1_030);
  for (const address of addresses) hunt.seeker.need(hunt.mono, address);
  const done = hunt.take();
  const refused = addresses.slice(1_024).map((address) => `refused ${address}`);
  t.same(done.slice(1_024), refused, 'what there is no room for does not wait');
  t.same(hunt.counts, { 'too-many': 6 });
  for (const address of addresses.slice(0, 1_024)) hunt.deny('home', 'unknown', address);
  for (const address of addresses.slice(1_024)) hunt.seeker.need(hunt.mono, address);
  for (const address of addresses.slice(1_024)) hunt.deny('home', 'unknown', address);
  hunt.take();
  for (const address of addresses) hunt.seeker.need(hunt.mono, address);
  const asked = hunt.take().filter((line) => line.startsWith('home'));
  t.same(
    asked,
    addresses.slice(0, 6).map((address) => `home ${address}`),
    'the oldest are forgotten',
  );
});

t.test(
  'what is sought in its turn, or only wondered at, leaves room for what packets wait for',
  async (t) => {
    const hunt = new Hunt('home');
    const addresses = many(2_060);
    const [known, wondered] = [addresses.slice(0, 1_030), addresses.slice(1_030)];
    t.equal(known.filter((address) => hunt.seeker.seek(hunt.mono, address, [], true)).length, 1_024);
    for (const address of wondered) hunt.seeker.wonder(hunt.mono, address);
    t.equal(hunt.take().length, 100 + 8);
    t.same(hunt.counts, { 'too-many': 12 });
    hunt.seeker.need(hunt.mono, B);
    t.same(hunt.take(), [`home ${B}`]);
    const [late, later] = known.slice(1_022) as [Address, Address];
    t.ok(hunt.seeker.seek(hunt.mono, late, [], true, true));
    t.same(hunt.take(), [`home ${late}`], 'packets wait for one that is known: its turn has come');
    t.ok(hunt.seeker.seek(hunt.mono, later, [], true));
    t.same(hunt.take(), [], 'the other keeps its turn');
  },
);

t.test('who finds no room keeps no turn from those who do', async (t) => {
  const hunt = new Hunt('home');
  const addresses = many(1_024);
  for (const address of addresses) hunt.seeker.seek(hunt.mono, address, [], true);
  for (let i = 0; i < 1_000; i += 1) hunt.seeker.seek(hunt.mono, B, [], true);
  for (const address of addresses.slice(100)) hunt.seeker.seek(hunt.mono, address, [], true, true);
  hunt.take();
  for (const address of addresses) hunt.seeker.found(address);
  hunt.seeker.seek(hunt.mono, B, [], true);
  t.same(hunt.pass(20), [`20 home ${B}`], 'nor do those whose turn was not awaited');
});

t.test('what was refused long ago is forgotten', async (t) => {
  const hunt = new Hunt('home');
  for (const address of [B, C]) {
    hunt.seeker.need(hunt.mono, address);
    hunt.take();
    t.same(hunt.deny('home', 'unknown', address), [`refused ${address}`]);
    hunt.pass(2_000);
  }
  hunt.seeker.need(hunt.mono, B);
  t.same(hunt.take(), [`home ${B}`]);
});
