import { randomBytes } from 'node:crypto';
import { Capture } from './capture.js';
import { type Copied, copyFile } from './copy.js';
import { type LabNode, TUN } from './node.js';
import { type PingResult, ping } from './ping.js';
import type { Progress } from './progress.js';
import type { Sandbox } from './sandbox.js';
import { bringUp, createServers, introduce } from './servers.js';
import { type Finding, grouped, type Report, type Round } from './summary.js';
import { measureTcp } from './throughput.js';

export interface DemoOptions {
  readonly progress: Progress;
  /** Leaves the daemons of the last round running. */
  readonly keep: boolean;
}

/** Two servers and what has been found about them so far; complete also when the demo ended early. */
export interface Demo {
  readonly nodes: readonly LabNode[];
  readonly report: Report;
}

const PINGS = 20;
const TCP_SECONDS = 3;
const COPY_BYTES = 64 << 20;
/** Enough echoes, marked themselves, that both ways together pass LEAST_CAPTURED. */
const MARKED_PINGS = 600;
const LEAST_CAPTURED = 1000;
const MARKER_BYTES = 16;
const MIB = 1 << 20;

/**
 * Shows Festoon on this machine: two servers, first over an IPv4 and then over an IPv6 underlay. Each round starts
 * both daemons, pings, measures, copies a file, looks for its bytes on TUN and underlay, scrapes, and ends both.
 */
export async function runDemo(sandbox: Sandbox, options: DemoOptions): Promise<Demo> {
  const started = performance.now();
  const rounds: Round[] = [];
  const figures: Figures[] = [];
  const nodes: LabNode[] = [];
  let failure: string | undefined;
  try {
    const [a, b] = await prepare(sandbox, options.progress);
    nodes.push(a, b);
    for (const family of [4, 6] as const) {
      const round = new DemoRound(sandbox, options.progress, [a, b], family);
      rounds.push({ title: round.title, findings: round.findings });
      await round.run(options.keep && family === 6);
      figures.push(round.figures);
    }
  } catch (error) {
    options.progress.end('failed');
    failure = error instanceof Error ? error.message : String(error);
  }
  const seconds = (performance.now() - started) / 1000;
  const heading = `Festoon lab ${sandbox.name}: ${nodes.map(describe).join(' and ')}`;
  return {
    nodes,
    report: {
      heading,
      rounds,
      figures: headline(figures),
      seconds,
      ...(failure === undefined ? {} : { failure }),
    },
  };
}

async function prepare(sandbox: Sandbox, progress: Progress): Promise<readonly [LabNode, LabNode]> {
  progress.begin('two servers joined over IPv4 and IPv6, a network, two keys, two certificates');
  const { nodes } = await createServers(sandbox, ['a', 'b']);
  progress.end('made');
  return [nodes.a, nodes.b];
}

/** What the last line tells of a round. */
interface Figures {
  pingMillis: number | undefined;
  readonly gigabits: number[];
  captured: number;
  marked: number;
}

function headline(rounds: readonly Figures[]): readonly string[] {
  const speeds = rounds.map(({ gigabits }) => gigabits.map((speed) => speed.toFixed(2)).join(' and '));
  const total = (pick: (round: Figures) => number): string =>
    grouped(rounds.reduce((sum, round) => sum + pick(round), 0));
  return [
    `ping ${rounds[0]?.pingMillis?.toFixed(2)} ms`,
    `TCP ${speeds[0]} Gbit/s over IPv4, ${speeds[1]} over IPv6`,
    `${COPY_BYTES / MIB} MiB copied with equal SHA-256`,
    `marker in ${total(({ marked }) => marked)} of ${total(({ captured }) => captured)} underlay packets`,
  ];
}

class DemoRound {
  readonly title: string;
  readonly findings: Finding[] = [];
  readonly figures: Figures = { pingMillis: undefined, gigabits: [], captured: 0, marked: 0 };
  readonly #sandbox: Sandbox;
  readonly #progress: Progress;
  readonly #nodes: readonly [LabNode, LabNode];
  readonly #family: 4 | 6;

  constructor(sandbox: Sandbox, progress: Progress, nodes: readonly [LabNode, LabNode], family: 4 | 6) {
    this.title = `over IPv${family}`;
    this.#sandbox = sandbox;
    this.#progress = progress;
    this.#nodes = nodes;
    this.#family = family;
  }

  async run(keep: boolean): Promise<void> {
    await this.#start();
    await this.#pings();
    await this.#throughput();
    await this.#secrecy();
    await this.#metrics();
    if (!keep) await this.#stop();
  }

  async #start(): Promise<void> {
    this.#begin('two daemons');
    await introduce(this.#nodes, this.#family);
    const started = performance.now();
    await bringUp(this.#nodes);
    const seconds = (performance.now() - started) / 1000;
    this.#find('both started, session up', `${seconds.toFixed(1)} s`, true);
  }

  async #pings(): Promise<void> {
    for (const overlay of [0, 1] as const) {
      for (const [from, to] of this.#bothWays()) {
        const address = to.membership.addresses[overlay] ?? '';
        this.#begin(`ping ${from.name} -> ${to.name} ${address}`);
        const result = await ping(from.site.namespace, address, { count: PINGS });
        this.#find(`ping ${from.name} -> ${to.name} ${address}`, describePing(result), isWhole(result));
        this.figures.pingMillis ??= result.averageMillis;
      }
    }
  }

