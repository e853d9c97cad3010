import { ROOT } from '../rules/tree.js';
import type { Machine } from './machine.js';

/** Needs the owner's public key as its argument. */
const SERVE = `
set -e
for package in '${ROOT}'/build/tools/sshd/*.deb; do
  dpkg-deb --fsys-tarfile "$package" | tar -C / -x --keep-directory-symlink
done
id sshd >/dev/null 2>&1 || useradd --system --home-dir /run/sshd --shell /usr/sbin/nologin sshd
mkdir -p /run/sshd
mkdir -p -m 700 ~/.ssh
ssh-keygen -A
/usr/sbin/sshd -f /dev/null -o UsePAM=no -o 'Subsystem=sftp internal-sftp'
`;

/** A new user of one machine, who may log in to the servers as root and has done so before. */
export async function letIn(machine: Machine, user: string, servers: readonly Machine[]): Promise<void> {
  await machine.type(`useradd --create-home ${user}`);
  await machine.type('ssh-keygen -q -t ed25519 -N "" -f ~/.ssh/id_ed25519', user);
  const key = (await machine.type('cat ~/.ssh/id_ed25519.pub', user)).trim();
  for (const server of servers) {
    await server.type(`${SERVE}\necho '${key}' >~/.ssh/authorized_keys`);
    await machine.type(`ssh-keyscan ${server.site.ipv4} >>~/.ssh/known_hosts`, user);
  }
}
