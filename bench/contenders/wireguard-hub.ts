import { writeFile } from 'node:fs/promises';
import { ping } from '../../daemon/lab/ping.js';
import { MTU } from '../field.js';
import type { HubField } from '../hub-field.js';
import { udpPacket } from '../packet.js';
import { builtFile } from '../tools.js';
import { type Keys, newKeys } from '../wireguard/handshake.js';
import { FEED_PORT, type Hub, TRAIN } from './hub.js';
import { Tunnel } from './tunnel.js';
import { install, PORT, VERSION, wireguardEnd } from './wireguard-device.js';

const NETWORK = '10.78.1';
const TARGETS_MAX = 8;
/** Last byte of the overlay address of the feeder; the targets follow. */
const FEEDER = 100;
const TRANSPORT = 4;
/** Another socket than that of the device. */
const FEEDER_PORT = 6000 + TARGETS_MAX + 1;

/** Near and far know only the hub; the kernel there hands what the device decrypted back to it. */
export async function wireguardHub(field: HubField): Promise<Hub> {
  const { sandbox, near, hub, far } = field;
  const program = await install();
  const keys = { near: newKeys(), hub: newKeys(), far: newKeys() };
  const fed = Array.from({ length: TARGETS_MAX + 1 }, newKeys);
  const spoke = (site: typeof near, own: Keys, id: string, host: number) =>
    wireguardEnd(sandbox, program, {
      site,
      id,
      address: `${NETWORK}.${host}`,
      keys: own,
      peers: [
        { publicKey: keys.hub.publicKey, endpoint: `${hub.ipv4}:${PORT}`, allowed: [`${NETWORK}.0/24`] },
      ],
    });
  const allow = (host: number): readonly string[] => [`${NETWORK}.${host}/32`];
  const ends = [
    wireguardEnd(sandbox, program, {
      site: hub,
      id: 'hub',
      address: `${NETWORK}.2`,
      keys: keys.hub,
      peers: [
        { publicKey: keys.near.publicKey, endpoint: `${near.ipv4}:${PORT}`, allowed: allow(1) },
        { publicKey: keys.far.publicKey, endpoint: `${far.ipv4}:${PORT}`, allowed: allow(3) },
        ...fed.map(({ publicKey }, at) => ({ publicKey, allowed: allow(FEEDER + at) })),
      ],
    }),
    spoke(near, keys.near, 'sn', 1),
    spoke(far, keys.far, 'sf', 3),
  ];
  const tunnel = new Tunnel(
    { sandbox, near },
    { name: 'wireguard-go', description: `wireguard-go ${VERSION}`, address: `${NETWORK}.3`, ends },
  );
  const open = async (
    site: typeof near,
    port: number,
    own: Keys,
  ): Promise<{ index: number; key: string }> => {
    const secrets = [own.privateKey, own.publicKey, keys.hub.publicKey].map((key) => key.toString('hex'));
    const tool = builtFile('bench/wireguard/open.js');
    const argv = [process.execPath, tool, String(port), hub.ipv4, String(PORT), ...secrets];
    return JSON.parse(await site.namespace.run(argv)) as { index: number; key: string };
  };
  return {
    name: tunnel.name,
    description: tunnel.description,
    address: tunnel.address,
    get daemons() {
      return tunnel.daemons.slice(0, 1);
    },
    async start() {
      await tunnel.start();
      await ping(near.namespace, tunnel.address, { count: 10 });
    },
    stop: () => tunnel.stop(),
    async openFeed(targets) {
      const [device] = tunnel.daemons;
      if (device === undefined) throw new Error('the hub does not run');
      const [feeder = newKeys(), ...others] = fed;
      for (const [at, own] of others.slice(0, targets).entries()) await open(far, FEED_PORT + at, own);
      const { index, key } = await open(near, FEEDER_PORT, feeder);
      const bodies = Array.from({ length: targets }, (_, at) => {
        const packet = udpPacket(`${NETWORK}.${FEEDER}`, `${NETWORK}.${FEEDER + 1 + at}`, MTU);
        return `0 ${packet.toString('hex')}`;
      });
      const plan = sandbox.path('feed-wireguard');
      const head = ['wireguard', hub.ipv4, PORT, index.toString(16), key, '00', TRAIN].join(' ');
      await writeFile(plan, [head, ...bodies, ''].join('\n'));
      return { process: device, plan, type: TRANSPORT, port: FEED_PORT, close: async () => undefined };
    },
  };
}
