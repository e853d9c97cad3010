import { attempt, type CommandOptions, type Finished, run } from './command.js';

/** A network namespace by its name under /run/netns. */
export class Namespace {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  /** Makes it, with its loopback up. */
  static async create(name: string): Promise<Namespace> {
    const namespace = new Namespace(name);
    await run(['ip', 'netns', 'add', name]);
    await namespace.ip('link', 'set', 'lo', 'up');
    return namespace;
  }

  /** The same command inside. nsenter replaces itself by the command, so that its pid is the command's. */
  inside(argv: readonly string[]): string[] {
    return ['nsenter', `--net=/run/netns/${this.name}`, '--', ...argv];
  }

  run(argv: readonly string[], options?: CommandOptions): Promise<string> {
    return run(this.inside(argv), options);
  }

  attempt(argv: readonly string[], options?: CommandOptions): Promise<Finished> {
    return attempt(this.inside(argv), options);
  }

  ip(...args: string[]): Promise<string> {
    return run(['ip', '-n', this.name, ...args]);
  }

  /** `key` in the file form: 'net/ipv4/ip_forward'. */
  sysctl(key: string, value: string): Promise<string> {
    return this.run(['sh', '-c', 'printf %s "$2" > "/proc/sys/$1"', 'sysctl', key, value]);
  }

  /** Whether a network device of that name is there. */
  async hasDevice(device: string): Promise<boolean> {
    return (await attempt(['ip', '-n', this.name, 'link', 'show', 'dev', device])).code === 0;
  }

  /** The main table's routes of both families, one a line, as `ip route` prints them. */
  async routes(): Promise<readonly string[]> {
    const both = `${await this.ip('-4', 'route')}\n${await this.ip('-6', 'route')}`;
    return both
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  }

  /** Ports that sockets inside wait on, such as 'udp 7077', from proc_net(5). */
  async openPorts(): Promise<readonly string[]> {
    const ports = [];
    for (const [protocol, state] of Object.entries(WAITING)) {
      const table = await this.run(['sh', '-c', `cat /proc/net/${protocol} /proc/net/${protocol}6`]);
      const rows = table.matchAll(/^ *\d+: [0-9A-F]+:([0-9A-F]{4}) [0-9A-F]+:[0-9A-F]{4} ([0-9A-F]{2}) /gm);
      for (const [, port = '', found] of rows) {
        if (found === state) ports.push(`${protocol} ${Number.parseInt(port, 16)}`);
      }
    }
    return ports;
  }
}

/** Socket states of include/net/tcp_states.h: an unconnected UDP socket is closed, a TCP one listens. */
const WAITING = { udp: '07', tcp: '0A' };

/** Ends every process that is still inside, then removes the namespace; one that is gone already is no error. */
export async function removeNamespace(name: string): Promise<void> {
  const inside = await attempt(['ip', 'netns', 'pids', name]);
  for (const pid of inside.stdout.split('\n').filter((line) => line !== '')) {
    try {
      process.kill(Number(pid), 'SIGKILL');
    } catch {
      // It ended by itself in between.
    }
  }
  await attempt(['ip', 'netns', 'del', name]);
}
