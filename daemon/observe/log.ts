import { printable } from './printable.js';

export type Level = 'error' | 'warn' | 'info';
export type Fields = Readonly<Record<string, string | number | bigint | boolean | undefined>>;

/** One line for each call: `time level message key=value`, everything from outside escaped. */
export interface Log {
  info(message: string, fields?: Fields): void;
  warn(message: string, fields?: Fields): void;
  error(message: string, fields?: Fields): void;
  /**
   * For lines that somebody on the network can cause: at most one a minute of each `kind`. The next one says how
   * many were left out. `kind` is a fixed word, never text from outside.
   */
  network(kind: string, message: string, fields?: Fields): void;
}

export interface LogOptions {
  /** Takes one line without its end. */
  readonly write: (line: string) => void;
  /** Unix time in milliseconds. */
  readonly now: () => number;
  /** Lines for journald: sd-daemon(3) `<N>` prefixes, and no time, which the journal has. */
  readonly journal: boolean;
}

const NETWORK_INTERVAL_MILLIS = 60_000;
const MAX_VALUE_CHARACTERS = 256;

export function createLog({ write, now, journal }: LogOptions): Log {
  const line = (level: Level, message: string, fields: Fields = {}): void => {
    const start = journal ? `<${PRIORITIES[level]}>` : `${new Date(now()).toISOString()} `;
    write(`${start}${level} ${printable(message)}${formatFields(fields)}`);
  };
  const silences = new Map<string, { until: number; leftOut: number }>();
  return {
    info: (message, fields) => line('info', message, fields),
    warn: (message, fields) => line('warn', message, fields),
    error: (message, fields) => line('error', message, fields),
    network(kind, message, fields = {}) {
      const silence = silences.get(kind);
      // A clock set back must not silence a kind for longer than the interval.
      if (silence && now() < silence.until && silence.until - now() <= NETWORK_INTERVAL_MILLIS) {
        silence.leftOut++;
        return;
      }
      silences.set(kind, { until: now() + NETWORK_INTERVAL_MILLIS, leftOut: 0 });
      line('warn', message, { ...fields, left_out: silence?.leftOut || undefined });
    },
  };
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
