import type { Namespace } from './namespace.js';

export interface PingOptions {
  readonly count: number;
  /** At least 2: shorter is for root only. Default 20. */
  readonly intervalMillis?: number;
  /** Fills the payload; at most 16 bytes. */
  readonly pattern?: Uint8Array;
  readonly payloadBytes?: number;
  /** Whole seconds that are waited for answers beyond `count` intervals. Default 2. */
  readonly waitSeconds?: number;
}

/** Echoes are those of the first `count` requests. */
export interface PingResult {
  readonly sent: number;
  readonly received: number;
  /** Undefined when nothing came back. */
  readonly averageMillis: number | undefined;
  /** All that ping wrote, among it the ICMP errors that came back. */
  readonly output: string;
}

/**
 * Pings from inside the namespace, with ICMP or ICMPv6 as the address wants. A lost echo is no error.
 *
 * It ends with the answer that makes `count` of them, with an ICMP error, or when the time is over; until then requests
 * go on, more than `count` when an answer is late. With -W instead of -w ping would leave one interval (or twice the
 * longest round trip so far) after its last request, and report as lost what a busy machine answers later.
 */
export async function ping(from: Namespace, address: string, options: PingOptions): Promise<PingResult> {
  const { count, intervalMillis = 20, pattern, payloadBytes, waitSeconds = 2 } = options;
  const limitSeconds = Math.ceil((count * intervalMillis) / 1000) + waitSeconds;
  const settings = { '-c': count, '-i': intervalMillis / 1000, '-w': limitSeconds };
  const argv = ['ping', '-n', ...Object.entries(settings).flatMap(([flag, value]) => [flag, String(value)])];
  if (pattern !== undefined) argv.push('-p', Buffer.from(pattern).toString('hex'));
  if (payloadBytes !== undefined) argv.push('-s', String(payloadBytes));
  const finished = await from.attempt([...argv, address], {
    timeoutMillis: limitSeconds * 1000 + 15_000,
    env: { ...process.env, LC_ALL: 'C' },
  });
  return parsePing(`${finished.stdout}${finished.stderr}`, count);
}

/** Reads the answers and the statistics of iputils' ping; throws when there are no statistics. */
export function parsePing(output: string, count: number): PingResult {
  const sent = /(\d+) packets transmitted/.exec(output)?.[1];
  if (sent === undefined) throw new Error(`ping: ${output.trim() || 'no output'}`);
  const answers = [...output.matchAll(/^\d+ bytes from .* icmp_seq=(\d+) /gm)].map(([, number]) =>
    Number(number),
  );
  const average = /= [\d.]+\/([\d.]+)\//.exec(output)?.[1];
  return {
    sent: Math.min(Number(sent), count),
    received: new Set(answers.filter((number) => number <= count)).size,
    averageMillis: average === undefined ? undefined : Number(average),
    output,
  };
}
