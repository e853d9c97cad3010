import t from 'tap';
import { Generations, MOST_REPLACED } from '../../../daemon/control/generations.js';
import type { Session } from '../../../daemon/control/session.js';

function session(index: number, live: boolean): Session {
  return { index, live, retireAt: 180_000 } as Session;
}

t.test(
  'of sessions that were replaced one on which nothing came gives way first, then the oldest',
  async (t) => {
    for (const [silent, gone] of [
      [[], 1],
      [[2, 3], 2],
      [[1], 1],
      [[3, 4], 3],
    ] as const) {
      const generations = new Generations();
      const gaveWay = Array.from({ length: MOST_REPLACED + 2 }, (_, i) => {
        const isLive = !(silent as readonly number[]).includes(i + 1);
        return generations.switchTo(session(i + 1, isLive))?.index;
      });
      t.same(gaveWay, [...Array.from({ length: MOST_REPLACED + 1 }, () => undefined), gone]);
      t.equal(generations.current?.index, MOST_REPLACED + 2);
    }
  },
);

t.test('as many receive on as are opened in vain, every 1.5 s, in 10 s', async (t) => {
  t.equal(MOST_REPLACED, 7);
});
