import t from 'tap';
import { Agenda } from './agenda.js';
import { stream } from './random.js';
import { Trace } from './trace.js';

const WORDS = [1_865_904_660, 1_636_176_264, 3_479_915_148];
const BYTES = 'cff7a81c85f1';
const HASH = '35a3a7ac8c2b19c0';

t.test('a stream is the same on every machine', async (t) => {
  const random = stream(7, 'weather');
  t.same([random.u32(), random.u32(), random.u32()], WORDS);
  t.equal(Buffer.from(random.bytes(6)).toString('hex'), BYTES);
  const other = stream(7, 'plan');
  t.not(other.u32(), WORDS[0], 'another name is another stream');
  t.not(stream(8, 'weather').u32(), WORDS[0], 'and so is another seed');
});

t.test('a stream keeps to the bounds that it is given', async (t) => {
  const random = stream(1, 'bounds');
  const drawn = Array.from({ length: 10_000 }, () => random.between(3, 6));
  t.same([...new Set(drawn)].sort(), [3, 4, 5, 6]);
  const rare = Array.from({ length: 10_000 }, () => random.chance(2)).filter(Boolean).length;
  t.ok(rare > 150 && rare < 250, `${rare} of 10000 at 2 %`);
  t.notOk(Array.from({ length: 1_000 }, () => random.chance(0)).some(Boolean));
  t.ok(Array.from({ length: 1_000 }, () => random.chance(100)).every(Boolean));
});

t.test('a trace tells apart what happened, and is the same on every machine', async (t) => {
  const hash = (...fields: object[]): string => {
    const trace = new Trace();
    for (const each of fields) trace.fields(each);
    return trace.hash;
  };
  t.equal(hash({ at: 1_000_000, to: '192.0.2.1:7077', on: true, id: 7n, bytes: new Uint8Array(3) }), HASH);
  t.not(hash({ at: 2 ** 40 }), hash({ at: 0 }));
  t.not(hash({ a: 1 }, { a: 2 }), hash({ a: 2 }, { a: 1 }));
  t.equal(hash({ key: Uint8Array.of(1) }), hash({ key: Uint8Array.of(2) }), 'bytes count by their length');
});

t.test('an agenda gives back by instant, then in the order of booking', async (t) => {
  const random = stream(3, 'agenda');
  const agenda = new Agenda<[number, number]>();
  for (let i = 0; i < 500; i++) {
    const at = random.below(50);
    agenda.book(at, [at, i]);
  }
  const taken: [number, number][] = [];
  while (agenda.nextAt < Number.POSITIVE_INFINITY) taken.push(agenda.take());
  const sorted = [...taken].sort(([a, i], [b, j]) => a - b || i - j);
  t.same(taken, sorted);
  t.equal(taken.length, 500);
});
