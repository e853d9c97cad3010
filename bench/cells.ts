import { setTimeout as sleep } from 'node:timers/promises';
import { measureTcp } from '../daemon/lab/throughput.js';
import type { Contender } from './contenders/contender.js';
import type { Field } from './field.js';
import type { FigureName, Findings } from './figures.js';
import { LOST_PERCENT_MAX, parseTrial, searchLossless, type Trial } from './lossless.js';
import { cpuSeconds, residentBytes } from './processes.js';
import { toolFile } from './tools.js';

/** What a cell found, and what a reader must know beside the figures. */
export interface Outcome {
  readonly findings: Findings;
  readonly remark?: string;
}

/** One measurement of one contender. */
export interface Cell {
  readonly segmented: boolean;
  /** Says nothing about a contender without daemons. */
  readonly needsDaemons: boolean;
  measure(field: Field, contender: Contender, seconds: number): Promise<Outcome>;
}

const BYTES = 64;
const STEADY_KPPS = 50;
const SETTLE_MILLIS = 1000;
const SLACK_MILLIS = 20_000;
const MEGA = 1e6;

/** In the order of measuring. */
export const CELLS: Readonly<Record<string, Cell>> = {
  rtt_idle: whole(idleRoundTrip),
  tcp1: whole(tcp(1, 'tcp1', 'cpu')),
  tcp8: whole(tcp(8, 'tcp8', 'cpu8')),
  rtt_load: whole(loadedRoundTrip),
  pps: whole(lossless),
  us_per_packet: { segmented: false, needsDaemons: true, measure: steady },
  tcp1seg: { segmented: true, needsDaemons: false, measure: tcp(1, 'tcp1seg', 'cpu1seg') },
  tcp8seg: { segmented: true, needsDaemons: false, measure: tcp(8, 'tcp8seg', 'cpu8seg') },
  rss: { segmented: true, needsDaemons: true, measure: resident }, // last: after everything that makes a daemon grow
};

function whole(measure: Cell['measure']): Cell {
  return { segmented: false, needsDaemons: false, measure };
}

/** Where a cell measures from and to; a field is one. */
export type Span = Pick<Field, 'sandbox' | 'near' | 'far'>;
type Measure = (span: Span, contender: Contender, seconds: number) => Promise<Outcome>;

/** TCP, and CPU seconds of the contender's daemons for each 10^9 bits. */
export function tcp(streams: number, rate: FigureName, cost: FigureName): Measure {
  return async ({ sandbox, near, far }, { address, daemons }, seconds) => {
    const before = cpuOf(daemons);
    const to = { namespace: far.namespace, address };
    const { gigabits } = await measureTcp(sandbox, near.namespace, to, { seconds, streams });
    const perGigabit = (cpuOf(daemons) - before) / (gigabits * seconds);
    return { findings: { [rate]: gigabits, ...(daemons.length > 0 ? { [cost]: perGigabit } : {}) } };
  };
}

async function idleRoundTrip(field: Field, { address }: Contender, seconds: number): Promise<Outcome> {
  const { p50, p99 } = await roundTrips(field, address, seconds);
  return { findings: { rtt_idle: p50, rtt_idle_p99: p99 } };
}

async function loadedRoundTrip(field: Field, { address }: Contender, seconds: number): Promise<Outcome> {
  const to = { namespace: field.far.namespace, address };
  const loadSeconds = seconds + (2 * SETTLE_MILLIS) / 1000;
  const [{ p50, p99 }] = await Promise.all([
    sleep(SETTLE_MILLIS).then(() => roundTrips(field, address, seconds)),
    measureTcp(field.sandbox, field.near.namespace, to, { seconds: loadSeconds }),
  ]);
  return { findings: { rtt_load: p50, rtt_load_p99: p99 } };
}

async function lossless(field: Field, { name, address }: Contender, seconds: number): Promise<Outcome> {
  const trialSeconds = Math.max(0.5, seconds / 5);
  const { kpps, isCeiling } = await searchLossless((rate) => send(field, address, rate, trialSeconds));
  const remark = `${name}: 64 B lossless is what the generator can send beside it, not its limit`;
  return { findings: { pps: kpps }, ...(isCeiling ? { remark } : {}) };
}

async function steady(
  field: Field,
  { name, address, daemons }: Contender,
  seconds: number,
): Promise<Outcome> {
  const before = cpuOf(daemons);
  const { receivedKpps, lostPercent } = await send(field, address, STEADY_KPPS, seconds);
  const micros = ((cpuOf(daemons) - before) * 1e6) / (receivedKpps * 1000 * seconds);
  const remark = `${name}: lost ${lostPercent.toFixed(2)} % at ${STEADY_KPPS} kpps`;
  return { findings: { us_per_packet: micros }, ...(lostPercent > LOST_PERCENT_MAX ? { remark } : {}) };
}

async function resident(_: Field, { daemons }: Contender): Promise<Outcome> {
  const bytes = daemons.reduce((sum, { id }) => sum + residentBytes(id.pid), 0);
  return { findings: { rss: bytes / daemons.length / MEGA } };
}

/** Both ends together. */
function cpuOf(daemons: Contender['daemons']): number {
  return cpuSeconds(daemons.map(({ id }) => id.pid));
}

async function send(field: Field, address: string, kpps: number, seconds: number): Promise<Trial> {
  const argv = [toolFile('pps'), address, String(kpps), String(seconds), String(BYTES)];
  return parseTrial(await field.near.namespace.run(argv, { timeoutMillis: seconds * 1000 + SLACK_MILLIS }));
}

/** Microseconds. */
interface RoundTrips {
  readonly p50: number;
  readonly p99: number;
}

async function roundTrips({ near }: Field, address: string, seconds: number): Promise<RoundTrips> {
  const argv = [toolFile('rtt'), address, String(seconds)];
  return parseRoundTrips(await near.namespace.run(argv, { timeoutMillis: seconds * 1000 + SLACK_MILLIS }));
}

/** Reads the line that the tool `rtt` prints: count, p50, p99, lost. */
export function parseRoundTrips(line: string): RoundTrips {
  const [count, p50, p99] = line.trim().split(' ').map(Number);
  if (!count || p50 === undefined || p99 === undefined) throw new Error(`rtt: ${line.trim() || 'no result'}`);
  return { p50, p99 };
}
