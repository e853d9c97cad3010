import { eventually } from '../../daemon/lab/eventually.js';
import type { Namespace } from '../../daemon/lab/namespace.js';
import type { LabProcess } from '../../daemon/lab/process.js';
import type { Sandbox } from '../../daemon/lab/sandbox.js';

/** Binds the Unix datagram socket of its first argument (@ for abstract); a line is ms of CLOCK_MONOTONIC and a message. */
const LISTEN = `
  use Socket; use Time::HiRes qw(clock_gettime CLOCK_MONOTONIC); $| = 1;
  my $name = shift; $name =~ s/^@/\\0/;
  socket(my $s, AF_UNIX, SOCK_DGRAM, 0) or die; bind($s, pack_sockaddr_un($name)) or die "$!";
  print "bound\\n";
  while (defined recv($s, my $m, 65536, 0)) { $m =~ s/\\n/ /g; printf "%.3f %s\\n", 1000 * clock_gettime(CLOCK_MONOTONIC), $m }
`;

export interface Notified {
  /** ms, CLOCK_MONOTONIC. */
  readonly at: number;
  /** Assignments of one message, with spaces in between. */
  readonly state: string;
}

/** The service manager's end of NOTIFY_SOCKET, in a namespace, because abstract sockets belong to one. */
export class NotifySocket {
  readonly name: string;
  readonly #process: LabProcess;

  private constructor(name: string, process: LabProcess) {
    this.name = name;
    this.#process = process;
  }

  static async bind(sandbox: Sandbox, namespace: Namespace, name: string): Promise<NotifySocket> {
    const process = await sandbox.start('notify', ['perl', '-e', LISTEN, name], { namespace });
    await process.line(/^bound$/m, 10_000);
    return new NotifySocket(name, process);
  }

  /** Everything that came, in order. */
  get received(): readonly Notified[] {
    return [...this.#process.output().matchAll(/^([\d.]+) (.*)$/gm)].map(([, at, state = '']) => ({
      at: Number(at),
      state,
    }));
  }

  /** Messages other than WATCHDOG=1 and a STATUS= alone. */
  get milestones(): readonly string[] {
    return this.received.map(({ state }) => state).filter((state) => !/^(?:WATCHDOG|STATUS)=/.test(state));
  }

  get pings(): readonly Notified[] {
    return this.received.filter(({ state }) => state === 'WATCHDOG=1');
  }

  /**
   * Waits for a message like this among those from place `from` of `received` on. Take the place before what is to cause
   * the message: the daemon may answer before a call that follows.
   */
  heard(pattern: RegExp, timeoutMillis: number, from = 0): Promise<Notified> {
    return this.#waited(`a message like ${pattern}`, timeoutMillis, () =>
      this.received.slice(from).find(({ state }) => pattern.test(state)),
    );
  }

  /** Waits until the watchdog was fed so often in all. */
  fed(times: number, timeoutMillis: number): Promise<Notified> {
    return this.#waited(`ping ${times} of the watchdog`, timeoutMillis, () => this.pings[times - 1]);
  }

  #waited(what: string, timeoutMillis: number, ask: () => Notified | undefined): Promise<Notified> {
    return eventually(what, timeoutMillis, ask).catch((error: Error) => {
      throw new Error(`${error.message}; there were: ${JSON.stringify(this.received)}`);
    });
  }

  /** What a daemon is started by, to find the socket; with the watchdog's time if it is to be watched. */
  wrapper(watchdogMicros?: number): readonly string[] {
    const watchdog = watchdogMicros === undefined ? [] : [`WATCHDOG_USEC=${watchdogMicros}`];
    return ['env', `NOTIFY_SOCKET=${this.name}`, ...watchdog];
  }
}
