import { setTimeout as sleep } from 'node:timers/promises';
import { Act } from './act.js';
import { eventually } from './eventually.js';
import { Flow, type FlowResult } from './flow.js';
import type { LabNode } from './node.js';
import type { Progress } from './progress.js';
import type { Sandbox } from './sandbox.js';
import { bringUp, introduce } from './servers.js';
import { grouped } from './summary.js';

const FLOW = { packetsPerSecond: 20_000, flows: 8, limitSeconds: 60 };
/** Before the reload and after the last ping. */
const MARGIN_MILLIS = 1500;
const REFUSED_MILLIS = 20_000;

/** A third server joins two that are busy: both get its entry by a reload of their config, and lose no packet by it. */
export class DemoJoin extends Act {
  flow: FlowResult | undefined;
  readonly #sandbox: Sandbox;
  readonly #pair: readonly [LabNode, LabNode];
  readonly #third: LabNode;

  constructor(sandbox: Sandbox, progress: Progress, pair: readonly [LabNode, LabNode], third: LabNode) {
    super(`${third.name} joins`, progress);
    this.#sandbox = sandbox;
    this.#pair = pair;
    this.#third = third;
  }

  async run(keep: boolean): Promise<void> {
    await this.#start();
    const flow = await this.#send();
    await this.#reload();
    await this.#pings();
    await sleep(MARGIN_MILLIS);
    this.#judge(await flow.stop());
    if (!keep) await this.stop([...this.#pair, this.#third]);
  }

  async #start(): Promise<void> {
    const { name } = this.#third;
    this.begin(`three daemons, of which two do not know ${name}`);
    await introduce(this.#pair, 4);
    await this.#third.configure(this.#pair.map((node) => node.asPeer([node.endpoint(4)])));
    await Promise.all([bringUp(this.#pair), this.#third.start()]);
    for (const node of this.#pair) {
      await eventually(`${node.name} to refuse ${name}`, REFUSED_MILLIS, async () => {
        const metrics = await node.metrics();
        return metrics.sum('festoon_handshakes_total', { result: 'peer-unknown' }) > 0 || undefined;
      });
    }
    this.find(`${name} before the reload`, 'refused by both: peer-unknown', true);
  }

  async #send(): Promise<Flow> {
    const [a, b] = this.#pair;
    this.begin(`${grouped(FLOW.packetsPerSecond)} datagrams a second ${a.name} -> ${b.name}`);
    const to = { namespace: b.site.namespace, address: b.membership.addresses[0] ?? '' };
    const flow = await Flow.start(this.#sandbox, a.site.namespace, to, FLOW);
    await sleep(MARGIN_MILLIS);
    this.find('sequenced UDP under way', `${a.name} -> ${b.name}, ${FLOW.flows} flows`, true);
    return flow;
  }

  async #reload(): Promise<void> {
    const { name } = this.#third;
    this.begin(`${name} into both configs, SIGHUP`);
    for (const node of this.#pair) {
      const entry = this.#third.asPeer([this.#third.endpoint(4)]);
      await node.change({ peers: [...node.config.peers, entry] });
    }
    const reloaded = performance.now();
    for (const node of this.#pair) node.signal('SIGHUP');
    await Promise.all(this.#pair.flatMap((node) => [node.up(name), this.#third.up(node.name)]));
    const millis = performance.now() - reloaded;
    this.find(`SIGHUP to ${name} reached`, `${millis.toFixed(0)} ms`, true);
  }

  async #pings(): Promise<void> {
    for (const node of this.#pair) {
      await this.ping(this.#third, node, 0);
      await this.ping(node, this.#third, 1);
    }
  }

  #judge(flow: FlowResult): void {
    this.flow = flow;
    const { sent, lost, duplicated, packetsPerSecond, longestGapMillis } = flow;
    this.begin('what became of the datagrams');
    const whole = lost === 0 && duplicated === 0 && sent > 0;
    this.find('datagrams lost meanwhile', `${grouped(lost)} of ${grouped(sent)}`, whole);
    this.find('datagrams a second', grouped(packetsPerSecond), packetsPerSecond > 0, false);
    this.find('longest gap between two', `${longestGapMillis.toFixed(0)} ms`, true, false);
  }
}
