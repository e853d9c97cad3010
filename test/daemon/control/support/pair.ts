import { type Control, createControl } from '../../../../daemon/control/control.js';
import { type PeerFacts, staticPeers } from '../../../../daemon/control/peer-source.js';
import type { Rng } from '../../../../daemon/control/rng.js';
import type { PeerStatus } from '../../../../daemon/control/status.js';
import type { Clock } from '../../../../daemon/io/clock.js';
import { controlEvents, dataplane } from '../../../../daemon/io/dataplane.js';
import { createDriver, type Driver } from '../../../../daemon/io/driver.js';
import { createSodium } from '../../../../daemon/io/sodium.js';
import { Engine } from '../../../../native/index.js';
import type { Endpoint } from '../../../../protocol/address.js';
import { localNode, networkSecret, nodeFacts, seed, WALL } from '../../../protocol/support/network.js';
import { endpointOf, nodeOptions } from './node.js';
import { seededRng } from './rng.js';

/** What the network between the nodes does to a datagram; delays in ms. */
export interface Link {
  readonly delay: number;
  /** Up to so much more, each datagram for itself: they overtake one another. */
  readonly spread: number;
  readonly duplicated: number;
  /** Share that is lost, of the datagrams that `losable` names. */
  readonly lost: number;
  readonly losable: (bytes: Uint8Array) => boolean;
}

export const PERFECT: Link = { delay: 10, spread: 0, duplicated: 0, lost: 0, losable: () => true };

/** Whole nodes, a real engine in each, on one virtual clock; everything follows from the seed. */
export class World {
  readonly #rng: Rng;
  readonly #flying: {
    readonly at: number;
    readonly source: Endpoint;
    readonly to: Endpoint;
    readonly bytes: Uint8Array;
  }[] = [];
  readonly nodes: SimNode[] = [];
  link: Link = PERFECT;
  mono = 1_000;

  constructor(label: string) {
    this.#rng = seededRng(label);
  }

  add(name: string, peers: readonly PeerFacts[], bootEpoch = 1n): SimNode {
    const node = new SimNode(this, name, peers, bootEpoch);
    this.nodes.push(node);
    return node;
  }

  /** The node is switched off; what flies to it is lost. */
  remove(node: SimNode): void {
    this.nodes.splice(this.nodes.indexOf(node), 1);
  }

  get wall(): number {
    return Math.floor(WALL + this.mono / 1000);
  }

  transmit(source: Endpoint, to: Endpoint, bytes: Uint8Array): void {
    const { delay, spread, duplicated, lost, losable } = this.link;
    if (losable(bytes) && this.#rng.fraction() < lost) return;
    for (let copies = this.#rng.fraction() < duplicated ? 2 : 1; copies > 0; copies--) {
      this.#flying.push({ at: this.mono + delay + spread * this.#rng.fraction(), source, to, bytes });
    }
  }

  /** Lets `ms` pass; `each` is called every `every` ms. */
  run(ms: number, every: number = Number.POSITIVE_INFINITY, each: () => void = () => undefined): void {
    const end = this.mono + ms;
    let eachAt = this.mono + every;
    for (;;) {
      const next = Math.min(
        eachAt,
        ...this.nodes.map((node) => node.nextAt),
        ...this.#flying.map(({ at }) => at),
      );
      if (next > end) break;
      this.mono = Math.max(this.mono, next);
      for (const node of this.nodes) if (node.nextAt <= this.mono) node.wake();
      this.#land();
      if (eachAt <= this.mono) {
        each();
        eachAt += every;
      }
    }
    this.mono = end;
  }

  #land(): void {
    const due = this.#flying.filter(({ at }) => at <= this.mono).sort((a, b) => a.at - b.at);
    for (const datagram of due) this.#flying.splice(this.#flying.indexOf(datagram), 1);
    for (const { source, to, bytes } of due) {
      this.nodes.find(({ endpoint }) => endpoint === to)?.step({ source, bytes });
    }
  }
}

/** One node: control, driver and data plane as in the daemon, the core without its thread. */
export class SimNode {
  readonly name: string;
  readonly engine: Engine;
  readonly control: Control;
  /** Inner packets that came out of it, in order. */
  readonly delivered: Uint8Array[] = [];
  readonly #world: World;
  readonly #driver: Driver;
  #wake: (() => void) | undefined;
  #wakeAt: number = Number.POSITIVE_INFINITY;
  #engineAt: number = Number.POSITIVE_INFINITY;
  endpoint: Endpoint;

  constructor(world: World, name: string, peers: readonly PeerFacts[], bootEpoch: bigint) {
    this.name = name;
    this.#world = world;
    this.endpoint = endpointOf(name);
    const rng = seededRng(`${name} ${bootEpoch}`);
    const crypto = createSodium({ randomBytes: (length) => rng.bytes(length) });
    this.engine = new Engine({ seed: seed(`${name} engine ${bootEpoch}`), lanes: 1 });
    const local = localNode(name, nodeOptions(name, peers).local.chain, crypto);
    this.engine.setIdentity({ publicKey: local.noise.publicKey, secrets: [networkSecret] });
    this.engine.setLocal({ addresses: [...nodeFacts(name).addresses], prefixes: [] });
    const options = { ...nodeOptions(name, peers), crypto, local, rng, bootEpoch, suites: [3] as const };
    this.control = createControl({ ...options, peers: staticPeers(peers) });
    const clock: Clock = {
      now: () => ({ mono: world.mono, wall: world.wall }),
      wakeAt: (mono, wake) => {
        this.#wakeAt = mono ?? Number.POSITIVE_INFINITY;
        this.#wake = wake;
      },
    };
    const perform = dataplane(this.engine, crypto, () => undefined);
    const onError = (error: unknown): never => {
      throw error;
    };
    this.#driver = createDriver({ control: this.control, clock, perform, onError });
  }

  start(): void {
    this.#driver.post({ type: 'start' });
    this.step();
  }

  get nextAt(): number {
    return Math.min(this.#wakeAt, this.#engineAt);
  }

  wake(): void {
    const wake = this.#wake;
    if (this.#wakeAt <= this.#world.mono && wake !== undefined) {
      this.#wakeAt = Number.POSITIVE_INFINITY;
      wake();
    }
    this.step();
  }

  send(packet: Uint8Array): void {
    this.step(undefined, packet);
  }

  /** Turns the core until it and control have nothing more to tell each other. */
  step(datagram?: { source: Endpoint; bytes: Uint8Array }, packet?: Uint8Array): void {
    let input = { datagrams: datagram ? [datagram] : [], tun: packet ? [packet] : [] };
    for (let more = true; more; input = { datagrams: [], tun: [] }) {
      const out = this.engine.step(BigInt(Math.round(this.#world.mono * 1e6)), input);
      for (const { destination, bytes } of out.datagrams) {
        this.#world.transmit(this.endpoint, destination as Endpoint, bytes);
      }
      this.delivered.push(...out.tun);
      const events = controlEvents(out.events);
      for (const event of events) this.#driver.post(event);
      more = events.length > 0 || out.datagrams.length > 0;
      this.#engineAt = out.nextWakeupNs === null ? Number.POSITIVE_INFINITY : Number(out.nextWakeupNs) / 1e6;
    }
  }

  /** State of its only peer. */
  get peerState(): string | undefined {
    return this.#peer()?.state;
  }

  /** Of the session with its only peer, in seconds. */
  get sessionAge(): number | undefined {
    return this.#peer()?.sessionAge;
  }

  #peer(): PeerStatus | undefined {
    return this.control.snapshot({ mono: this.#world.mono, wall: this.#world.wall }).peers[0];
  }
}
