import { DemoJoin } from './demo-join.js';
import { DemoManaged, type ManagedFigures } from './demo-managed.js';
import { COPY_BYTES, DemoRound, type Figures, MIB } from './demo-round.js';
import type { FlowResult } from './flow.js';
import type { LabNode } from './node.js';
import type { Progress } from './progress.js';
import type { Sandbox } from './sandbox.js';
import { createServers } from './servers.js';
import { grouped, type Report, type Round } from './summary.js';

export interface DemoOptions {
  readonly progress: Progress;
  /** Leaves the daemons running at the end. */
  readonly keep: boolean;
}

/** The servers and what has been found about them so far; complete also when the demo ended early. */
export interface Demo {
  readonly nodes: readonly LabNode[];
  readonly report: Report;
}

/**
 * Shows Festoon on this machine: two servers, first over an IPv4 and then over an IPv6 underlay. Each round starts
 * both daemons, pings, measures, copies a file, looks for its bytes on TUN and underlay, scrapes, and ends both. Then
 * a third server joins them by a live reload while they are busy. Then two nodes that know only two managers find each
 * other, are relayed, and go over to a direct path.
 */
export async function runDemo(sandbox: Sandbox, options: DemoOptions): Promise<Demo> {
  const started = performance.now();
  const rounds: Round[] = [];
  const joins: DemoJoin[] = [];
  const managed = new DemoManaged(sandbox, options.progress);
  const figures: Figures[] = [];
  const nodes: LabNode[] = [];
  let failure: string | undefined;
  try {
    const [a, b, c] = await prepare(sandbox, options.progress);
    nodes.push(a, b, c);
    for (const family of [4, 6] as const) {
      const round = new DemoRound(sandbox, options.progress, [a, b], family);
      rounds.push(round);
      await round.run();
      figures.push(round.figures);
    }
    const join = new DemoJoin(sandbox, options.progress, [a, b], c);
    joins.push(join);
    await join.run(options.keep);
    await managed.run(options.keep);
  } catch (error) {
    options.progress.end('failed');
    failure = error instanceof Error ? error.message : String(error);
  }
  const seconds = (performance.now() - started) / 1000;
  const report = {
    heading: [`Festoon lab ${sandbox.name}:`, ...[...nodes, ...managed.members].map(describe)].join('\n  '),
    tables: [rounds, joins, managed.findings.length > 0 ? [managed] : []],
    figures: [...headline(figures, joins[0]?.flow), ...managedHeadline(managed.figures)],
    seconds,
  };
  nodes.push(...managed.members);
  return { nodes, report: failure === undefined ? report : { ...report, failure } };
}

async function prepare(sandbox: Sandbox, progress: Progress): Promise<readonly [LabNode, LabNode, LabNode]> {
  progress.begin('three servers joined over IPv4 and IPv6, a network, keys, certificates');
  const { nodes } = await createServers(sandbox, ['a', 'b', 'c']);
  progress.end('made');
  return [nodes.a, nodes.b, nodes.c];
}

function headline(rounds: readonly Figures[], flow: FlowResult | undefined): readonly string[] {
  const speeds = rounds.map(({ gigabits }) => gigabits.map((speed) => speed.toFixed(2)).join(' and '));
  const total = (pick: (round: Figures) => number): string =>
    grouped(rounds.reduce((sum, round) => sum + pick(round), 0));
  return [
    `ping ${rounds[0]?.pingMillis?.toFixed(2)} ms`,
    `TCP ${speeds[0]} Gbit/s over IPv4, ${speeds[1]} over IPv6`,
    `${COPY_BYTES / MIB} MiB copied with equal SHA-256`,
    `marker in ${total(({ marked }) => marked)} of ${total(({ captured }) => captured)} underlay packets`,
    `c joined by a live reload, ${flow?.lost} of ${grouped(flow?.sent ?? 0)} datagrams lost meanwhile`,
  ];
}

function managedHeadline({ firstMillis, marked, captured, flow }: ManagedFigures): readonly string[] {
  return [
    `a peer found and answering after ${firstMillis?.toFixed(1)} ms`,
    `marker in ${grouped(marked)} of ${grouped(captured)} relayed packets`,
    `relayed -> direct: ${flow?.lost} of ${grouped(flow?.sent ?? 0)} lost, ${flow?.reordered} out of order`,
  ];
}

function describe({ name, membership, site }: LabNode): string {
  return `server ${name} (${membership.addresses.join(', ')}; at ${site.ipv4}, ${site.ipv6})`;
}
