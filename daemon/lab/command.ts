import { spawn } from 'node:child_process';

/** How a command ended. `code` is null when a signal ended it; `expired` says that the lab did, at its time limit. */
export interface Finished {
  readonly code: number | null;
  readonly expired: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  /** Default 20,000. At the limit the command gets SIGKILL. */
  readonly timeoutMillis?: number;
  readonly input?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** A command of the lab that did not do what the lab needs. */
export class CommandFailed extends Error {
  readonly finished: Finished;

  constructor(argv: readonly string[], finished: Finished) {
    const said = (finished.stderr.trim() || finished.stdout.trim()).split('\n').slice(-6).join('\n  ');
    const ended = finished.expired ? 'took too long' : `ended with ${finished.code ?? 'a signal'}`;
    super(`${argv.join(' ')}: ${ended}${said === '' ? '' : `\n  ${said}`}`);
    this.name = 'CommandFailed';
    this.finished = finished;
  }
}

/** Runs a command to its end and returns what it wrote; throws CommandFailed unless it exits 0. */
export async function run(argv: readonly string[], options: CommandOptions = {}): Promise<string> {
  const finished = await attempt(argv, options);
  if (finished.code !== 0) throw new CommandFailed(argv, finished);
  return finished.stdout;
}

/** Runs a command to its end, whatever that is; throws only when it cannot be started at all. */
export function attempt(argv: readonly string[], options: CommandOptions = {}): Promise<Finished> {
  const [file, ...args] = argv;
  if (file === undefined) throw new TypeError('an empty command');
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'pipe'], env: options.env ?? process.env });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    let expired = false;
    const limit = setTimeout(() => {
      expired = true;
      child.kill('SIGKILL');
    }, options.timeoutMillis ?? 20_000);
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.input ?? '');
    child.on('error', (error) => {
      clearTimeout(limit);
      reject(error);
    });
    child.on('close', (code) => {
      clearTimeout(limit);
      resolve({
        code,
        expired,
        stdout: Buffer.concat(stdout).toString(),
        stderr: Buffer.concat(stderr).toString(),
      });
    });
  });
}
