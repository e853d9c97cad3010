import { type Address, type Endpoint, formatEndpoint } from '../../protocol/address.js';
import type { Config } from '../config/config.js';
import { Failure } from '../config/failure.js';
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
  readonly isLocal: (address: Address) => boolean;
  /** This node sends from these sockets now; those it had before receive until `settled`. */
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
        if (known.some((other) => isInTheWay(other, listener))) return this.#expectable(listener);
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
    const left = [...this.#wanted, ...this.#draining].filter(
      (old) => old.socket !== undefined && !ready.includes(old),
    );
    // Two sockets cannot share a port where one of them has every address: then the new one takes the old one's place.
    const gone = left.filter((old) => ready.some((listener) => isInTheWay(old, listener)));
    this.#unbind(gone);
    this.#wanted = ready.map((one) =>
      one.socket === undefined && one.why === undefined ? this.#attempt(one, () => true) : one,
    );
    this.#draining = left.filter((old) => !gone.includes(old));
    const ids = idsOf(this.#wanted);
    this.#options.engine.preferUdp([...ids]);
    this.#options.log.info('listening', { on: namesOf(this.#wanted) });
    if (left.length > 0) this.#options.onMoved(ids);
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

  /** Its port is this node's own; throws when its address is not. */
  #expectable(listener: Listener): Listener {
    if (isAny(listener) || this.#options.isLocal(listener.address)) return listener;
    const problem = `UDP ${listener.endpoint}: no interface of this host has that address`;
    throw new Failure('address-not-local', problem);
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

/** Whether the kernel gives the port of one to the other only when it is free. */
function isInTheWay(one: Listener, other: Listener): boolean {
  const isSix = ({ address }: Listener): boolean => address.includes(':');
  return (
    one.socket !== undefined &&
    one.endpoint !== other.endpoint &&
    one.port === other.port &&
    isSix(one) === isSix(other) &&
    isAny(one) !== isAny(other)
  );
}

function isAny({ address }: Listener): boolean {
  return address === '0.0.0.0' || address === '::';
}
