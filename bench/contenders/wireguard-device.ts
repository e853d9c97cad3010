import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { attempt } from '../../daemon/lab/command.js';
import { eventually } from '../../daemon/lab/eventually.js';
import type { Sandbox } from '../../daemon/lab/sandbox.js';
import type { Site } from '../../daemon/lab/underlay.js';
import { builtFile } from '../tools.js';
import type { Keys } from '../wireguard/handshake.js';
import { Unavailable } from './contender.js';
import { bringUpDevice, type TunnelEnd } from './tunnel.js';

const MODULE = 'golang.zx2c4.com/wireguard';
export const VERSION = 'v0.0.0-20260522210424-ecfc5a8d5446';
export const PORT = 51820;
const INSTALL_MILLIS = 300_000;
const SOCKET_MILLIS = 5000;

/** What a device is told of a peer; `endpoint` may be left out where it calls first. */
export interface DevicePeer {
  readonly publicKey: Buffer;
  readonly endpoint?: string;
  readonly allowed: readonly string[];
}

export interface DeviceOptions {
  readonly site: Site;
  /** Unlike that of every other device of this sandbox. */
  readonly id: string;
  readonly address: string;
  readonly keys: Keys;
  readonly peers: readonly DevicePeer[];
}

/** The program, built once by `go install`; throws Unavailable where that cannot be done. */
export async function install(): Promise<string> {
  const folder = builtFile(`tools/wireguard-go-${VERSION}`);
  const program = `${folder}/wireguard`;
  if (existsSync(program)) return program;
  const env = { ...process.env, GOBIN: folder };
  const argv = ['go', 'install', `${MODULE}@${VERSION}`];
  const finished = await attempt(argv, { env, timeoutMillis: INSTALL_MILLIS }).catch(() => undefined);
  if (finished === undefined) throw new Unavailable('Go is not installed');
  if (finished.code !== 0) {
    throw new Unavailable(`${argv.join(' ')} failed: ${finished.stderr.trim().split('\n').at(-1) ?? ''}`);
  }
  return program;
}

/** A device with its peers; its address is in a network of 24 bits. */
export function wireguardEnd(sandbox: Sandbox, program: string, options: DeviceOptions): TunnelEnd {
  const { site, id, address, keys, peers } = options;
  // The socket's name is the device's, and all namespaces share the folder.
  const device = `wg-${sandbox.name}-${id}`;
  return {
    site,
    device,
    argv: [program, '--foreground', device],
    env: { ...process.env, LOG_LEVEL: 'error' },
    async setUp() {
      await configure(device, [
        `private_key=${keys.privateKey.toString('hex')}`,
        `listen_port=${PORT}`,
        ...peers.flatMap(({ publicKey, endpoint, allowed }) => [
          `public_key=${publicKey.toString('hex')}`,
          ...(endpoint === undefined ? [] : [`endpoint=${endpoint}`]),
          ...allowed.map((prefix) => `allowed_ip=${prefix}`),
        ]),
      ]);
      await bringUpDevice(site, device, address);
    },
  };
}

/** One set operation of WireGuard's cross-platform configuration protocol. */
async function configure(device: string, lines: readonly string[]): Promise<void> {
  const path = `/var/run/wireguard/${device}.sock`;
  await eventually(`the socket ${path}`, SOCKET_MILLIS, () => existsSync(path) || undefined);
  const answer = await new Promise<string>((resolve, reject) => {
    let text = '';
    const socket = connect(path, () => socket.write(['set=1', ...lines, '', ''].join('\n')));
    socket.setTimeout(SOCKET_MILLIS, () => socket.destroy(new Error(`${path}: no answer`)));
    socket.on('error', reject);
    socket.on('close', () => resolve(text));
    socket.on('data', (chunk) => {
      text += chunk.toString();
      if (text.endsWith('\n\n')) socket.end();
    });
  });
  if (!answer.includes('errno=0\n')) throw new Error(`${path}: ${answer.trim()}`);
}
