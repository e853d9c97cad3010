import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import t, { type Test } from 'tap';
import { Flow, type FlowOptions, type FlowResult } from '../../daemon/lab/flow.js';
import { findFooting } from '../../daemon/lab/host.js';
import type { LabNode } from '../../daemon/lab/node.js';
import { type PingResult, ping } from '../../daemon/lab/ping.js';
import { type Sandbox, withSandbox } from '../../daemon/lab/sandbox.js';

/** Seconds: on a busy machine an answer may be late, and is not lost for that. */
const PATIENT = 10;

/** Of pings during a disturbance, 3 s each. */
const MOST_ROUNDS = 20;

const footing = await findFooting();

/** A test with a sandbox of its own, which is gone afterwards whatever the outcome. */
export function labTest(name: string, body: (t: Test, sandbox: Sandbox) => Promise<void>): void {
  t.test(name, async (t) => {
    if (footing.kind !== 'privileged') {
      t.fail(footing.kind === 'none' ? footing.missing : 'the lab tests need root');
      return;
    }
    await withSandbox((sandbox) => body(t, sandbox));
  });
}

/** The command line of one of the programs in test/lab/tools. */
export function toolArgv(tool: 'inject' | 'hold', ...args: readonly string[]): string[] {
  return [process.execPath, fileURLToPath(new URL(`./tools/${tool}.js`, import.meta.url)), ...args];
}

/** What is put before a daemon's command line to load one of the programs in test/lab/preload first. */
export function preloaded(
  program: 'block' | 'shift-clock',
  env: Readonly<Record<string, string | number>>,
): string[] {
  const settings = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  return ['env', `NODE_OPTIONS=--import=${new URL(`./preload/${program}.js`, import.meta.url)}`, ...settings];
}

/** From when to when a daemon with `block` was blocked, in ms of CLOCK_MONOTONIC, once it is free again. */
export async function blocked(
  { daemon }: LabNode,
  timeoutMillis: number,
): Promise<readonly [number, number]> {
  const [, to] = await daemon.line(/^preload: free at ([\d.]+)$/m, timeoutMillis);
  const [, from] = await daemon.line(/^preload: blocked at ([\d.]+)$/m, timeoutMillis);
  return [Number(from), Number(to)];
}

/** A figure that a test found: shown also when the test passed. */
export function measured(t: Test, text: string): void {
  t.comment(`measured: ${text}`);
}

/** Every echo is answered, both ways, to each overlay address. */
export async function reachEachOther(t: Test, one: LabNode, other: LabNode): Promise<void> {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    for (const address of to.membership.addresses) {
      const { sent, received, output } = await ping(from.site.namespace, address, {
        count: 5,
        waitSeconds: PATIENT,
      });
      const seen = received === sent ? {} : await evidence(output, from, to);
      t.equal(received, sent, `${from.name} reaches ${to.name} at ${address}`, seen);
    }
  }
}

/** As long as `disturb` runs, `from` pings `to`, and no echo is lost. */
export async function losesNothing(
  t: Test,
  from: LabNode,
  to: LabNode,
  disturb: () => Promise<void>,
): Promise<void> {
  const address = to.membership.addresses[0] ?? '';
  let isOver = false;
  const pinging = async (): Promise<PingResult[]> => {
    const rounds: PingResult[] = [];
    do {
      const options = { count: 150, intervalMillis: 20, waitSeconds: PATIENT };
      rounds.push(await ping(from.site.namespace, address, options));
    } while (!isOver && rounds.length < MOST_ROUNDS);
    t.ok(isOver, 'the echoes go on for as long as what disturbs them');
    return rounds;
  };
  const disturbing = disturb().finally(() => {
    isOver = true;
  });
  const [rounds] = await Promise.all([pinging(), disturbing]);
  const lost = rounds.filter(({ sent, received }) => received !== sent);
  const seen = lost[0] ? await evidence(lost[0].output, from, to) : {};
  t.same(lost, [], `no echo from ${from.name} to ${to.name} is lost meanwhile`, seen);
}

/** Sequenced UDP from a node to the first overlay address of another. */
export function startFlow(sandbox: Sandbox, from: LabNode, to: LabNode, options: FlowOptions): Promise<Flow> {
  const address = to.membership.addresses[0] ?? '';
  return Flow.start(sandbox, from.site.namespace, { namespace: to.site.namespace, address }, options);
}

/** Nothing of a flow was lost, doubled or changed; `what` says what went on meanwhile. */
export function isWhole(t: Test, result: FlowResult, what: string): void {
  t.match(result, { lost: 0, duplicated: 0, corrupted: 0 }, `${what}: nothing is lost or doubled`);
  measured(t, `${what}: ${describeFlow(result)}`);
}

/** What arrived of a flow came once and unchanged; some may have been lost. */
export function isDelivered(t: Test, result: FlowResult): void {
  t.match(result, { duplicated: 0, corrupted: 0 }, 'nothing comes twice or changed');
  t.ok(result.received > 0);
}

function describeFlow({ sent, lost, packetsPerSecond, longestGapMillis }: FlowResult): string {
  const count = sent.toLocaleString('en-US');
  return `${lost} of ${count} datagrams lost at ${packetsPerSecond}/s, longest gap ${longestGapMillis.toFixed(0)} ms`;
}

/** How many files its daemon has open. */
export function openFiles({ daemon }: LabNode): number {
  return readdirSync(`/proc/${daemon.id.pid}/fd`).length;
}

/** VmRSS of its daemon. */
export function residentBytes({ daemon }: LabNode): number {
  const status = readFileSync(`/proc/${daemon.id.pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
}

/** Packets that the node dropped for this reason so far, either way. */
export async function dropped(node: LabNode, reason: string): Promise<number> {
  return (await node.metrics()).sum('festoon_dropped_packets_total', { reason });
}

/** Where lost echoes may have gone. */
async function evidence(output: string, ...nodes: readonly LabNode[]): Promise<object> {
  const drops = [];
  for (const node of nodes) drops.push((await node.metrics()).nonzero('festoon_dropped_packets_total'));
  return { drops, logs: nodes.map((node) => node.log), output };
}

/** Handshakes of this result that the node has counted so far. */
export async function handshakes(node: LabNode, result: string): Promise<number> {
  return (await node.metrics()).sum('festoon_handshakes_total', { result });
}

/** Takes the underlay address of that family from the node's card and gives it another. */
export async function moveTo(node: LabNode, address: string): Promise<void> {
  const { namespace, device, ipv4, ipv6 } = node.site;
  const six = address.includes(':');
  await namespace.ip('address', 'del', six ? `${ipv6}/64` : `${ipv4}/24`, 'dev', device);
  await namespace.ip(
    'address',
    'add',
    `${address}/${six ? 64 : 24}`,
    'dev',
    device,
    ...(six ? ['nodad'] : []),
  );
}
