import { ERRORS, type ErrorCode } from '../../protocol/errors.js';
import { ConfigError, Failure } from '../config/failure.js';
import { printable } from '../observe/printable.js';
import { ReloadRefusal } from './reload-outcome.js';
import type { ExitCode } from './terminal.js';

export interface Explanation {
  readonly text: string;
  readonly exitCode: ExitCode;
}

/** An error as it is printed: `festoon: CODE: message; remedy`, or the stack of what can only be a bug. */
export function explain(error: unknown): Explanation {
  const code = codeOf(error);
  if (code === undefined) {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { text: `festoon: internal error, please report it:\n${stack}\n`, exitCode: 1 };
  }
  const { message } = error as Error;
  if (error instanceof ConfigError) return inLines(code, message.split('\n'), `${printable(error.file)}:`);
  if (error instanceof ReloadRefusal) return inLines(code, error.problems);
  const remedy = error instanceof Failure ? error.remedy : ERRORS[code].remedy;
  return {
    text: `festoon: ${code}: ${printable(message)}; ${printable(remedy)}\n`,
    exitCode: exitCodeOf(code),
  };
}

/** What has several things wrong, each with its own remedy. */
function inLines(code: ErrorCode, problems: readonly string[], head = ''): Explanation {
  const lines = problems.map((line) => `  ${printable(line)}\n`);
  return { text: `festoon: ${[`${code}:`, head].join(' ').trimEnd()}\n${lines.join('')}`, exitCode: 1 };
}

export function wrongUse(problem: string, remedy?: string): Failure {
  return new Failure('usage', problem, remedy);
}

/** Errors of the addon are plain errors with a code of the same registry. */
function codeOf(error: unknown): ErrorCode | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && Object.hasOwn(ERRORS, code) ? (code as ErrorCode) : undefined;
}

function exitCodeOf(code: ErrorCode): ExitCode {
  if (code === 'usage') return 2;
  return code === 'daemon-unreachable' ? 3 : 1;
}
