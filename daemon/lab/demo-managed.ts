import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Act } from './act.js';
import { Capture } from './capture.js';
import { copyFile } from './copy.js';
import { MIB } from './demo-round.js';
import { Flow, type FlowResult } from './flow.js';
import { bringUpManaged, configureManager, configureNode, createManaged, type Managed } from './managed.js';
import { type LabNode, TUN } from './node.js';
import { ping } from './ping.js';
import type { Progress } from './progress.js';
import type { Sandbox } from './sandbox.js';
import { grouped } from './summary.js';
import { measureTcp } from './throughput.js';

const COPY_BYTES = 16 * MIB;
const TCP_SECONDS = 2;
const FLOW = { packetsPerSecond: 20_000, flows: 8, limitSeconds: 90 };
/** Before the way opens, and after it is taken. */
const MARGIN_MILLIS = 1000;
const MARKER_BYTES = 16;
const LEAST_CAPTURED = 1000;

type Cloud = Managed<'m1' | 'm2', 'd' | 'e'>;

/** What the last line tells of it. */
export interface ManagedFigures {
  firstMillis: number | undefined;
  relayedGigabits: number;
  marked: number;
  captured: number;
  flow: FlowResult | undefined;
}

/**
 * Two nodes in networks of their own, which a router keeps apart; all they know is two managers. They find each other,
 * are relayed unreadably, and go over to a direct way when there is one.
 */
export class DemoManaged extends Act {
  readonly figures: ManagedFigures = {
    firstMillis: undefined,
    relayedGigabits: 0,
    marked: 0,
    captured: 0,
    flow: undefined,
  };
  readonly #sandbox: Sandbox;
  #cloud: Cloud | undefined;

  constructor(sandbox: Sandbox, progress: Progress) {
    super('by managers', progress);
    this.#sandbox = sandbox;
  }

  /** Empty before they are made. */
  get members(): readonly LabNode[] {
    if (this.#cloud === undefined) return [];
    const { managers, nodes } = this.#cloud;
    return [managers.m1, managers.m2, nodes.d, nodes.e];
  }

  async run(keep: boolean): Promise<void> {
    const cloud = await this.#start();
    const { d, e } = cloud.nodes;
    const via = await this.#meet(d, e);
    await this.ping(d, e, 0);
    await this.ping(e, d, 1);
    await this.#throughput(d, e);
    await this.#secrecy(d, e, via === 'm1' ? cloud.managers.m1 : cloud.managers.m2);
    await this.#goDirect(cloud);
    if (!keep) await this.stop(this.members);
  }

  async #start(): Promise<Cloud> {
    this.begin('m1 and m2 manage; d and e know only them, and a router keeps d and e apart');
    this.#cloud = await createManaged(this.#sandbox, ['m1', 'm2'], ['d', 'e'], 'cloud');
    const { managers, nodes } = this.#cloud;
    const [serving, served] = [Object.values(managers), Object.values(nodes)];
    for (const manager of serving) await configureManager(manager, serving);
    for (const node of served) await configureNode(node, serving, { advertise: [node.endpoint(4)] });
    const started = performance.now();
    await bringUpManaged(serving, served);
    const seconds = (performance.now() - started) / 1000;
    this.find('four started, d and e attached', `${seconds.toFixed(1)} s`, true);
    return this.#cloud;
  }

