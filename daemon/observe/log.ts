import { printable } from './printable.js';

export const LEVELS = ['error', 'warn', 'info'] as const;
export type Level = (typeof LEVELS)[number];
export type Fields = Readonly<Record<string, string | number | bigint | boolean | undefined>>;

/** One line for each call: `time level message key=value`, everything from outside escaped. */
export interface Log {
  info(message: string, fields?: Fields): void;
  warn(message: string, fields?: Fields): void;
  error(message: string, fields?: Fields): void;
  /**
   * For lines that somebody on the network can cause: at most one a minute of each `kind`. Of those that come
   * meanwhile the last is written when the minute is over, with how many were left out. Kinds are bounded in number:
   * never text from outside.
   */
  network(level: Level, kind: string, message: string, fields?: Fields): void;
  /** Lines of less weight than this one are not written from now on. */
  setLevel(level: Level): void;
}

export interface LogOptions {
  /** Takes one line without its end. */
  readonly write: (line: string) => void;
  /** Unix time in milliseconds. */
  readonly now: () => number;
  /** Calls `then` once, in so long; does not keep the process alive. */
  readonly after: (millis: number, then: () => void) => void;
  /** Lines for journald: sd-daemon(3) `<N>` prefixes, and no time, which the journal has. */
  readonly journal: boolean;
}

const NETWORK_INTERVAL_MILLIS = 60_000;
const MAX_VALUE_CHARACTERS = 256;

export function createLog({ write, now, after, journal }: LogOptions): Log {
  let threshold: Level = 'info';
  const line = (level: Level, message: string, fields: Fields = {}): void => {
    if (LEVELS.indexOf(level) > LEVELS.indexOf(threshold)) return;
    const start = journal ? `<${PRIORITIES[level]}>` : `${new Date(now()).toISOString()} `;
    write(`${start}${level} ${printable(message)}${formatFields(fields)}`);
  };
  const silences = new Map<string, Silence>();
  const speak = (kind: string, write: () => void): void => {
    write();
    silences.set(kind, { leftOut: 0 });
    after(NETWORK_INTERVAL_MILLIS, () => {
      const { last } = silences.get(kind) ?? {};
      silences.delete(kind);
      if (last !== undefined) speak(kind, last);
    });
  };
  return {
    info: (message, fields) => line('info', message, fields),
    warn: (message, fields) => line('warn', message, fields),
    error: (message, fields) => line('error', message, fields),
    network(level, kind, message, fields = {}) {
      const silence = silences.get(kind);
      if (silence === undefined) {
        speak(kind, () => line(level, message, fields));
        return;
      }
      const left_out = silence.leftOut++ || undefined;
      silence.last = () => line(level, message, { ...fields, left_out });
    },
    setLevel(level) {
      threshold = level;
    },
  };
}

/** A kind that was written less than an interval ago. */
interface Silence {
  /** Writes the line that came last since then. */
  last?: () => void;
  /** How many came since then. */
  leftOut: number;
}

/** syslog(3) priorities. */
const PRIORITIES: Readonly<Record<Level, number>> = { error: 3, warn: 4, info: 6 };

function formatFields(fields: Fields): string {
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}=${formatValue(String(value))}`)
    .join('');
}

function formatValue(value: string): string {
  const short = value.length > MAX_VALUE_CHARACTERS ? `${value.slice(0, MAX_VALUE_CHARACTERS)}...` : value;
  return /^[^\s"=\\\p{C}]+$/u.test(short) ? short : printable(JSON.stringify(short));
}
