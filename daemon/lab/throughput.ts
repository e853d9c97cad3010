import type { Namespace } from './namespace.js';
import type { Sandbox } from './sandbox.js';

export interface Throughput {
  /** 10^9 bits of TCP payload per second, as the receiver counted them. */
  readonly gigabits: number;
  readonly retransmits: number;
}

export interface ThroughputOptions {
  readonly seconds: number;
  readonly streams?: number;
}

const SECOND_MILLIS = 1000;
const SLACK_MILLIS = 20_000;

/** Measures TCP by iperf3 from one namespace to an address of another; the server serves this one test and ends. */
export async function measureTcp(
  sandbox: Sandbox,
  from: Namespace,
  to: { readonly namespace: Namespace; readonly address: string },
  options: ThroughputOptions,
): Promise<Throughput> {
  const serve = ['iperf3', '-s', '-1', '--forceflush', '-B', to.address];
  const server = await sandbox.start('iperf3', serve, { namespace: to.namespace });
  try {
    await server.line(/Server listening/, SLACK_MILLIS);
    const argv = ['iperf3', '-J', '-c', to.address, '-t', String(options.seconds)];
    const streams = ['-P', String(options.streams ?? 1)];
    const timeoutMillis = options.seconds * SECOND_MILLIS + SLACK_MILLIS;
    return parseThroughput(await from.run([...argv, ...streams], { timeoutMillis }));
  } finally {
    await server.stop();
  }
}

/** Reads the end of iperf3's JSON; throws when the test had no end. */
export function parseThroughput(json: string): Throughput {
  const report = JSON.parse(json) as {
    error?: string;
    end?: { sum_received?: { bits_per_second?: number }; sum_sent?: { retransmits?: number } };
  };
  const bits = report.end?.sum_received?.bits_per_second;
  if (bits === undefined) throw new Error(`iperf3: ${report.error ?? 'no result'}`);
  return { gigabits: bits / 1e9, retransmits: report.end?.sum_sent?.retransmits ?? 0 };
}
