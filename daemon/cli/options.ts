import { InvalidArgumentError } from 'commander';
import { type Address, type Prefix, parseAddress, parsePrefix } from '../../protocol/address.js';
import { MAX_TIMEOUT_MS } from '../io/pinger.js';

/** Parsers of option values; each throws what commander reports as wrong use. */

export const DEFAULT_CONFIG = '/etc/festoon/festoon.yaml';

export function parseName(text: string): string {
  if (/^[a-z0-9.-]{1,63}$/.test(text)) return text;
  throw new InvalidArgumentError('Use 1 to 63 of a-z, 0-9, dot and hyphen.');
}

export function collectNames(text: string, before: readonly string[] = []): string[] {
  return [...before, parseName(text)];
}

export function collectAddresses(text: string, before: readonly Address[] = []): Address[] {
  const address = parseAddress(text);
  if (address !== undefined) return [...before, address];
  throw new InvalidArgumentError('Write one such as 10.77.0.1 or fd77::1, without a prefix length.');
}

export function collectPrefixes(text: string, before: readonly Prefix[] = []): Prefix[] {
  const prefix = parsePrefix(text);
  if (prefix !== undefined) return [...before, prefix];
  throw new InvalidArgumentError('Write one such as 10.77.0.0/16 or fd77::/48, host bits zero.');
}

/** Seconds from a number with a unit: 90m, 72h, 365d. */
export function parseLifetime(text: string): number {
  const [, count = '', unit = ''] = /^([1-9][0-9]{0,5})([mhd])$/.exec(text) ?? [];
  const seconds = { m: 60, h: 3600, d: 86_400 }[unit];
  if (seconds !== undefined) return Number(count) * seconds;
  throw new InvalidArgumentError('Write a number and m, h or d, such as 72h or 365d.');
}

export function parseSerial(text: string): bigint {
  if (/^[1-9][0-9]{0,18}$/.test(text)) return BigInt(text);
  throw new InvalidArgumentError('Write a whole number above 0.');
}

/** A point in time, given the present; Unix seconds. */
export type Moment = (nowSeconds: number) => number;

/** A date, a date with a time in UTC, or a time from now: 2027-01-31, 2027-01-31T12:00Z, +30d. */
export function parseMoment(text: string): Moment {
  if (text.startsWith('+')) {
    const ahead = parseLifetime(text.slice(1));
    return (now) => now + ahead;
  }
  const form = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?Z)?$/;
  const seconds = Date.parse(text) / 1000;
  if (form.test(text) && !Number.isNaN(seconds)) return () => seconds;
  throw new InvalidArgumentError('Write one such as 2027-01-31, 2027-01-31T12:00Z or +30d.');
}

const UNITS: Readonly<Record<string, number>> = { ms: 0.001, '': 1, s: 1, m: 60, h: 3600 };
const MOST_SECONDS = 30 * 86_400;

/** Seconds from a number with or without a unit: 30, 0.2, 200ms, 30s, 5m, 1h. */
export function parseSeconds(text: string): number {
  const [, count = '', unit = ''] = /^([0-9]+(?:\.[0-9]+)?)(ms|s|m|h|)$/.exec(text) ?? [];
  const seconds = Number(count) * (UNITS[unit] ?? 0);
  if (seconds > 0 && seconds <= MOST_SECONDS) return seconds;
  throw new InvalidArgumentError(
    'Write a number of seconds above 0, or one with ms, s, m or h, such as 30 or 200ms.',
  );
}

/** As long as the daemon waits for one echo at most. */
export function parseEchoSeconds(text: string): number {
  const seconds = parseSeconds(text);
  if (seconds * 1000 <= MAX_TIMEOUT_MS) return seconds;
  throw new InvalidArgumentError(`An echo is waited for ${MAX_TIMEOUT_MS / 1000} s at most.`);
}

export function parseCount(text: string): number {
  if (/^[1-9][0-9]{0,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Write a whole number above 0.');
}
