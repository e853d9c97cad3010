import { ERRORS, type ErrorCode } from '../../protocol/errors.js';

/**
 * What an operator can mend: a code of the registry, what is wrong and where, and the way out. The command
 * line prints it as `festoon: CODE: message; remedy`.
 */
export class Failure extends Error {
  readonly code: ErrorCode;
  readonly remedy: string;

  constructor(code: ErrorCode, message: string, remedy: string = ERRORS[code].remedy) {
    super(message);
    this.name = 'Failure';
    this.code = code;
    this.remedy = remedy;
  }
}

/** One thing wrong in a text file. `message` reads `problem; remedy`; line and column count from 1. */
export interface Problem {
  readonly line: number;
  readonly column: number;
  /** Path of the key, as in `peers.0.key`; empty when the whole file is meant. */
  readonly key: string;
  readonly message: string;
}

const MOST_PROBLEMS = 50;

/** Everything wrong in one text file, one problem a line: `file:line:column: key: problem; remedy`. */
export class ConfigError extends Failure {
  readonly file: string;
  readonly problems: readonly Problem[];

  constructor(code: ErrorCode, file: string, problems: readonly Problem[]) {
    const sorted = [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
    const distinct = sorted.filter((problem, at) => !sameKey(problem, sorted[at - 1]));
    const lines = distinct.slice(0, MOST_PROBLEMS).map((problem) => formatProblem(file, problem));
    if (distinct.length > MOST_PROBLEMS) lines.push(`${file}: and ${distinct.length - MOST_PROBLEMS} more`);
    super(code, lines.join('\n'), '');
    this.name = 'ConfigError';
    this.file = file;
    this.problems = distinct;
  }
}

/** One mistake can be noticed more than once at one place; the first notice is the one to act on. */
function sameKey(a: Problem, b: Problem | undefined): boolean {
  return a.line === b?.line && a.column === b.column && a.key === b.key;
}

function formatProblem(file: string, { line, column, key, message }: Problem): string {
  return `${file}:${line}:${column}: ${key === '' ? '' : `${key}: `}${message}`;
}
