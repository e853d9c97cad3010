import type { Action } from '../../daemon/control/action.js';
import { type Control, type ControlOptions, createControl } from '../../daemon/control/control.js';
import type { ControlEvent } from '../../daemon/control/event.js';
import type { Now } from '../../daemon/control/now.js';
import type { Clock } from '../../daemon/io/clock.js';
import {
  controlEvents,
  dataplane,
  type EngineCommands,
  type OtherAction,
} from '../../daemon/io/dataplane.js';
import { createDriver, type Driver, type Perform } from '../../daemon/io/driver.js';
import { Engine, type StepInput, type StepOutput } from '../../native/index.js';
import type { Endpoint } from '../../protocol/address.js';
import { WALL } from './membership.js';

/** What of an engine a host uses, so that a faulty one can stand in its place. */
export type HostEngine = EngineCommands &
  Pick<Engine, 'setIdentity' | 'setLocal' | 'counters' | 'peerStats' | 'step'>;

/** Who looks at what a host does. */
export interface Watch {
  event(host: Host, event: ControlEvent): void;
  action(host: Host, action: Action): void;
  sent(host: Host, to: Endpoint, bytes: Uint8Array): void;
  delivered(host: Host, packet: Uint8Array): void;
}

/** What is around a host. */
export interface Surroundings {
  /** µs since the begin of the run. */
  readonly now: number;
  transmit(host: Host, to: Endpoint, bytes: Uint8Array): void;
  resolve(host: Host, name: string): void;
  readonly watch: Watch;
}

export interface HostOptions {
  readonly name: string;
  /** Which run of it this is, from 1 on. */
  readonly boot: number;
  readonly endpoint: Endpoint;
  readonly control: ControlOptions;
  readonly seed: Uint8Array;
  readonly secret: Uint8Array;
  /** Makes a boot epoch durable. */
  readonly raised?: (bootEpoch: bigint) => void;
  /** Seams at which a planted fault sits. */
  readonly seams?: Seams;
}

export interface Seams {
  engine?(engine: HostEngine, host: Host): HostEngine;
  perform?(perform: Perform, host: Host): Perform;
  /** Undefined: control never hears of it. */
  event?(event: ControlEvent, host: Host): ControlEvent | undefined;
  clock?(clock: Clock, host: Host): Clock;
}

/** For so many sessions there is room: more than any bounded table should need. */
const SESSIONS = 256;
/** So often control and core may answer each other within one instant. */
const TURNS = 1_000;
/** Actions after which the core's thread would turn: they may have left something to send. */
const WAKING: ReadonlySet<Action['type']> = new Set([
  'set-path',
  'update-routes',
  'refuse-address',
  'install-session',
  'send-handshake',
  'send-cookie',
  'send-control',
]);
const NOTHING: StepInput = { datagrams: [], tun: [] };

/** One run of a node or manager: control, driver and data plane as in the daemon, the core without its thread. */
export class Host {
  readonly name: string;
  readonly boot: number;
  readonly control: Control;
  readonly engine: HostEngine;
  readonly options: ControlOptions;
  endpoint: Endpoint;
  /** By how much its wall clock is wrong, in seconds. */
  clockError = 0;
  /** When the world turns it next, in µs. */
  bookedAt: number = Number.POSITIVE_INFINITY;
  /** How often it woke by itself. */
  wakeups = 0;
  readonly #around: Surroundings;
  readonly #seams: Seams;
  readonly #raised: (bootEpoch: bigint) => void;
  readonly #driver: Driver;
  #wake: () => void = () => undefined;
  /** µs. */
  #wakeAt = Number.POSITIVE_INFINITY;
  #engineAt = Number.POSITIVE_INFINITY;
  /** A command may have left something to send. */
  #commanded = false;

