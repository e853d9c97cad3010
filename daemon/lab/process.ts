import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from './eventually.js';

/** How a process ended: exit code, or the signal that ended it. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface ProcessOptions {
  readonly label: string;
  readonly argv: readonly string[];
  /** Takes both output streams. A file and not a pipe: a process of a kept lab outlives the lab that started it. */
  readonly logFile: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Identifies a process beyond the reuse of its pid: starttime of proc_pid_stat(5), in clock ticks since boot. */
export interface ProcessId {
  readonly pid: number;
  readonly startTicks: string;
}

/** A process that runs beside the lab until it is stopped. */
export class LabProcess {
  readonly label: string;
  readonly id: ProcessId;
  readonly exited: Promise<Exit>;
  readonly #logFile: string;
  readonly #child: ChildProcess;
  #exit: Exit | undefined;

  private constructor(options: ProcessOptions, child: ChildProcess, pid: number) {
    this.label = options.label;
    this.#logFile = options.logFile;
    this.#child = child;
    this.id = { pid, startTicks: startTicks(pid) ?? '' };
    this.exited = new Promise((resolve) => {
      child.on('exit', (code, signal) => {
        this.#exit = { code, signal };
        resolve(this.#exit);
      });
    });
  }

  /** Throws when the program cannot be started. It gets a session of its own: Ctrl-C reaches the lab, not its processes. */
  static async start(options: ProcessOptions): Promise<LabProcess> {
    const [file, ...args] = options.argv;
    if (file === undefined) throw new TypeError('an empty command');
    const log = openSync(options.logFile, 'a', 0o600);
    try {
      const child = spawn(file, args, {
        stdio: ['ignore', log, log],
        detached: true,
        env: options.env ?? process.env,
      });
      await new Promise((resolve, reject) => {
        child.once('spawn', resolve);
        child.once('error', reject);
      });
      if (child.pid === undefined) throw new Error(`${file}: started without a pid`);
      return new LabProcess(options, child, child.pid);
    } finally {
      closeSync(log);
    }
  }

  /** Undefined while it runs. */
  get exit(): Exit | undefined {
    return this.#exit;
  }

  output(): string {
    return readFileSync(this.#logFile, 'utf8');
  }

  /** Waits for a line in its output; throws when the process ends or the time is over before. */
  async line(pattern: RegExp, timeoutMillis: number): Promise<RegExpExecArray> {
    return eventually(`${this.label}: a line like ${pattern}`, timeoutMillis, () => {
      const found = pattern.exec(this.output());
      if (found === null && this.#exit !== undefined) {
        throw new Error(`${this.label} ended before a line like ${pattern}:\n${this.output().slice(-2000)}`);
      }
      return found ?? undefined;
    });
  }

  signal(signal: NodeJS.Signals): void {
    if (this.#exit === undefined) process.kill(this.id.pid, signal);
  }

  /** SIGTERM, and SIGKILL after the grace. */
  async stop(graceMillis = 5000): Promise<Exit> {
    this.signal('SIGTERM');
    const exit = await this.waitExit(graceMillis);
    if (exit !== undefined) return exit;
    this.signal('SIGKILL');
    return this.exited;
  }

  /** Lets the lab end while this process goes on. */
  release(): void {
    this.#child.unref();
  }

  /** Its end, or undefined when it still runs after that time. */
  async waitExit(timeoutMillis: number): Promise<Exit | undefined> {
    const over = new AbortController();
    const limit = sleep(timeoutMillis, undefined, { signal: over.signal }).catch(() => undefined);
    const exit = await Promise.race([this.exited, limit]);
    over.abort();
    return exit;
  }
}

/** Whether this very process (not a later one under the same pid) still runs. */
export function isAlive(id: ProcessId): boolean {
  return id.startTicks !== '' && startTicks(id.pid) === id.startTicks;
}

/** Field 22 of proc_pid_stat(5); undefined when there is no such process, or only its zombie. */
export function startTicks(pid: number): string | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
  // The second field is the name in parentheses and may itself hold spaces and parentheses.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' ? undefined : fields[19];
}

/** Ends a process that this lab did not start itself (that of a kept lab): SIGTERM, and SIGKILL after the grace. */
export async function endProcess(id: ProcessId, graceMillis: number): Promise<void> {
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    if (!isAlive(id)) return;
    process.kill(id.pid, signal);
    const until = performance.now() + graceMillis;
    while (isAlive(id) && performance.now() < until) await sleep(20);
  }
}
