import t from 'tap';
import { SessionIndices } from '../../../daemon/control/session-index.js';
import { seededRng } from './support/rng.js';

t.test('slots are 1 to 65,535, each given once until it is released', async (t) => {
  const indices = new SessionIndices(seededRng('slots'));
  const given = Array.from({ length: 65_535 }, () => indices.allocate() as number);
  const slots = new Set(given.map((index) => index & 0xffff));
  t.equal(slots.size, 65_535);
  t.notOk(slots.has(0));
  t.ok(given.every((index) => index >= 0 && index <= 0xffffffff));
  t.equal(indices.allocate(), undefined);
  indices.release(given[41] as number);
  t.equal((indices.allocate() as number) & 0xffff, (given[41] as number) & 0xffff);
});

t.test('a released slot rests while others are free, and comes back under another index', async (t) => {
  const indices = new SessionIndices(seededRng('rest'), 3);
  const first = indices.allocate() as number;
  indices.release(first);
  t.same(
    [indices.allocate(), indices.allocate(), indices.allocate()].map((index) => (index as number) & 0xffff),
    [2, 3, 1],
  );
  t.equal(indices.allocate(), undefined);
  indices.release(first);
  t.not(indices.allocate(), first);
});
