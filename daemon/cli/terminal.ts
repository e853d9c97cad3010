/** Where a command reads its surroundings from and writes to; tests pass their own. */
export interface Terminal {
  /** Results, for people or for the next program. */
  readonly out: (text: string) => void;
  /** Progress and errors. */
  readonly err: (text: string) => void;
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
  colour:
    process.stdout.isTTY === true && process.env['NO_COLOR'] === undefined && process.env['TERM'] !== 'dumb',
  now: () => Date.now(),
};
