import type { Field } from '../field.js';
import { toolFile } from '../tools.js';
import type { Contender } from './contender.js';
import { bringUpDevice, Tunnel, type TunnelEnd } from './tunnel.js';

const DEVICE = 'pbt0';
const NETWORK = '10.79.0';
const QUEUES = 2;
/** As Festoon's. */
const TXQUEUELEN = 10_000;

/** The measuring stick of bench/bound: what the same packet path reaches without a protocol. */
export function bound(field: Field): Contender {
  const { near, far } = field;
  const end = (site: typeof near, other: typeof near, host: number): TunnelEnd => ({
    site,
    device: DEVICE,
    argv: [toolFile('pbt'), '-q', String(QUEUES), DEVICE, site.ipv4, other.ipv4],
    setUp: () => bringUpDevice(site, DEVICE, `${NETWORK}.${host}`, TXQUEUELEN),
  });
  return new Tunnel(field, {
    name: 'bound',
    description: `bound: pbt -q ${QUEUES}, AEGIS-256, a fixed key and no checks`,
    address: `${NETWORK}.2`,
    ends: [end(near, far, 1), end(far, near, 2)],
  });
}
