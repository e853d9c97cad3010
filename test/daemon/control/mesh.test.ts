import t from 'tap';
import { Mesh } from '../../../daemon/control/mesh.js';
import type { News } from '../../../daemon/control/mesh-link.js';
import type { Push } from '../../../protocol/control-message.js';
import { encodeControl, PUSH_BATCH_BYTES } from '../../../protocol/control-message.js';
import { largestChain } from '../../protocol/support/largest.js';
import { presented, TestCaller } from './support/manager.js';
import { seededRng } from './support/rng.js';

const news = (node: string, seq = 7n): News => ({ node, presented: presented(node, { seq }) });

/** What a manager was sent, answered or not. */
function pushesTo(manager: TestCaller): readonly Push[] {
  return manager.only('push');
}

t.test('what changes goes to every manager at once, and again until it answers', async (t) => {
  const mesh = new Mesh();
  const [m2, m3] = [new TestCaller('m2', true), new TestCaller('m3', true)];
  mesh.up(0, m2, []);
  mesh.up(0, m3, []);
  t.same([mesh.has(m2), mesh.has(new TestCaller('m4', true))], [true, false]);
  t.equal(mesh.nextAt(), Number.POSITIVE_INFINITY);
  const b = news('b');
  mesh.push(0, b);
  const [push] = pushesTo(m2);
  t.match(push, { type: 'push', entries: [b.presented] });
  const [other] = pushesTo(m3);
  mesh.pushed(5, m2, push?.seq as number);
  for (let mono = 0; mono < 4_000; mono++) mesh.tick(mono);
  t.equal(pushesTo(m2).length, 0);
  const repeated = pushesTo(m3);
  t.equal(repeated.length, 4 + 6 + 3);
  t.equal(
    new Set([push, other, ...repeated].map((each) => each?.seq)).size,
    2 + 13,
    'each has its own number',
  );
  t.ok(repeated.every(({ entries }) => entries[0] === b.presented));
  t.same(mesh.counts, { sent: 2, repeated: 13 });
  mesh.down(m3);
  t.equal(mesh.nextAt(), Number.POSITIVE_INFINITY);
});

t.test('one manager alone is told of what it has something older of, until it answers', async (t) => {
  const mesh = new Mesh();
  const [m2, m3] = [new TestCaller('m2', true), new TestCaller('m3', true)];
  mesh.up(0, m2, []);
  mesh.up(0, m3, []);
  const b = news('b');
  mesh.correct(0, m2, b);
  mesh.correct(0, m2, b);
  mesh.correct(0, new TestCaller('m4', true), b);
  mesh.tick(40);
  const pushes = pushesTo(m2);
  t.match(pushes, [{ entries: [b.presented] }, { entries: [b.presented] }]);
  mesh.pushed(41, m2, pushes[0]?.seq as number);
  t.equal(mesh.nextAt(), Number.POSITIVE_INFINITY);
  mesh.correct(42, m2, b);
  t.match(pushesTo(m2), [{ entries: [b.presented] }], 'it still says so');
  t.same(pushesTo(m3), []);
});

t.test('a change is known at the other within 200 ms although a fifth is lost, 10 ms a leg', async (t) => {
  const rng = seededRng('mesh loss');
  const leg = 10;
  const late: number[] = [];
  for (let run = 0; run < 2_000; run++) {
    const mesh = new Mesh();
    const m2 = new TestCaller('m2', true);
    mesh.up(0, m2, []);
    mesh.push(0, { node: 'b', presented: { record: new Uint8Array(250), chain: [new Uint8Array(250)] } });
    let known = Number.POSITIVE_INFINITY;
    let answers: { readonly at: number; readonly seq: number }[] = [];
    for (let mono = 0; mono <= 1_000 && mesh.nextAt() < Number.POSITIVE_INFINITY; mono++) {
      for (const { seq } of answers.filter(({ at }) => at === mono)) mesh.pushed(mono, m2, seq);
      mesh.tick(mono);
      for (const { seq } of pushesTo(m2)) {
        if (rng.fraction() < 0.2) continue;
        known = Math.min(known, mono + leg);
        if (rng.fraction() >= 0.2) answers = [...answers, { at: mono + 2 * leg, seq }];
      }
    }
    if (known > 200) late.push(known);
  }
  t.ok(late.length <= 4, `${late.length} of 2000 later than 200 ms`);
});

