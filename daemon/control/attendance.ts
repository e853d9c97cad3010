import type { ControlMessage } from '../../protocol/control-message.js';
import type { VerifiedNode } from '../../protocol/trust.js';
import type { Path } from './path.js';

/** A peer, as the parts of a manager see it. */
export interface Caller {
  /** By which the core knows it. */
  readonly id: number;
  readonly name: string;
  readonly isManager: boolean;
  /** Who it has shown to be in its session. */
  readonly node: VerifiedNode | undefined;
  /** Where packets to it go. */
  readonly path: Path | undefined;
  /** Round trip to it, in ms, if it was measured. */
  readonly rttMs: number | undefined;
  /** On its session, if it has one. */
  send(message: ControlMessage): void;
}

/** Who has a session with this manager: everyone that has told by it who it is, and every other manager. */
export class Attendance {
  readonly #attached: Map<string, Caller> = new Map();
  readonly #managers: Map<string, Caller> = new Map();

  get size(): number {
    return this.#attached.size;
  }

  names(): readonly string[] {
    return [...this.#attached.keys()];
  }

  attached(name: string): Caller | undefined {
    return this.#attached.get(name);
  }

  manager(name: string): Caller | undefined {
    return this.#managers.get(name);
  }

  /** A session with it has come up. */
  up(peer: Caller): void {
    if (peer.isManager) this.#managers.set(peer.name, peer);
  }

  attach(peer: Caller): void {
    this.#attached.set(peer.name, peer);
  }

  /** It takes its leave; its session may go on. */
  detach(name: string): void {
    this.#attached.delete(name);
  }

  /** It has no session any more. */
  down({ name }: Caller): void {
    this.#attached.delete(name);
    this.#managers.delete(name);
  }
}
