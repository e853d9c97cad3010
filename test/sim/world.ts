import type { Endpoint } from '../../protocol/address.js';
import { Agenda } from './agenda.js';
import type { Host, Surroundings, Watch } from './host.js';
import type { Internet } from './internet.js';
import type { Trace } from './trace.js';

/** A datagram under way. */
export interface Flying {
  readonly source: Endpoint;
  readonly to: Endpoint;
  readonly bytes: Uint8Array;
  /** More than one copy of these bytes may arrive. */
  readonly repeated: boolean;
  /** The same for every copy of it. */
  readonly id: number;
}

/** How a datagram reaches a host; `feed` hands it over. */
export type Arrival = (host: Host, flying: Flying, feed: () => void) => void;

export interface WorldOptions {
  readonly internet: Internet;
  readonly trace: Trace;
  readonly watch: Watch;
  readonly arrival?: Arrival;
  /** Sees each datagram that is sent; true: somebody may send it again. */
  readonly tap?: (flying: Flying) => boolean;
}

/** Of a name's answer, in µs. */
const NAME_TAKES = 5_000;
/** More than this happens at one instant only when somebody wakes for ever. */
const AT_ONE_INSTANT = 100_000;

/** Hosts on one virtual clock. What is due at one instant happens in the order in which it was booked. */
export class World implements Surroundings {
  readonly watch: Watch;
  readonly internet: Internet;
  readonly trace: Trace;
  readonly #options: WorldOptions;
  readonly #agenda: Agenda<() => void> = new Agenda();
  readonly #hosts: Set<Host> = new Set();
  readonly #at: Map<Endpoint, Host> = new Map();
  #now = 1_000_000;
  #ids = 0;

  constructor(options: WorldOptions) {
    this.#options = options;
    this.internet = options.internet;
    this.trace = options.trace;
    this.watch = options.watch;
  }

  /** µs; a run begins at 1 s, so that nothing is at 0. */
  get now(): number {
    return this.#now;
  }

  get hosts(): readonly Host[] {
    return [...this.#hosts];
  }

  /** Switched on: control is told to start. */
  add(host: Host): void {
    this.#hosts.add(host);
    this.#at.set(host.endpoint, host);
    this.turn(host, () => host.post({ type: 'start' }));
  }

  /** Switched off: what flies to it is lost. */
  remove(host: Host): void {
    host.stop();
    this.#hosts.delete(host);
    if (this.#at.get(host.endpoint) === host) this.#at.delete(host.endpoint);
  }

  move(host: Host, endpoint: Endpoint): void {
    if (this.#at.get(host.endpoint) === host) this.#at.delete(host.endpoint);
    host.endpoint = endpoint;
    this.#at.set(endpoint, host);
  }

  /** Does something with a host; whatever it asks for is booked. */
  turn(host: Host, act: () => void): void {
    act();
    this.#book(host);
  }

  at(instant: number, act: () => void): void {
    this.#agenda.book(Math.max(instant, this.#now), act);
  }

  run(until: number): void {
    const agenda = this.#agenda;
    let here = 0;
    while (agenda.nextAt <= until) {
      here = agenda.nextAt > this.#now ? 0 : here + 1;
      if (here > AT_ONE_INSTANT) throw new Error('time stands still');
      this.#now = agenda.nextAt;
      agenda.take()();
    }
    this.#now = until;
  }

  transmit({ endpoint: source }: Host, to: Endpoint, bytes: Uint8Array): void {
    const id = ++this.#ids;
    const arrivals = this.internet.pass(this.#now, source, to, bytes.length);
    const tapped = this.#options.tap?.({ source, to, bytes, id, repeated: false }) ?? false;
    const repeated = tapped || arrivals.length > 1;
    for (const at of arrivals) this.fly(at, { source, to, bytes, id, repeated });
  }

  /** Puts a datagram on the way; it arrives at that instant. */
  fly(at: number, flying: Flying): void {
    this.at(at, () => this.#land(flying));
  }

  resolve(host: Host, name: string): void {
    this.at(this.#now + NAME_TAKES, () => {
      if (!this.#hosts.has(host)) return;
      const addresses = this.internet.resolve(this.#now, name);
      this.turn(host, () => host.post({ type: 'resolved', host: name, addresses }));
    });
  }

  #land(flying: Flying): void {
    const { source, to, bytes } = flying;
    const host = this.#at.get(to);
    if (host === undefined) return;
    const { trace, arrival } = this.#options;
    trace.number(this.#now);
    trace.text(source);
    trace.text(to);
    trace.number(bytes.length);
    trace.line(
      () => `${this.#clock()} ${source} -> ${host.name} type ${(bytes[0] as number) & 15}, ${bytes.length} B`,
    );
    const feed = (): void => host.receive(source, bytes);
    this.turn(host, arrival === undefined ? feed : () => arrival(host, flying, feed));
  }

  #book(host: Host): void {
    const at = host.nextAt;
    if (at >= host.bookedAt || !this.#hosts.has(host)) return;
    host.bookedAt = at;
    this.at(at, () => this.#wake(host, at));
  }

  #wake(host: Host, at: number): void {
    if (host.bookedAt !== at || !this.#hosts.has(host)) return;
    host.bookedAt = Number.POSITIVE_INFINITY;
    if (host.nextAt <= this.#now) host.wake();
    this.#book(host);
  }

  #clock(): string {
    return (this.#now / 1e6).toFixed(6).padStart(12);
  }
}
