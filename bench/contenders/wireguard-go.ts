import { generateKeyPairSync } from 'node:crypto';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { attempt } from '../../daemon/lab/command.js';
import { eventually } from '../../daemon/lab/eventually.js';
import type { Site } from '../../daemon/lab/underlay.js';
import type { Field } from '../field.js';
import { builtFile } from '../tools.js';
import { type Contender, Unavailable } from './contender.js';
import { bringUpDevice, Tunnel, type TunnelEnd } from './tunnel.js';

const MODULE = 'golang.zx2c4.com/wireguard';
const VERSION = 'v0.0.0-20260522210424-ecfc5a8d5446';
const NETWORK = '10.78.0';
const PORT = 51820;
const INSTALL_MILLIS = 300_000;
const SOCKET_MILLIS = 5000;

/** Built once by `go install`; throws Unavailable where that cannot be done. */
export async function wireguardGo(field: Field): Promise<Contender> {
  const program = await install();
  const { near, far } = field;
  const [nearKeys, farKeys] = [newKeys(), newKeys()];
  return new Tunnel(field, {
    name: 'wireguard-go',
    description: `wireguard-go ${VERSION}`,
    address: `${NETWORK}.2`,
    ends: [
      end(field, program, { site: near, host: 1, keys: nearKeys }, { site: far, host: 2, keys: farKeys }),
      end(field, program, { site: far, host: 2, keys: farKeys }, { site: near, host: 1, keys: nearKeys }),
    ],
  });
}

/** X25519, in the hexadecimal of the configuration protocol. */
interface Keys {
  readonly privateKey: string;
  readonly publicKey: string;
}

interface Party {
  readonly site: Site;
  readonly host: number;
  readonly keys: Keys;
}

async function install(): Promise<string> {
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

function newKeys(): Keys {
  const jwk = generateKeyPairSync('x25519').privateKey.export({ format: 'jwk' });
  const hex = (base64: string | undefined): string => Buffer.from(base64 ?? '', 'base64url').toString('hex');
  return { privateKey: hex(jwk.d), publicKey: hex(jwk.x) };
}

function end({ sandbox }: Field, program: string, self: Party, peer: Party): TunnelEnd {
  // The socket's name is the device's, and all namespaces share the folder.
  const device = `wg-${sandbox.name}-${self.host}`;
  return {
    site: self.site,
    device,
    argv: [program, '--foreground', device],
    env: { ...process.env, LOG_LEVEL: 'error' },
    async setUp() {
      await configure(device, [
        `private_key=${self.keys.privateKey}`,
        `listen_port=${PORT}`,
        `public_key=${peer.keys.publicKey}`,
        `endpoint=${peer.site.ipv4}:${PORT}`,
        `allowed_ip=${NETWORK}.${peer.host}/32`,
      ]);
      await bringUpDevice(self.site, device, `${NETWORK}.${self.host}`);
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
