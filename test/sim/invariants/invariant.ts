import type { Action } from '../../../daemon/control/action.js';
import type { ControlEvent } from '../../../daemon/control/event.js';
import type { Endpoint } from '../../../protocol/address.js';
import type { Cast } from '../cast.js';
import type { Host } from '../host.js';
import type { Plan } from '../plan.js';
import type { Talks } from '../talks.js';
import type { Flying } from '../world.js';

/** What an invariant can see of a run. */
export interface Scene {
  readonly plan: Plan;
  readonly cast: Cast;
  readonly talks: Talks;
  /** µs. */
  readonly now: number;
}

/** Something that holds at every instant of every run. Each method is called at what it is named after. */
export interface Invariant {
  readonly name: string;
  event?(host: Host, event: ControlEvent): void;
  action?(host: Host, action: Action): void;
  sent?(host: Host, to: Endpoint, bytes: Uint8Array): void;
  delivered?(host: Host, packet: Uint8Array): void;
  /** In place of `feed`, which hands the datagram to the host: to be called once. */
  arrival?(host: Host, flying: Flying, feed: () => void): void;
  /** Once a virtual second. */
  second?(): void;
  end?(): void;
}

/** Says that it does not hold. */
export type Fail = (detail: string) => void;
export type MakeInvariant = (scene: Scene, fail: Fail) => Invariant;
