import t from 'tap';
import type { Config } from '../../../daemon/config/config.js';
import { refuseOverlaps } from '../../../daemon/io/overlap.js';
import type { Prefix } from '../../../protocol/address.js';

const pools = ['10.77.0.0/16', 'fd77::/32'] as Prefix[];

function check(address: string, { routes = [] as string[], host = '192.0.2.1' } = {}): () => void {
  const peers = [{ name: 'b', routes, endpoints: [{ host, port: 7077 }] }];
  return () => refuseOverlaps({ peers } as unknown as Config, pools, [{ interface: 'eth0', address }]);
}

t.test('an overlay beside the local ranges is fine', async (t) => {
  for (const address of ['10.76.255.255/16', '192.168.1.7/24', 'fd78::1/64', 'fe80::1/64', '127.0.0.1/8']) {
    t.doesNotThrow(check(address, { routes: ['172.16.0.0/12'] }), address);
  }
});

t.test('a pool that meets the range of a local interface is refused, and both are named', async (t) => {
  const message = 'overlay range 10.77.0.0/16 overlaps 10.77.4.0/22 of interface eth0';
  t.throws(check('10.77.5.9/22'), { code: 'overlay-overlaps-local', message });
  t.throws(check('10.1.2.3/8'), { code: 'overlay-overlaps-local' }, 'a range around the pool');
  t.throws(check('fd77:0:1::1/128'), { code: 'overlay-overlaps-local' });
});

t.test('so is a route of a peer', async (t) => {
  t.throws(check('192.168.1.7/24', { routes: ['192.168.0.0/16'] }), { code: 'overlay-overlaps-local' });
});

t.test('an endpoint inside the overlay is refused', async (t) => {
  t.throws(check('192.168.1.7/24', { host: '10.77.0.2' }), { code: 'endpoint-in-overlay' });
  t.throws(check('192.168.1.7/24', { host: 'fd77::2' }), { code: 'endpoint-in-overlay' });
  t.doesNotThrow(check('192.168.1.7/24', { host: 'b.example.org' }));
});
