import { Failure } from '../config/failure.js';
import { explain } from './explain.js';

/** Where a command reads its surroundings from and writes to; tests pass their own. */
export interface Terminal {
  /** Results, for people or for the next program. */
  readonly out: (text: string) => void;
  /** Progress and errors. */
  readonly err: (text: string) => void;
  /** All of standard input as text; fails where that is much. */
  readonly input: () => Promise<string>;
  /** Whether results may be coloured. */
  readonly colour: boolean;
  /** Unix time in milliseconds. */
  readonly now: () => number;
}

/** 0 done, 1 failed, 2 wrong use, 3 no daemon answers, 4 the daemon works but something is amiss. */
export type ExitCode = 0 | 1 | 2 | 3 | 4;

export const systemTerminal: Terminal = {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  input: readInput,
  colour:
    process.stdout.isTTY === true && process.env['NO_COLOR'] === undefined && process.env['TERM'] !== 'dumb',
  now: () => Date.now(),
};

/**
 * When the reader of the results goes (`| head`), there is nothing left to do; a command that must clean up does so on
 * SIGTERM. A daemon outlives the reader of its log.
 */
export function outliveReaders(): void {
  process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
    if (code !== 'EPIPE') {
      const failure = new Failure('file-unwritable', `standard output: cannot be written (${code})`);
      process.stderr.write(explain(failure).text);
      process.exitCode = 1;
    }
    if (process.listenerCount('SIGTERM') === 0) process.exit();
    process.kill(process.pid, 'SIGTERM');
  });
  process.stderr.on('error', () => undefined);
}

const MAX_INPUT_BYTES = 64 << 10;

async function readInput(): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of process.stdin) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > MAX_INPUT_BYTES) {
      throw new Failure('file-unsuitable', `stdin: is larger than ${MAX_INPUT_BYTES} bytes`);
    }
  }
  return Buffer.concat(chunks).toString();
}
