import { ERRORS, type ErrorCode } from '../../protocol/errors.js';
import { ConfigError, Failure } from '../config/failure.js';
import { printable } from '../observe/printable.js';
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
  if (error instanceof ConfigError) {
    const lines = message.split('\n').map((line) => `  ${printable(line)}\n`);
    return { text: `festoon: ${code}: ${printable(error.file)}:\n${lines.join('')}`, exitCode: 1 };
  }
  const remedy = error instanceof Failure ? error.remedy : ERRORS[code].remedy;
  return {
    text: `festoon: ${code}: ${printable(message)}; ${printable(remedy)}\n`,
    exitCode: exitCodeOf(code),
  };
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