t.test('a manager that comes is told all that is here, and what changes meanwhile before that', async (t) => {
  const here = Array.from({ length: 40 }, (_, i) => news(`n${i}`));
  const mesh = new Mesh();
  const m2 = new TestCaller('m2', true);
  mesh.up(0, m2, here);
  const first = pushesTo(m2);
  t.equal(first.length, 8, 'no more than a few batches at a time');
  mesh.push(1, news('n39', 8n));
  mesh.push(1, news('late'));
  const [changed, late] = pushesTo(m2);
  t.same(changed?.entries, [news('n39', 8n).presented]);
  t.same(late?.entries, [news('late').presented]);
  const told = [...first, changed, late].filter((push) => push !== undefined);
  for (let i = 0; i < told.length; i++) {
    mesh.pushed(2, m2, (told[i] as Push).seq);
    told.push(...pushesTo(m2));
  }
  const entries = told.flatMap((push) => push.entries);
  t.equal(entries.length, 41);
  t.equal(new Set(entries.map(({ record }) => Buffer.from(record).toString('hex'))).size, 41);
  t.notOk(entries.some(({ record }) => Buffer.from(record).equals(news('n39').presented.record)));
  t.equal(mesh.nextAt(), Number.POSITIVE_INFINITY);
});

t.test(
  'what waits goes in few messages, none larger than allowed, the newest of each node alone',
  async (t) => {
    const mesh = new Mesh();
    const m2 = new TestCaller('m2', true);
    mesh.up(0, m2, []);
    for (let i = 0; i < 100; i++) mesh.push(0, news(`n${i % 50}`, BigInt(i + 1)));
    const flying = [...pushesTo(m2)];
    t.equal(flying.length, 16);
    for (let i = 0; i < flying.length; i++) {
      const push = flying[i] as Push;
      t.ok(encodeControl(push).length <= PUSH_BATCH_BYTES);
      mesh.pushed(1, m2, push.seq);
      flying.push(...pushesTo(m2));
    }
    t.ok(flying.length < 16 + 25, `${flying.length} messages`);
    const entries = flying.flatMap((push) => push.entries);
    t.equal(entries.length, 16 + 50);
    t.ok(flying.slice(16, -1).every((push) => push.entries.length >= 2));
  },
);

t.test('an entry too large for a batch goes alone, and fits', async (t) => {
  const mesh = new Mesh();
  const m2 = new TestCaller('m2', true);
  const largest = { record: new Uint8Array(432), chain: largestChain() };
  const here = [
    { node: 'a', presented: largest },
    { node: 'b', presented: largest },
  ];
  mesh.up(0, m2, []);
  for (const each of here) mesh.push(0, each);
  const pushes = pushesTo(m2);
  t.same(
    pushes.map(({ entries }) => entries.length),
    [1, 1],
  );
  for (const push of pushes) t.doesNotThrow(() => encodeControl(push));
});

t.test('nothing is told again before an answer can have come', async (t) => {
  const mesh = new Mesh();
  const m2 = new TestCaller('m2', true);
  m2.rttMs = 200;
  mesh.up(0, m2, []);
  const inFlight = new Map<number, Push[]>();
  let messages = 0;
  for (let mono = 0; mono < 10_000; mono++) {
    if (mono < 9_000 && mono % 100 === 0) mesh.push(mono, news(`n${mono / 100}`));
    for (const { seq } of inFlight.get(mono) ?? []) mesh.pushed(mono, m2, seq);
    mesh.tick(mono);
    const pushes = pushesTo(m2);
    messages += pushes.length;
    // A few ms more or less: an answer that takes its time is waited for.
    const at = mono + 190 + ((mono / 100) % 3) * 10;
    inFlight.set(at, [...(inFlight.get(at) ?? []), ...pushes]);
  }
  t.same([messages, mesh.counts], [90, { sent: 90, repeated: 0 }]);
  t.equal(mesh.nextAt(), Number.POSITIVE_INFINITY);
});

