import { randomBytes } from 'node:crypto';
import { Act } from './act.js';
import { Capture } from './capture.js';
import { type Copied, copyFile } from './copy.js';
import { type LabNode, TUN } from './node.js';
import { ping } from './ping.js';
import type { Progress } from './progress.js';
import type { Sandbox } from './sandbox.js';
import { bringUp, introduce } from './servers.js';
import { grouped } from './summary.js';
import { measureTcp } from './throughput.js';

const TCP_SECONDS = 3;
export const COPY_BYTES: number = 64 << 20;
/** Enough echoes, marked themselves, that both ways together pass LEAST_CAPTURED. */
const MARKED_PINGS = 600;
const LEAST_CAPTURED = 1000;
const MARKER_BYTES = 16;
export const MIB: number = 1 << 20;

/** What the last line tells of a round. */
export interface Figures {
  pingMillis: number | undefined;
  readonly gigabits: number[];
  captured: number;
  marked: number;
}

/** Two daemons over one underlay family: pings, speed, a file, what the wire shows, metrics, their end. */
export class DemoRound extends Act {
  readonly figures: Figures = { pingMillis: undefined, gigabits: [], captured: 0, marked: 0 };
  readonly #sandbox: Sandbox;
  readonly #nodes: readonly [LabNode, LabNode];
  readonly #family: 4 | 6;

  constructor(sandbox: Sandbox, progress: Progress, nodes: readonly [LabNode, LabNode], family: 4 | 6) {
    super(`over IPv${family}`, progress);
    this.#sandbox = sandbox;
    this.#nodes = nodes;
    this.#family = family;
  }

  async run(): Promise<void> {
    await this.#start();
    await this.#pings();
    await this.#throughput();
    await this.#secrecy();
    await this.#metrics();
    await this.stop(this.#nodes);
  }

  async #start(): Promise<void> {
    this.begin('two daemons');
    await introduce(this.#nodes, this.#family);
    const started = performance.now();
    await bringUp(this.#nodes);
    const seconds = (performance.now() - started) / 1000;
    this.find('both started, session up', `${seconds.toFixed(1)} s`, true);
  }

  async #pings(): Promise<void> {
    for (const overlay of [0, 1] as const) {
      for (const [from, to] of this.#bothWays()) {
        const { averageMillis } = await this.ping(from, to, overlay);
        this.figures.pingMillis ??= averageMillis;
      }
    }
  }

  async #throughput(): Promise<void> {
    for (const [from, to] of this.#bothWays()) {
      this.begin(`iperf3 ${from.name} -> ${to.name}, ${TCP_SECONDS} s of TCP`);
      const found = await measureTcp(this.#sandbox, from.site.namespace, target(to), {
        seconds: TCP_SECONDS,
      });
      this.figures.gigabits.push(found.gigabits);
      const speed = `${found.gigabits.toFixed(2)} Gbit/s`;
      this.find(`iperf3 ${from.name} -> ${to.name}, TCP`, speed, found.gigabits > 0);
    }
  }

  /** A file copy and pings that carry a marker, captured on the TUN and on the underlay at once. */
  async #secrecy(): Promise<void> {
    const [a, b] = this.#nodes;
    const marker = randomBytes(MARKER_BYTES);
    this.begin(`a file of ${COPY_BYTES / MIB} MiB a -> b, watched by two captures`);
    const { namespace, device } = a.site;
    const onTun = await Capture.start(this.#sandbox, `tun-${this.#family}`, namespace, TUN);
    const onUnderlay = await Capture.start(this.#sandbox, `underlay-${this.#family}`, namespace, device);
    const copied = await copyFile(this.#sandbox, namespace, target(b), { bytes: COPY_BYTES, marker });
    const options = { count: MARKED_PINGS, intervalMillis: 2, pattern: marker };
    await ping(namespace, target(b).address, options);
    const [inside, outside] = await Promise.all([onTun.stop(marker), onUnderlay.stop(marker)]);
    this.find('file copied, SHA-256', describeCopy(copied), copied.equal);
    this.find('marker on the TUN', `in ${grouped(inside.marked)} packets`, inside.marked > 0, false);
    const hidden = outside.marked === 0 && outside.packets > LEAST_CAPTURED;
    const missed = outside.lost === 0 ? '' : ` (${grouped(outside.lost)} not caught)`;
    const count = `in ${grouped(outside.marked)} of ${grouped(outside.packets)} packets${missed}`;
    this.find('marker on the underlay', count, hidden, false);
    const { 4: ipv4, 6: ipv6 } = outside.versions;
    const carried = (this.#family === 4 ? ipv4 : ipv6) > LEAST_CAPTURED;
    this.find('caught on the underlay', `${grouped(ipv4)} of IPv4, ${grouped(ipv6)} of IPv6`, carried, false);
    this.figures.captured = outside.packets;
    this.figures.marked = outside.marked;
  }

  async #metrics(): Promise<void> {
    for (const node of this.#nodes) {
      this.begin(`metrics of ${node.name}`);
      const metrics = await node.metrics();
      const [inbound, outbound, dropped] = [
        metrics.sum('festoon_inbound_packets_total'),
        metrics.sum('festoon_outbound_packets_total'),
        metrics.sum('festoon_dropped_packets_total'),
      ];
      const text = `${grouped(inbound)} in, ${grouped(outbound)} out, ${grouped(dropped)} dropped`;
      this.find(`metrics of ${node.name}, packets`, text, inbound > 0 && outbound > 0);
    }
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

function describeCopy({ bytes, seconds, equal, sha256 }: Copied): string {
  return `${bytes / MIB} MiB in ${seconds.toFixed(1)} s, ${equal ? `equal ${sha256.slice(0, 8)}..` : 'NOT EQUAL'}`;
}
