import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { attempt, type Finished, run } from '../../daemon/lab/command.js';
import { eventually } from '../../daemon/lab/eventually.js';
import type { Sandbox } from '../../daemon/lab/sandbox.js';
import type { Site } from '../../daemon/lab/underlay.js';
import { ROOT } from '../rules/tree.js';

/**
 * Makes a copy of this system that is written to memory only, without its units and configuration of Festoon, and
 * becomes systemd there. The source tree is at its place, a copy as well. Arguments: a directory, the source tree.
 */
const BOOT = `
set -e
mount --make-rprivate /
mount -t tmpfs tmpfs "$1"
cd "$1"
mkdir up work root tree tree-work
mount -t overlay overlay -o lowerdir=/,upperdir=up,workdir=work root
cd root
mount -t proc proc proc
mount -t sysfs -o ro sysfs sys
mount -t cgroup2 cgroup2 sys/fs/cgroup
mount -t tmpfs -o mode=755 tmpfs run
mount -t tmpfs tmpfs tmp
mount -t tmpfs -o mode=755 tmpfs dev
mkdir dev/net dev/pts dev/shm
for name in null zero full random urandom tty; do touch dev/$name; mount --bind /dev/$name dev/$name; done
mknod -m 666 dev/net/tun c 10 200
mkdir -p ".$2"
mount -t overlay overlay -o "lowerdir=$2,upperdir=$1/tree,workdir=$1/tree-work" ".$2"
mkdir before
pivot_root . before
umount -l before
find etc/systemd/system -mindepth 1 -delete
rm -rf etc/festoon var/lib/festoon
printf '[Unit]\\nDescription=lab\\n' >etc/systemd/system/lab.target
exec env -i container=lab PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \\
  /lib/systemd/systemd --system --unit=lab.target --log-target=null
`;
const NAMESPACES = ['--mount', '--pid', '--fork', '--kill-child', '--cgroup', '--uts', '--ipc'];
const LIMIT_MILLIS = 60_000;
const ADMIN = 'root';
/** What a shell of this system needs to find programs, and they to find the toolchain for `make build`. */
const ENVIRONMENT = [
  `PATH=${process.env['PATH']}:/usr/local/sbin:/usr/sbin:/sbin`,
  ...Object.entries(process.env)
    .filter(([name]) => /^(?:CARGO|RUSTUP)_/.test(name))
    .map(([name, value]) => `${name}=${value}`),
];

/** A server with a real systemd, on one of the lab's sites. Nothing that happens in it outlives it. */
export class Machine {
  readonly site: Site;
  readonly #init: number;

  private constructor(site: Site, init: number) {
    this.site = site;
    this.#init = init;
  }

  static async boot(sandbox: Sandbox, site: Site): Promise<Machine> {
    const directory = sandbox.path(`machine-${site.label}`);
    await mkdir(directory);
    const argv = ['unshare', ...NAMESPACES, 'sh', '-c', BOOT, 'boot', directory, ROOT];
    const { id } = await sandbox.start(`machine-${site.label}`, argv, { namespace: site.namespace });
    return eventually(`${site.label} to boot`, LIMIT_MILLIS, async () => {
      const init = Number(readFileSync(`/proc/${id.pid}/task/${id.pid}/children`, 'utf8'));
      if (init === 0) return undefined;
      const machine = new Machine(site, init);
      return (await machine.attempt('systemctl is-system-running')).stdout === 'running\n'
        ? machine
        : undefined;
    });
  }

  /** Where its file is, seen from here. */
  path(absolute: string): string {
    return `/proc/${this.#init}/root${absolute}`;
  }

  /** A line typed into the shell of a user, where that user's last one ended; throws unless it exits 0. */
  type(line: string, user: string = ADMIN): Promise<string> {
    return run(this.#argv(`trap 'pwd >~/.at' EXIT\n${line}`, user), { timeoutMillis: LIMIT_MILLIS });
  }

  /** However it ends. Leaves no trace of its own: a machine that boots may still share the files of this system. */
  attempt(line: string): Promise<Finished> {
    return attempt(this.#argv(line, ADMIN), { timeoutMillis: LIMIT_MILLIS });
  }

  /** Pulls the plug. */
  off(): void {
    process.kill(this.#init, 'SIGKILL');
  }

  #argv(line: string, user: string): string[] {
    const script = `cd "$(cat ~/.at 2>/dev/null || pwd)"; ${line}`;
    const shell =
      user === ADMIN
        ? ['HOME=/root', 'sh', '-c', `cd '${ROOT}'; ${script}`]
        : ['runuser', '-l', user, '-c', script];
    const enter = ['nsenter', '--target', String(this.#init), '--all', '--'];
    return [...enter, 'env', '-i', ...ENVIRONMENT, ...shell];
  }
}
