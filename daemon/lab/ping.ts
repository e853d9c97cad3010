import type { Namespace } from './namespace.js';

export interface PingOptions {
  readonly count: number;
  /** At least 2: shorter is for root only. Default 20. */
  readonly intervalMillis?: number;
  /** Fills the payload; at most 16 bytes. */
  readonly pattern?: Uint8Array;
  readonly payloadBytes?: number;
  /** How long after the last request an answer is waited for. Default 2. */
  readonly waitSeconds?: number;
}

export interface PingResult {
  readonly sent: number;
  readonly received: number;
  /** Undefined when nothing came back. */
  readonly averageMillis: number | undefined;
  /** All that ping wrote, among it the ICMP errors that came back. */
  readonly output: string;
}

/** Pings from inside the namespace, with ICMP or ICMPv6 as the address wants. A lost echo is no error. */
export async function ping(from: Namespace, address: string, options: PingOptions): Promise<PingResult> {
  const { count, intervalMillis = 20, pattern, payloadBytes, waitSeconds = 2 } = options;
  const argv = [
    'ping',
    '-n',
    '-c',
    String(count),
    '-i',
    String(intervalMillis / 1000),
    '-W',
    String(waitSeconds),
  ];
  if (pattern !== undefined) argv.push('-p', Buffer.from(pattern).toString('hex'));
  if (payloadBytes !== undefined) argv.push('-s', String(payloadBytes));
  const timeoutMillis = count * intervalMillis + waitSeconds * 1000 + 15_000;
  const finished = await from.attempt([...argv, address], {
    timeoutMillis,
    env: { ...process.env, LC_ALL: 'C' },
  });
  return parsePing(`${finished.stdout}${finished.stderr}`);
}

/** Reads the statistics of iputils' ping; throws when there are none. */
export function parsePing(output: string): PingResult {
  const counts = /(\d+) packets transmitted, (\d+) received/.exec(output);
  if (counts === null) throw new Error(`ping: ${output.trim() || 'no output'}`);
  const average = /= [\d.]+\/([\d.]+)\//.exec(output)?.[1];
  return {
    sent: Number(counts[1]),
    received: Number(counts[2]),
    averageMillis: average === undefined ? undefined : Number(average),
    output,
  };
}
