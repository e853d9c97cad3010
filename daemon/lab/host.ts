import { spawn } from 'node:child_process';
import { accessSync, closeSync, constants, openSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { attempt } from './command.js';

/** Program -> Debian package, for everything that the lab executes. */
const PROGRAMS = {
  ethtool: 'ethtool',
  ip: 'iproute2',
  iperf3: 'iperf3',
  nsenter: 'util-linux',
  ping: 'iputils-ping',
  tcpdump: 'tcpdump',
  unshare: 'util-linux',
} as const;

const TUN = '/dev/net/tun';
/** Bits of capabilities(7). */
const CAP_NET_ADMIN = 12n;
const CAP_SYS_ADMIN = 21n;
/** Set in the process inside the user namespace, so that it never enters a second one. */
const NESTED = 'FESTOON_LAB_NESTED';

/**
 * Whether a lab can run: here and now, inside a user namespace, or not at all; then `missing` is a line for a person.
 */
export type Footing = { kind: 'privileged' } | { kind: 'user-namespace' } | { kind: 'none'; missing: string };

export async function findFooting(env: NodeJS.ProcessEnv = process.env): Promise<Footing> {
  const packages = missingPackages(env);
  if (packages.length > 0) {
    return { kind: 'none', missing: `missing programs: apt-get install ${packages.join(' ')}` };
  }
  const tun = tunError();
  const privileged = hasCapability(CAP_NET_ADMIN) && hasCapability(CAP_SYS_ADMIN);
  if (privileged && tun === undefined) return { kind: 'privileged' };
  if (privileged)
    return { kind: 'none', missing: `${TUN}: ${tun}; load the kernel module tun (modprobe tun)` };
  const reason = 'neither root (CAP_NET_ADMIN and CAP_SYS_ADMIN: try sudo) nor';
  if (tun !== undefined) return { kind: 'none', missing: `${reason} a ${TUN} open to this user (${tun})` };
  const nested = env[NESTED] === undefined ? await attempt([...USER_NAMESPACE, 'true']) : undefined;
  if (nested?.code === 0) return { kind: 'user-namespace' };
  return { kind: 'none', missing: `${reason} user namespaces: ${nested?.stderr.trim() ?? 'already in one'}` };
}

/**
 * Runs the same command line again in user, mount and network namespaces of its own and returns its exit code.
 * Two user namespaces: the outer one, as root, puts a /run of its own in place for `ip netns`; in the inner one the
 * user is not root but holds every capability, because tcpdump as root would change its user, which such a
 * namespace forbids.
 */
export function rerunInUserNamespace(): Promise<number> {
  const [node = process.execPath, ...args] = [process.execPath, ...process.argv.slice(1)];
  const [file = '', ...before] = USER_NAMESPACE;
  const child = spawn(file, [...before, node, ...args], {
    stdio: 'inherit',
    env: { ...process.env, [NESTED]: '1' },
  });
  // Ctrl-C reaches the child through the terminal; it closes its lab and this process reports its exit code.
  const forward = (signal: NodeJS.Signals): void => void child.kill(signal);
  const ignore = (): void => undefined;
  process.on('SIGTERM', forward).on('SIGHUP', forward).on('SIGINT', ignore);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      process.off('SIGTERM', forward).off('SIGHUP', forward).off('SIGINT', ignore);
      resolve(code ?? 1);
    });
  });
}

/** Whether this process runs inside the user namespace of `rerunInUserNamespace`. */
export function isNested(env: NodeJS.ProcessEnv = process.env): boolean {
  return env[NESTED] !== undefined;
}

const USER_NAMESPACE: readonly string[] = [
  ...['unshare', '--user', '--map-root-user', '--mount', 'sh', '-c'],
  'mount -t tmpfs tmpfs /run && exec unshare --user --map-user=1000 --map-group=1000 --keep-caps --net --mount "$@"',
  'unshare',
];

function missingPackages(env: NodeJS.ProcessEnv): readonly string[] {
  const folders = (env['PATH'] ?? '').split(delimiter);
  const missing = Object.entries(PROGRAMS)
    .filter(([program]) => !folders.some((folder) => isExecutable(join(folder, program))))
    .map(([, debian]) => debian);
  return [...new Set(missing)];
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function tunError(): string | undefined {
  try {
    closeSync(openSync(TUN, 'r+'));
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  }
}

function hasCapability(bit: bigint): boolean {
  const effective = /^CapEff:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0';
  return ((BigInt(`0x${effective}`) >> bit) & 1n) === 1n;
}
