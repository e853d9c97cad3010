import t from 'tap';
import { parseTrial, searchLossless, type Trial } from '../../bench/lossless.js';

/** A path that loses what is over its limit, behind a generator that sends no more than its own. */
function path(
  limitKpps: number,
  generatorKpps = 10_000,
): { asked: number[]; attempt: (kpps: number) => Promise<Trial> } {
  const asked: number[] = [];
  const attempt = async (kpps: number): Promise<Trial> => {
    asked.push(kpps);
    const sentKpps = Math.min(kpps, generatorKpps);
    const receivedKpps = Math.min(sentKpps, limitKpps);
    return { sentKpps, receivedKpps, lostPercent: (100 * (sentKpps - receivedKpps)) / sentKpps };
  };
  return { asked, attempt };
}

t.test('the limit of a path is found within 5 %, from below, in a few trials', async (t) => {
  for (const limit of [1.7, 33, 57, 310, 4100]) {
    const { asked, attempt } = path(limit);
    const found = await searchLossless(attempt);
    t.ok(found.kpps <= limit && found.kpps > 0.94 * limit, `${limit}: ${found.kpps}`);
    t.equal(found.isCeiling, false);
    t.ok(asked.length <= 16, `${limit}: ${asked.length} trials`);
  }
});

t.test('a generator that cannot send more ends the search at its ceiling', async (t) => {
  const { attempt } = path(10_000, 320);
  t.same(await searchLossless(attempt), { kpps: 320, isCeiling: true });
  const slow = path(10_000, 12);
  t.same(await searchLossless(slow.attempt), { kpps: 12, isCeiling: true });
});

t.test('a path that passes nothing has the rate 0', async (t) => {
  t.same(await searchLossless(path(0).attempt), { kpps: 0, isCeiling: false });
});

t.test('a small loss or a slow generator is believed when it is seen twice', async (t) => {
  for (const hiccup of [{ lostPercent: 0.3 }, { sentKpps: 20 }]) {
    const { asked, attempt } = path(10_000, 320);
    const found = await searchLossless(async (kpps) => {
      const trial = await attempt(kpps);
      return kpps === 80 && asked.filter((one) => one === 80).length === 1 ? { ...trial, ...hiccup } : trial;
    });
    t.equal(found.kpps, 320);
    t.equal(asked.filter((one) => one === 80).length, 2);
  }
});

t.test('the line of pps is read, and what is none is refused', async (t) => {
  t.same(parseTrial('50012 49987 0.0500\n'), { sentKpps: 50.012, receivedKpps: 49.987, lostPercent: 0.05 });
  t.throws(() => parseTrial(''), /pps: no result/);
  t.throws(() => parseTrial('usage: pps x'), /usage/);
});
