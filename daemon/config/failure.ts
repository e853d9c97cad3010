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

/** Where something stands in a text file. Line and column count from 1. */
export interface Place {
  /** When it is another file than the one that an error names. */
  readonly file?: string;
  readonly line: number;
  readonly column: number;
  /** Path of the key, as in `peers.0.key`; empty when the whole file is meant. */
  readonly key: string;
}

/** One thing wrong in a text file. `message` reads `problem; remedy`. */
export interface Problem extends Place {
  readonly message: string;
}

const MOST_PROBLEMS = 50;

/** Everything wrong in a text file and those beside it, one problem a line: `file:line:column: key: problem; remedy`. */
export class ConfigError extends Failure {
  readonly file: string;
  readonly problems: readonly Problem[];

  constructor(code: ErrorCode, file: string, problems: readonly Problem[]) {
    const own = (problem: Problem): string => (problem.file === file ? '' : (problem.file ?? ''));
    const sorted = [...problems].sort(
      (a, b) => compare(own(a), own(b)) || a.line - b.line || a.column - b.column,
    );
    const distinct = sorted.filter((problem, at) => !sameKey(problem, sorted[at - 1]));
    const lines = distinct.slice(0, MOST_PROBLEMS).map((problem) => formatProblem(file, problem));
    if (distinct.length > MOST_PROBLEMS) lines.push(`${file}: and ${distinct.length - MOST_PROBLEMS} more`);
    super(code, lines.join('\n'), '');
    this.name = 'ConfigError';
    this.file = file;
    this.problems = distinct;
  }
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** One mistake can be noticed more than once at one place; the first notice is the one to act on. */
function sameKey(a: Problem, b: Problem | undefined): boolean {
  return a.file === b?.file && a.line === b?.line && a.column === b.column && a.key === b.key;
}

function formatProblem(file: string, problem: Problem): string {
  const { key, message } = problem;
  return `${formatPlace(problem, file)}: ${key === '' ? '' : `${key}: `}${message}`;
}

/** `file:line:column`; `file` is that of a place without its own. */
export function formatPlace(place: Place, file: string = ''): string {
  return `${place.file ?? file}:${place.line}:${place.column}`;
}