  constructor(around: Surroundings, options: HostOptions) {
    const { name, boot, endpoint, control, seed, secret, seams = {}, raised = () => undefined } = options;
    this.name = name;
    this.boot = boot;
    this.endpoint = endpoint;
    this.options = control;
    this.#around = around;
    this.#seams = seams;
    this.#raised = raised;
    const engine: HostEngine = new Engine({ seed, lanes: control.lanes, sessions: SESSIONS });
    this.engine = seams.engine?.(engine, this) ?? engine;
    const { local, certificate, crypto } = control;
    this.engine.setIdentity({ publicKey: local.noise.publicKey, secrets: [secret] });
    this.engine.setLocal({ addresses: [...certificate.addresses], prefixes: [] });
    this.control = createControl(control);
    const core = dataplane(this.engine, crypto, (action, post) => this.#elsewhere(action, post));
    const perform: Perform = (action, post) => {
      around.watch.action(this, action);
      if (WAKING.has(action.type) || isWatch(action)) this.#commanded = true;
      core(action, post);
    };
    const clock = this.#clock();
    this.#driver = createDriver({
      control: this.control,
      clock: seams.clock?.(clock, this) ?? clock,
      perform: seams.perform?.(perform, this) ?? perform,
      onError: raise,
      onBug: raise,
    });
  }

  get now(): Now {
    const { now } = this.#around;
    return { mono: now / 1_000, wall: WALL + Math.floor(now / 1e6) + this.clockError };
  }

  /** When it wants to be turned, in µs. */
  get nextAt(): number {
    return Math.min(this.#wakeAt, this.#engineAt);
  }

  post(event: ControlEvent): void {
    this.#post(event);
    this.#settle();
  }

  /** What is due. */
  wake(): void {
    this.wakeups += 1;
    if (this.#wakeAt <= this.#around.now) {
      this.#wakeAt = Number.POSITIVE_INFINITY;
      this.#wake();
    }
    this.#settle();
  }

  receive(source: Endpoint, bytes: Uint8Array): void {
    this.#step({ datagrams: [{ source, bytes }], tun: [] });
    this.#settle();
  }

  send(packet: Uint8Array): void {
    this.#step({ datagrams: [], tun: [packet] });
    this.#settle();
  }

  /** Nothing comes of it any more. */
  stop(): void {
    this.#driver.stop();
    this.#engineAt = Number.POSITIVE_INFINITY;
    this.#wakeAt = Number.POSITIVE_INFINITY;
  }

  #settle(): void {
    for (let turn = 0; this.#commanded || this.#engineAt <= this.#around.now; turn++) {
      if (turn === TURNS) throw new Error(`${this.name} does not come to rest`);
      this.#step(NOTHING);
    }
  }

  #step(input: StepInput): void {
    this.#commanded = false;
    const out = this.engine.step(this.#around.now * 1_000, input);
    // Up, so that what is due at an instant is not asked for before it.
    this.#engineAt = Math.ceil(out.nextWakeupNs / 1_000);
    this.#take(out);
  }

  #take(out: StepOutput): void {
    const { watch } = this.#around;
    for (const { destination, bytes } of out.datagrams) {
      watch.sent(this, destination as Endpoint, bytes);
      this.#around.transmit(this, destination as Endpoint, bytes);
    }
    for (const packet of out.tun) watch.delivered(this, packet);
    if (out.events.length === 0) return;
    for (const event of controlEvents(out.events)) this.#post(event);
  }

  #post(event: ControlEvent): void {
    const heard = this.#seams.event ? this.#seams.event(event, this) : event;
    if (heard === undefined) return;
    this.#around.watch.event(this, heard);
    this.#driver.post(heard);
  }

  #elsewhere(action: OtherAction, post: (event: ControlEvent) => void): void {
    if (action.type === 'resolve') this.#around.resolve(this, action.host);
    else if (action.type === 'raise-boot') {
      this.#raised(action.bootEpoch);
      post({ type: 'boot-raised', bootEpoch: action.bootEpoch });
    }
  }

  #clock(): Clock {
    return {
      now: () => this.now,
      wakeAt: (mono, wake) => {
        this.#wakeAt = mono === undefined ? Number.POSITIVE_INFINITY : atOrAfter(mono);
        this.#wake = wake;
      },
    };
  }
}

/** The first whole µs whose reading in ms is not before `mono`. */
function atOrAfter(mono: number): number {
  const at = Math.max(Math.ceil(mono * 1_000), 0);
  return at / 1_000 < mono ? at + 1 : at;
}

/** The core looks after peers, from when it last heard them on. */
function isWatch(action: Action): boolean {
  return action.type === 'read-activity' && action.watch.length > 0;
}

function raise(error: unknown): never {
  throw error;
}