  async #throughput(): Promise<void> {
    for (const [from, to] of this.#bothWays()) {
      this.#begin(`iperf3 ${from.name} -> ${to.name}, ${TCP_SECONDS} s of TCP`);
      const found = await measureTcp(this.#sandbox, from.site.namespace, target(to), {
        seconds: TCP_SECONDS,
      });
      this.figures.gigabits.push(found.gigabits);
      const speed = `${found.gigabits.toFixed(2)} Gbit/s`;
      this.#find(`iperf3 ${from.name} -> ${to.name}, TCP`, speed, found.gigabits > 0);
    }
  }

  /** A file copy and pings that carry a marker, captured on the TUN and on the underlay at once. */
  async #secrecy(): Promise<void> {
    const [a, b] = this.#nodes;
    const marker = randomBytes(MARKER_BYTES);
    this.#begin(`a file of ${COPY_BYTES / MIB} MiB a -> b, watched by two captures`);
    const { namespace, device } = a.site;
    const onTun = await Capture.start(this.#sandbox, `tun-${this.#family}`, namespace, TUN);
    const onUnderlay = await Capture.start(this.#sandbox, `underlay-${this.#family}`, namespace, device);
    const copied = await copyFile(this.#sandbox, namespace, target(b), { bytes: COPY_BYTES, marker });
    const options = { count: MARKED_PINGS, intervalMillis: 2, pattern: marker };
    await ping(namespace, target(b).address, options);
    const [inside, outside] = await Promise.all([onTun.stop(marker), onUnderlay.stop(marker)]);
    this.#find('file copied, SHA-256', describeCopy(copied), copied.equal);
    this.#find('marker on the TUN', `in ${grouped(inside.marked)} packets`, inside.marked > 0, false);
    const hidden = outside.marked === 0 && outside.packets > LEAST_CAPTURED;
    const missed = outside.lost === 0 ? '' : ` (${grouped(outside.lost)} not caught)`;
    const count = `in ${grouped(outside.marked)} of ${grouped(outside.packets)} packets${missed}`;
    this.#find('marker on the underlay', count, hidden, false);
    const { 4: ipv4, 6: ipv6 } = outside.versions;
    const carried = (this.#family === 4 ? ipv4 : ipv6) > LEAST_CAPTURED;
    this.#find(
      'caught on the underlay',
      `${grouped(ipv4)} of IPv4, ${grouped(ipv6)} of IPv6`,
      carried,
      false,
    );
    this.figures.captured = outside.packets;
    this.figures.marked = outside.marked;
  }

  async #metrics(): Promise<void> {
    for (const node of this.#nodes) {
      this.#begin(`metrics of ${node.name}`);
      const metrics = await node.metrics();
      const [inbound, outbound, dropped] = [
        metrics.sum('festoon_inbound_packets_total'),
        metrics.sum('festoon_outbound_packets_total'),
        metrics.sum('festoon_dropped_packets_total'),
      ];
      const text = `${grouped(inbound)} in, ${grouped(outbound)} out, ${grouped(dropped)} dropped`;
      this.#find(`metrics of ${node.name}, packets`, text, inbound > 0 && outbound > 0);
    }
  }

  async #stop(): Promise<void> {
    this.#begin('SIGTERM to both');
    const exits = await Promise.all(this.#nodes.map((node) => node.stop()));
    const codes = exits.map(({ code, signal }) => code ?? signal).join(' and ');
    this.#find(
      'SIGTERM, exit codes',
      codes,
      exits.every(({ code }) => code === 0),
    );
    const left = (await Promise.all(this.#nodes.map((node) => node.leftovers()))).flat();
    this.#find(
      'TUN, route, socket left',
      left.length === 0 ? 'none' : left.join(', '),
      left.length === 0,
      false,
    );
  }

  #begin(what: string): void {
    this.#progress.begin(`${this.title}: ${what}`);
  }

  #find(label: string, text: string, ok: boolean, told = true): void {
    this.findings.push({ label, text, ok });
    if (told) this.#progress.end(ok ? text : `${text} FAILED`);
  }

  #bothWays(): readonly (readonly [LabNode, LabNode])[] {
    const [a, b] = this.#nodes;
    return [
      [a, b],
      [b, a],
    ];
  }
}

function target(node: LabNode): { namespace: LabNode['site']['namespace']; address: string } {
  return { namespace: node.site.namespace, address: node.membership.addresses[0] ?? '' };
}

function describe({ name, membership, site }: LabNode): string {
  return `server ${name} (${membership.addresses.join(', ')}; at ${site.ipv4}, ${site.ipv6})`;
}

function describePing({ sent, received, averageMillis }: PingResult): string {
  const average = averageMillis === undefined ? 'no answer' : `${averageMillis.toFixed(2)} ms`;
  return received === sent ? average : `${average}, ${received} of ${sent} answered`;
}

function isWhole({ sent, received }: PingResult): boolean {
  return sent > 0 && received === sent;
}

function describeCopy({ bytes, seconds, equal, sha256 }: Copied): string {
  return `${bytes / MIB} MiB in ${seconds.toFixed(1)} s, ${equal ? `equal ${sha256.slice(0, 8)}..` : 'NOT EQUAL'}`;
}
