import t from 'tap';
import { Farewells } from '../../../daemon/control/farewells.js';
import { TestCaller } from './support/manager.js';

t.test('an end is told at once, and again after 100 and 200 ms', async (t) => {
  const farewells = new Farewells();
  const peer = new TestCaller('a');
  const at: number[] = [];
  farewells.tell(1_000, { peer, handle: 7 });
  for (let mono = 1_000; mono < 2_000; mono += 10) {
    farewells.tick(mono);
    for (const { handle } of peer.only('not-here')) at.push(mono - 1_000 + handle);
  }
  t.same(at, [7, 107, 307]);
  t.equal(farewells.nextAt(), Number.POSITIVE_INFINITY);
});

t.test('thousands of ends are told one after the other', async (t) => {
  const farewells = new Farewells();
  const peer = new TestCaller('a');
  for (let handle = 1; handle <= 10_000; handle++) farewells.tell(0, { peer, handle });
  t.equal(peer.told().length, 500);
  let most = 0;
  let told = 500;
  for (let mono = 0; mono < 4_000; mono += 10) {
    farewells.tick(mono);
    const { length } = peer.told();
    most = Math.max(most, length);
    told += length;
  }
  t.equal(told, 30_000);
  t.ok(most < 1_000, `${most} at once`);
});
