import { parseArgs } from 'node:util';

export interface BenchOptions {
  readonly cells: readonly string[];
  readonly contenders: readonly string[];
  readonly rounds: number;
  /** Length of each timed measurement. */
  readonly seconds: number;
  /** Whether to wait for a quiet machine and to repeat what was disturbed. */
  readonly wait: boolean;
  /** TCP congestion control; absent: what the machine uses. */
  readonly congestion?: string;
}

/** What may be chosen from. */
export interface Choices {
  readonly cells: readonly string[];
  readonly contenders: readonly string[];
}

/** A command line that cannot be run; the message says what would do. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const DEFAULT_ROUNDS = 3;
export const DEFAULT_SECONDS = 5;

/** Reads the command line; undefined when help was asked for. Throws UsageError. */
export function parseOptions(argv: readonly string[], choices: Choices): BenchOptions | undefined {
  const values = parsed(argv);
  if (values.help === true) return undefined;
  return {
    cells: chosen('only', values.only, choices.cells),
    contenders: chosen('contenders', values.contenders, choices.contenders),
    rounds: positive('rounds', values.rounds, DEFAULT_ROUNDS),
    seconds: positive('seconds', values.seconds, DEFAULT_SECONDS),
    wait: values['no-wait'] !== true,
    ...(values.congestion === undefined ? {} : { congestion: values.congestion }),
  };
}

export function usage({ cells, contenders }: Choices): string {
  return [
    'make bench ARGS="[--only CELL,...] [--contenders NAME,...] [--rounds N] [--seconds N] [--no-wait] [--congestion NAME]"',
    `  --only         of: ${cells.join(' ')}`,
    `  --contenders   of: ${contenders.join(' ')}`,
    `  --rounds       default ${DEFAULT_ROUNDS}; figures are medians over the rounds`,
    `  --seconds      length of each measurement, default ${DEFAULT_SECONDS}`,
    '  --no-wait      measures at once and once, whatever else runs here: for a quick look, not for figures',
    '  --congestion   TCP congestion control, default the one of this machine',
    '',
  ].join('\n');
}

const TEXT = { type: 'string' } as const;
const FLAG = { type: 'boolean' } as const;
const OPTIONS = { only: TEXT, contenders: TEXT, rounds: TEXT, seconds: TEXT, congestion: TEXT } as const;

type Values = { readonly [Option in keyof typeof OPTIONS]?: string } & {
  readonly help?: boolean;
  readonly 'no-wait'?: boolean;
};

function parsed(argv: readonly string[]): Values {
  try {
    return parseArgs({
      args: [...argv],
      options: { ...OPTIONS, help: { ...FLAG, short: 'h' }, 'no-wait': FLAG },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** In the order of the choices; all of them when nothing was chosen. */
function chosen(option: string, text: string | undefined, choices: readonly string[]): readonly string[] {
  if (text === undefined) return choices;
  const wanted = text.split(',');
  const strangers = wanted.filter((one) => !choices.includes(one));
  if (strangers.length > 0) {
    throw new UsageError(`--${option}: there is no ${strangers.join(', ')}; choose of ${choices.join(' ')}`);
  }
  return choices.filter((one) => wanted.includes(one));
}

function positive(option: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  if (!/^[1-9]\d{0,3}$/.test(text))
    throw new UsageError(`--${option}: ${text} is no whole number from 1 to 9999`);
  return Number(text);
}
