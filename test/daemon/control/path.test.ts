import t from 'tap';
import { handleOf, isRelayed, managerOf, relayed } from '../../../daemon/control/path.js';
import type { Endpoint } from '../../../protocol/address.js';

t.test('a relayed path names the manager in decimal and the handle in 8 hex digits', async (t) => {
  for (const [manager, handle, text] of [
    [7, 0xa1b2, 'via:7:0000a1b2'],
    [4_294_967_295, 0xffffffff, 'via:4294967295:ffffffff'],
  ] as const) {
    const path = relayed(manager, handle);
    t.equal(path, text);
    t.ok(isRelayed(path));
    t.equal(managerOf(path), manager);
    t.equal(handleOf(path), handle);
  }
});

t.test('an endpoint is a direct path', async (t) => {
  for (const path of ['192.0.2.1:7077', '[2001:db8::1]:7077'] as Endpoint[]) {
    t.notOk(isRelayed(path));
    t.equal(managerOf(path), undefined);
  }
});