  /** The first packet to somebody unknown; returns the manager that relays. */
  async #meet(from: LabNode, to: LabNode): Promise<string> {
    const address = to.membership.addresses[0] ?? '';
    this.begin(
      `the very first packet ${from.name} -> ${address}, whose owner ${from.name} has never heard of`,
    );
    const options = { count: 1, intervalMillis: 10_000, waitSeconds: 5 };
    const { averageMillis } = await ping(from.site.namespace, address, options);
    this.figures.firstMillis = averageMillis;
    const text = averageMillis === undefined ? 'no answer' : `answered in ${averageMillis.toFixed(1)} ms`;
    this.find(`first packet ${from.name} -> ${to.name}`, text, averageMillis !== undefined);
    this.begin('how they reach each other');
    const { via = '?' } = await from.travels(to.name, 'relayed');
    this.find('path', `relayed by ${via}`, true);
    return via;
  }

  async #throughput(from: LabNode, to: LabNode): Promise<void> {
    this.begin(`iperf3 ${from.name} -> ${to.name}, ${TCP_SECONDS} s of TCP through the manager`);
    const options = { seconds: TCP_SECONDS };
    const { gigabits } = await measureTcp(this.#sandbox, from.site.namespace, target(to), options);
    this.figures.relayedGigabits = gigabits;
    this.find('TCP, relayed', `${gigabits.toFixed(2)} Gbit/s`, gigabits > 0);
  }

  /** A file that carries a marker, captured where it enters and at the manager that relays it. */
  async #secrecy(from: LabNode, to: LabNode, manager: LabNode): Promise<void> {
    const marker = randomBytes(MARKER_BYTES);
    this.begin(`a file of ${COPY_BYTES / MIB} MiB, watched at ${from.name}'s TUN and at the manager`);
    const onTun = await Capture.start(this.#sandbox, 'tun-relayed', from.site.namespace, TUN);
    const { namespace, device } = manager.site;
    const atManager = await Capture.start(this.#sandbox, 'at-manager', namespace, device);
    const copied = await copyFile(this.#sandbox, from.site.namespace, target(to), {
      bytes: COPY_BYTES,
      marker,
    });
    await ping(from.site.namespace, target(to).address, { count: 600, intervalMillis: 2, pattern: marker });
    const [inside, outside] = await Promise.all([onTun.stop(marker), atManager.stop(marker)]);
    this.find('file copied, SHA-256', copied.equal ? 'equal' : 'NOT EQUAL', copied.equal);
    this.find('marker on the TUN', `in ${grouped(inside.marked)} packets`, inside.marked > 0, false);
    const missed = outside.lost === 0 ? '' : ` (${grouped(outside.lost)} not caught)`;
    const count = `in ${grouped(outside.marked)} of ${grouped(outside.packets)} packets${missed}`;
    const hidden = outside.marked === 0 && outside.packets > LEAST_CAPTURED;
    this.find(`marker at ${manager.name}, which relays`, count, hidden, false);
    this.figures.marked = outside.marked;
    this.figures.captured = outside.packets;
  }

  /** The router opens a way while both are busy. */
  async #goDirect({ nodes: { d, e }, segments }: Cloud): Promise<void> {
    const rate = `${grouped(FLOW.packetsPerSecond)} datagrams a second ${d.name} -> ${e.name}`;
    this.begin(`${rate}, and a direct way opens`);
    const flow = await Flow.start(this.#sandbox, d.site.namespace, target(e), FLOW);
    await sleep(MARGIN_MILLIS);
    const opened = performance.now();
    await segments.join('d', 'e');
    for (const [from, to] of [['d', 'e'] as const, ['e', 'd'] as const]) await segments.route(from, to);
    await Promise.all([d.travels(e.name, 'direct'), e.travels(d.name, 'direct')]);
    const seconds = (performance.now() - opened) / 1000;
    this.find('relayed -> direct', `${seconds.toFixed(1)} s after there was a way`, true);
    await sleep(MARGIN_MILLIS);
    this.begin('what became of the datagrams');
    const result = await flow.stop();
    this.figures.flow = result;
    const { sent, lost, duplicated, reordered } = result;
    const whole = sent > 0 && lost === 0 && duplicated === 0;
    this.find('datagrams lost meanwhile', `${grouped(lost)} of ${grouped(sent)}`, whole);
    this.find('datagrams out of order', grouped(reordered), reordered === 0, false);
    await this.ping(d, e, 0);
  }
}

function target(node: LabNode): { namespace: LabNode['site']['namespace']; address: string } {
  return { namespace: node.site.namespace, address: node.membership.addresses[0] ?? '' };
}
