import type { Field } from '../field.js';
import { newKeys } from '../wireguard/handshake.js';
import type { Contender } from './contender.js';
import { Tunnel } from './tunnel.js';
import { install, PORT, VERSION, wireguardEnd } from './wireguard-device.js';

const NETWORK = '10.78.0';

/** Throws Unavailable where it cannot be built. */
export async function wireguardGo({ sandbox, near, far }: Field): Promise<Contender> {
  const program = await install();
  const keys = [newKeys(), newKeys()] as const;
  const end = (self: 0 | 1, other: 0 | 1) =>
    wireguardEnd(sandbox, program, {
      site: [near, far][self] as typeof near,
      id: String(self + 1),
      address: `${NETWORK}.${self + 1}`,
      keys: keys[self],
      peers: [
        {
          publicKey: keys[other].publicKey,
          endpoint: `${([near, far][other] as typeof near).ipv4}:${PORT}`,
          allowed: [`${NETWORK}.${other + 1}/32`],
        },
      ],
    });
  return new Tunnel(
    { sandbox, near },
    {
      name: 'wireguard-go',
      description: `wireguard-go ${VERSION}`,
      address: `${NETWORK}.2`,
      ends: [end(0, 1), end(1, 0)],
    },
  );
}
