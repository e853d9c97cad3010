import { type Control, createControl, type Settings } from '../../../../daemon/control/control.js';
import type { ControlEvent } from '../../../../daemon/control/event.js';
import type { Now } from '../../../../daemon/control/now.js';
import type { PeerFacts } from '../../../../daemon/control/peer-source.js';
import type { Rng } from '../../../../daemon/control/rng.js';
import type { ControlStatus, PeerStatus } from '../../../../daemon/control/status.js';
import type { Clock } from '../../../../daemon/io/clock.js';
import { controlEvents, dataplane, type OtherAction } from '../../../../daemon/io/dataplane.js';
import { createDriver, type Driver, type Perform } from '../../../../daemon/io/driver.js';
import { createSodium } from '../../../../daemon/io/sodium.js';
import { Engine } from '../../../../native/index.js';
import type { Endpoint } from '../../../../protocol/address.js';
import type { Crypto } from '../../../../protocol/crypto.js';
import { localNode, networkSecret, nodeFacts, seed, WALL } from '../../../protocol/support/network.js';
import { endpointOf, type NodeOptions, nodeOptions } from './node.js';
import { SEALED_BYTES } from './packet.js';
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
  readonly label: string;
  link: Link = PERFECT;
  mono = 1_000;
  /** Copies of datagrams that the network has lost. */
  lost = 0;
  /** Datagrams that carry a packet of `packet`. */
  sealed = 0;

  constructor(label: string) {
    this.label = label;
    this.#rng = seededRng(label);
  }

  add(name: string, peers: readonly PeerFacts[], bootEpoch = 1n, options: NodeOptions = {}): SimNode {
    const node = new SimNode(this, name, peers, bootEpoch, options);
    this.nodes.push(node);
    return node;
  }

  /** The node is switched off; what flies to it is lost. */
  remove(node: SimNode): void {
    this.nodes.splice(this.nodes.indexOf(node), 1);
  }

  transmit(source: Endpoint, to: Endpoint, bytes: Uint8Array): void {
    const { delay, spread, duplicated, lost, losable } = this.link;
    if (bytes.length === SEALED_BYTES) this.sealed += 1;
    for (let copies = this.#rng.fraction() < duplicated ? 2 : 1; copies > 0; copies--) {
      if (losable(bytes) && this.#rng.fraction() < lost) this.lost += 1;
      else this.#flying.push({ at: this.mono + delay + spread * this.#rng.fraction(), source, to, bytes });
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
  /** Actions that are not its core's, in order. */
  readonly elsewhere: OtherAction[] = [];
  /** How often another session began to send: one that it opened, or one that the peer opened and confirmed. */
  switches = 0;
  /** By how much its wall clock is wrong, in seconds. */
  clockError = 0;
  /** Inner packets that came out of it, in order. */
  readonly delivered: Uint8Array[] = [];
  readonly #world: World;
  readonly #crypto: Crypto;
  readonly #driver: Driver;
  #wake: (() => void) | undefined;
  #wakeAt: number = Number.POSITIVE_INFINITY;
  #engineAt: number = Number.POSITIVE_INFINITY;
  endpoint: Endpoint;

  constructor(
    world: World,
    name: string,
    peers: readonly PeerFacts[],
    bootEpoch: bigint,
    options: NodeOptions,
  ) {
    this.name = name;
    this.#world = world;
    this.endpoint = endpointOf(name);
    const label = `${world.label} ${name} ${bootEpoch}`;
    const rng = seededRng(label);
    const crypto = createSodium({ randomBytes: (length) => rng.bytes(length) });
    this.#crypto = crypto;
    this.engine = new Engine({ seed: seed(label), lanes: 1 });
    this.engine.setLocal({ addresses: [...nodeFacts(name).addresses], prefixes: [] });
    const settings = this.#settings(peers, options);
    this.control = createControl({ ...settings, crypto, rng, bootEpoch, lanes: 1, timeFloor: 0 });
    const clock: Clock = {
      now: () => this.now,
      wakeAt: (mono, wake) => {
        this.#wakeAt = mono ?? Number.POSITIVE_INFINITY;
        this.#wake = wake;
      },
    };
    const engine = dataplane(this.engine, crypto, (action, post) => {
      this.elsewhere.push(action);
      if (action.type === 'raise-boot') post({ type: 'boot-raised', bootEpoch: action.bootEpoch });
    });
    const perform: Perform = (action, post) => {
      if (action.type === 'install-session' && action.initiator) this.switches += 1;
      engine(action, post);
    };
    const onError = (error: unknown): never => {
      throw error;
    };
    this.#driver = createDriver({ control: this.control, clock, perform, onError, onBug: onError });
  }

  start(): void {
    this.post({ type: 'start' });
  }

  post(event: ControlEvent): void {
    this.#driver.post(event);
    this.step();
  }

  /** As a reload does it: the core knows a new identity first. */
  reconfigure(peers: readonly PeerFacts[], options: NodeOptions = {}): void {
    this.post({ type: 'reconfigure', settings: this.#settings(peers, options) });
  }

  get now(): Now {
    const { mono } = this.#world;
    return { mono, wall: Math.floor(WALL + mono / 1000) + this.clockError };
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
      const out = this.engine.step(Math.round(this.#world.mono * 1e6), input);
      for (const { destination, bytes } of out.datagrams) {
        this.#world.transmit(this.endpoint, destination as Endpoint, bytes);
      }
      this.delivered.push(...out.tun);
      const events = controlEvents(out.events);
      for (const event of events) {
        if (event.type === 'session-confirmed') this.switches += 1;
        this.#driver.post(event);
      }
      more = events.length > 0;
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

  get status(): ControlStatus {
    return this.control.snapshot(this.now);
  }

  #peer(): PeerStatus | undefined {
    return this.status.peers[0];
  }

  /** Makes settings, and the core know who this node is in them. */
  #settings(peers: readonly PeerFacts[], options: NodeOptions): Settings {
    const made = nodeOptions(this.name, peers, options);
    const local = localNode(options.keyOf ?? this.name, made.local.chain, this.#crypto);
    this.engine.setIdentity({ publicKey: local.noise.publicKey, secrets: [networkSecret] });
    return { ...made, local, suites: [3] };
  }
}
