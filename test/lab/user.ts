// A daemon run by a user of its own, as the unit does it.
import { chmod, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { run } from '../../daemon/lab/command.js';
import type { Network } from '../../daemon/lab/membership.js';
import type { LabNode, PeerEntry } from '../../daemon/lab/node.js';
import type { Sandbox } from '../../daemon/lab/sandbox.js';

/** nobody */
export const USER = 65534;

/**
 * Put before the daemon's command line: its one capability is CAP_NET_ADMIN. /dev/net/tun is open to every user, as udev
 * makes it; tap's own hooks would write into the source tree.
 */
export const AS_USER: readonly string[] = [
  ...['unshare', '--mount', 'sh', '-c'],
  'mount -t tmpfs tmpfs /dev/net && mknod -m 666 /dev/net/tun c 10 200 && exec "$@"',
  ...['sh', 'env', '-u', 'NODE_OPTIONS'],
  ...['setpriv', `--reuid=${USER}`, `--regid=${USER}`, '--clear-groups', '--no-new-privs'],
  ...['--inh-caps=-all,+net_admin', '--ambient-caps=-all,+net_admin', '--bounding-set=-all,+net_admin'],
];

/** Writes a config in which all that the node needs belongs to the user. */
export async function configureForUser(
  sandbox: Sandbox,
  network: Network,
  node: LabNode,
  peers: readonly PeerEntry[],
): Promise<void> {
  const folder = sandbox.path('of-user');
  const [secret, key] = [`${folder}/secret`, `${folder}/key`];
  await mkdir(folder, { mode: 0o700 });
  await run(['cp', network.secret, secret]);
  await run(['cp', node.membership.key, key]);
  await run(['chown', '-R', `${USER}:${USER}`, folder]);
  await chmod(dirname(folder), 0o711);
  node.controlSocket = `${folder}/control.sock`;
  await node.configure(peers, {
    identity: { key, certificate: node.membership.certificate },
    secret,
    state: `${folder}/state`,
    control: node.controlSocket,
  });
}