t.test('what is told again goes together, and of each node the newest alone', async (t) => {
  const mesh = new Mesh();
  const m2 = new TestCaller('m2', true);
  mesh.up(0, m2, []);
  for (let i = 0; i < 8; i++) mesh.push(i, news(i % 2 === 0 ? 'b' : 'c', BigInt(i + 1)));
  t.equal(pushesTo(m2).length, 8);
  const wakes: number[] = [];
  for (let mono = 8; mono < 200; mono++)
    if (mesh.nextAt() <= mono) {
      mesh.tick(mono);
      wakes.push(mono);
    }
  t.same(wakes, [40, 80, 120, 160], 'each 40 ms, whatever was told when');
  const again = pushesTo(m2);
  t.equal(again.length, 4);
  const newest = [news('b', 7n).presented, news('c', 8n).presented];
  t.ok(again.every(({ entries }) => entries.length === 2 && newest.every((each) => includes(entries, each))));
  mesh.push(195, news('d'));
  pushesTo(m2);
  mesh.tick(266);
  t.equal(pushesTo(m2)[0]?.entries.length, 2, 'what is younger waits on');
});

t.test('a manager is not told what it tells', async (t) => {
  const mesh = new Mesh();
  const [m2, m3] = [new TestCaller('m2', true), new TestCaller('m3', true)];
  mesh.up(0, m2, [news('a')]);
  mesh.up(0, m3, []);
  mesh.push(0, news('b'), m2);
  t.same([pushesTo(m2).length, pushesTo(m3).length], [1, 1]);
  mesh.push(1, news('c'));
  mesh.knows(1, m2, 'a');
  mesh.knows(1, m2, 'c');
  mesh.knows(1, m2, 'x');
  mesh.knows(1, new TestCaller('m4', true), 'c');
  mesh.tick(41);
  t.same(pushesTo(m2).length, 1, 'once');
  t.equal(pushesTo(m3).length, 2);
  mesh.down(m3);
  t.equal(mesh.nextAt(), Number.POSITIVE_INFINITY);
});

t.test('a late answer counts, however often it was told again', async (t) => {
  const mesh = new Mesh();
  const m2 = new TestCaller('m2', true);
  mesh.up(0, m2, []);
  mesh.push(0, news('b'));
  const [first] = pushesTo(m2);
  for (let mono = 0; mono < 650; mono++) mesh.tick(mono);
  t.equal(pushesTo(m2).length, 4 + 4);
  mesh.pushed(650, m2, first?.seq as number);
  t.equal(mesh.nextAt(), Number.POSITIVE_INFINITY);
  mesh.push(1_000, news('c'));
  t.equal(mesh.nextAt(), 2_000, 'by now it is known how long an answer may take');
  for (let mono = 1_000; mono < 200_000; mono += 500) mesh.tick(mono);
  const seqs = pushesTo(m2).map(({ seq }) => seq);
  mesh.pushed(200_000, m2, seqs[0] as number);
  t.ok(mesh.nextAt() < Number.POSITIVE_INFINITY, 'not for ever');
  mesh.pushed(200_000, m2, seqs.at(-100) as number);
  t.equal(mesh.nextAt(), Number.POSITIVE_INFINITY);
});

t.test('answers that fit nothing change nothing', async (t) => {
  const mesh = new Mesh();
  const [m2, m3] = [new TestCaller('m2', true), new TestCaller('m3', true)];
  mesh.up(0, m2, []);
  mesh.push(0, news('b'));
  const [push] = pushesTo(m2);
  mesh.pushed(1, m2, (push?.seq as number) + 1);
  mesh.pushed(1, m3, push?.seq as number);
  mesh.down(m3);
  t.equal(mesh.nextAt(), 40);
  mesh.pushed(1, m2, push?.seq as number);
  mesh.pushed(1, m2, push?.seq as number);
  t.equal(mesh.nextAt(), Number.POSITIVE_INFINITY);
});

t.test('an answer to what a manager was told before its session was new answers nothing since', async (t) => {
  const mesh = new Mesh();
  const m2 = new TestCaller('m2', true);
  mesh.up(0, m2, [news('b')]);
  const [before] = pushesTo(m2);
  mesh.down(m2);
  mesh.up(1_000, m2, [news('b')]);
  const [since] = pushesTo(m2);
  mesh.pushed(1_001, m2, before?.seq as number);
  t.equal(mesh.nextAt(), 1_040, 'it is told again');
  mesh.pushed(1_002, m2, since?.seq as number);
  t.equal(mesh.nextAt(), Number.POSITIVE_INFINITY);
});

function includes(entries: Push['entries'], { record }: News['presented']): boolean {
  return entries.some((entry) => Buffer.from(entry.record).equals(record));
}
