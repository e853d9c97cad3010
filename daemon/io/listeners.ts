import { type Address, type Endpoint, formatEndpoint } from '../../protocol/address.js';
import type { Config } from '../config/config.js';
import type { ListenStatus, SocketStatus } from '../control/status.js';
import type { Log } from '../observe/log.js';
import type { Engine } from './engine.js';
import { type Part, type Prepared, type Setup, UNCHANGED } from './part.js';

/** One address and port that the config names, or named until a reload. */
interface Listener {
  readonly endpoint: Endpoint;
  readonly address: Address;
  readonly port: number;
  readonly socket?: ReturnType<Engine['bindUdp']>;
  /** Why there is no socket. */
  readonly why?: string;
}

export interface ListenersOptions {
  readonly engine: Pick<Engine, 'bindUdp' | 'unbindUdp' | 'preferUdp'>;
  readonly log: Log;
  /** Peers that reach this node by one of these sockets have followed; all others receive until `settled`. */
  readonly onMoved: (sockets: readonly number[]) => void;
  /** A socket is there that was not to be had before. */
  readonly onBound: () => void;
}

/**
 * The UDP sockets of the underlay. An address that this host does not have yet is tried until it has; sockets that a
 * reload leaves go on receiving until every peer has followed.
 */
export class Listeners implements Part {
  readonly #options: ListenersOptions;
  #wanted: readonly Listener[] = [];
  #draining: readonly Listener[] = [];

  constructor(options: ListenersOptions) {
    this.#options = options;
  }

  /** Throws an error with a code of the registry; an address that this host does not have is no error. */
  start({ config }: Setup): void {
    for (const listener of listenersOf(config)) {
      const opened = this.#attempt(listener, (code) => code === 'address-not-local');
      this.#wanted = [...this.#wanted, opened];
      if (opened.why !== undefined) this.#options.log.warn('waits for an address', { why: opened.why });
    }
  }

  status(): readonly ListenStatus[] {
    return [
      ...this.#wanted.map(({ endpoint, why }): ListenStatus => {
        const listener = { use: 'tunnel', endpoint } as const;
        return why === undefined ? { ...listener, state: 'bound' } : { ...listener, state: 'retrying', why };
      }),
      ...this.#draining.map(({ endpoint }) => ({ use: 'tunnel', endpoint, state: 'draining' }) as const),
    ];
  }

  sockets(): readonly SocketStatus[] {
    return [...this.#wanted, ...this.#draining].flatMap(({ socket }) => {
      if (socket === undefined) return [];
      const { address, port, gso, gro } = socket;
      return [{ address, port, gso, gro }];
    });
  }

  /** Tries again what could not be bound. */
  tend(): void {
    if (this.#wanted.every(({ socket }) => socket !== undefined)) return;
    const before = idsOf(this.#wanted).length;
    this.#wanted = this.#wanted.map((one) => (one.socket ? one : this.#attempt(one, () => true)));
    if (idsOf(this.#wanted).length === before) return;
    this.#options.engine.preferUdp([...idsOf(this.#wanted)]);
    this.#options.log.info('listening', { on: namesOf(this.#wanted) });
    this.#options.onBound();
  }

  prepare({ config }: Setup): Prepared {
    const wanted = listenersOf(config);
    if (namesOf(wanted) === namesOf(this.#wanted)) return UNCHANGED;
    const known = [...this.#wanted, ...this.#draining];
    const fresh: Listener[] = [];
    const undo = (): void => this.#unbind(fresh);
    try {
      const ready = wanted.map((listener) => {
        const same = known.find(({ endpoint }) => endpoint === listener.endpoint);
        if (same !== undefined) return same;
        const opened = this.#attempt(listener, () => false);
        fresh.push(opened);
        return opened;
      });
      return { commit: () => this.#commit(ready), undo };
    } catch (error) {
      undo();
      throw error;
    }
  }

  /** Every peer has followed to the new sockets, or has had time enough. */
  settled(): void {
    if (this.#draining.length === 0) return;
    this.#options.log.info('no longer listening', { on: namesOf(this.#draining) });
    this.#unbind(this.#draining);
    this.#draining = [];
  }

  stop(): void {
    this.#unbind([...this.#wanted, ...this.#draining]);
    this.#wanted = [];
    this.#draining = [];
  }

  #commit(ready: readonly Listener[]): void {
    const before = [...this.#wanted, ...this.#draining];
    const left = before.filter((old) => old.socket !== undefined && !ready.includes(old));
    this.#wanted = ready;
    this.#draining = left;
    const ids = idsOf(this.#wanted);
    this.#options.engine.preferUdp([...ids]);
    this.#options.log.info('listening', { on: namesOf(this.#wanted) });
    // What comes to a single address goes to its own socket, as long as there is one.
    const covered = left.filter((old) => ready.some((listener) => covers(listener, old)));
    if (left.length > 0) this.#options.onMoved([...ids, ...idsOf(covered)]);
  }

  /** With a socket, or without one for a reason that `tolerable` accepts; throws otherwise. */
  #attempt(listener: Listener, tolerable: (code: unknown) => boolean): Listener {
    const { endpoint, address, port } = listener;
    try {
      return { endpoint, address, port, socket: this.#options.engine.bindUdp({ address, port }) };
    } catch (error) {
      if (!tolerable((error as { code?: unknown }).code)) throw error;
      return { endpoint, address, port, why: (error as Error).message };
    }
  }

  #unbind(listeners: readonly Listener[]): void {
    for (const { socket } of listeners) if (socket !== undefined) this.#options.engine.unbindUdp(socket.id);
  }
}

function listenersOf({ listen: { addresses, port } }: Config): readonly Listener[] {
  return addresses.map((address) => ({ endpoint: formatEndpoint(address, port), address, port }));
}

function idsOf(listeners: readonly Listener[]): readonly number[] {
  return listeners.flatMap(({ socket }) => socket?.id ?? []);
}

function namesOf(listeners: readonly Listener[]): string {
  return listeners.map(({ endpoint }) => endpoint).join(' ');
}

/** Whether one receives on every address of that family, on the same port. */
function covers({ address, port }: Listener, other: Listener): boolean {
  return port === other.port && address === (other.address.includes(':') ? '::' : '0.0.0.0');
}
