import t from 'tap';
import { Doubts } from '../../../daemon/control/doubts.js';
import { after, T0, TestCaller } from './support/manager.js';

/** Doubts, and who was told when, in ms since T0. */
function doubting(): { doubts: Doubts; pass(from: number, to: number): string[] } {
  const told: string[] = [];
  const doubts = new Doubts(({ mono }, { name }) => told.push(`${name} ${mono - T0.mono}`));
  const pass = (from: number, to: number): string[] => {
    for (let ms = from; ms <= to; ms += 100) doubts.tick(after(ms));
    return told.splice(0);
  };
  return { doubts, pass };
}

t.test('who does not attach is told again, for half a minute', async (t) => {
  const { doubts, pass } = doubting();
  doubts.begin(T0.mono, new TestCaller('a'));
  const times = [0, 100, 300, 700, 1_700, 3_700, 7_700, 15_700, 31_700];
  t.same(
    pass(0, 100_000),
    times.map((ms) => `a ${ms}`),
  );
  t.equal(doubts.nextAt(), Number.POSITIVE_INFINITY);
});

t.test('who attaches is in no doubt', async (t) => {
  const { doubts, pass } = doubting();
  const [a, b] = [new TestCaller('a'), new TestCaller('b')];
  doubts.begin(T0.mono + 1_000, a);
  doubts.begin(T0.mono + 1_000, b);
  doubts.end(a);
  t.equal(doubts.nextAt(), T0.mono + 1_000);
  t.same(pass(0, 1_000), ['b 1000']);
  doubts.end(b);
  t.same(pass(1_100, 10_000), []);
  doubts.begin(T0.mono + 20_000, b);
  t.same(pass(20_000, 20_100), ['b 20000', 'b 20100']);
  doubts.begin(T0.mono + 20_200, b);
  t.same(pass(20_200, 20_300), ['b 20200', 'b 20300'], 'begins anew');
});
