import t from 'tap';
import { Generations } from '../../../daemon/control/generations.js';
import type { Session } from '../../../daemon/control/session.js';

function session(index: number, live: boolean): Session {
  return { index, live, retireAt: 180_000 } as Session;
}

t.test(
  'of sessions that were replaced one on which nothing came gives way first, then the oldest',
  async (t) => {
    for (const [live, gone] of [
      [[true, true, true, true], 1],
      [[true, false, false, true], 2],
      [[false, true, true, true], 1],
      [[true, true, false, false], 3],
    ] as const) {
      const generations = new Generations();
      const gaveWay = live.map((each, i) => generations.switchTo(session(i + 1, each))?.index);
      t.same(gaveWay, [undefined, undefined, undefined, gone]);
      t.equal(generations.current?.index, 4);
    }
  },
);
