import { prefixOf } from '../../protocol/address.js';
import type { TunStatus } from '../control/status.js';
import type { Log } from '../observe/log.js';
import type { Engine } from './engine.js';
import { type Part, type Prepared, type Setup, UNCHANGED } from './part.js';

/** What the interface is to have, besides being up. */
interface Wanted {
  readonly mtu: number;
  readonly addresses: string[];
  readonly routes: string[];
}

/** However often the network changes, the interface is looked at no more often than this. */
const LOOK_EVERY_MS = 500;

type Commands = Pick<Engine, 'openTun' | 'updateTun' | 'closeTun'>;

/**
 * The overlay's interface, with the addresses of this node's certificate and routes to the pools, to what the peers
 * forward and to what managers are asked about. Whatever somebody takes from it is put back, and it is made anew where it was deleted.
 */
export class TunPart implements Part {
  readonly #engine: Commands;
  readonly #log: Log;
  readonly #now: () => number;
  readonly #name: string;
  #wanted: Wanted;
  #offloads: TunStatus['offloads'] = { vnet: false, tso: false, uso: false };
  #isOpen = false;
  #why: string | undefined = 'not opened yet';
  /** Whether it may lack something. */
  #isDoubtful = false;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #isClosed = false;

  /** `now`: milliseconds of a clock that never steps. */
  constructor(engine: Commands, log: Log, now: () => number, setup: Setup) {
    this.#engine = engine;
    this.#log = log;
    this.#now = now;
    this.#name = setup.config.tun.name;
    this.#wanted = wantedOf(setup);
  }

  /** Throws an error with a code of the registry; nothing is left behind then. */
  open(): void {
    const { name, offloads } = this.#engine.openTun({ name: this.#name, ...this.#wanted });
    this.#offloads = offloads;
    this.#isOpen = true;
    this.#why = undefined;
    this.#log.info('interface up', { interface: name, mtu: this.#wanted.mtu });
  }

  status(): TunStatus {
    const facts = { name: this.#name, mtu: this.#wanted.mtu, offloads: this.#offloads };
    return this.#why === undefined
      ? { ...facts, state: 'up' }
      : { ...facts, state: 'retrying', why: this.#why };
  }

  /** Something on this host's network has changed, maybe of the interface. */
  disturbed(): void {
    this.#isDoubtful = true;
    this.tend();
  }

  /** Puts back what is missing, unless that was tried a moment ago; until it succeeds. */
  tend(): void {
    if (this.#isClosed || (this.#isOpen && !this.#isDoubtful)) return;
    if (this.#now() - this.#lookedAt >= LOOK_EVERY_MS) this.#restore();
  }

  /** Until the commit it has what both setups want. */
  prepare(next: Setup): Prepared {
    const [before, wanted] = [this.#wanted, wantedOf(next)];
    if (JSON.stringify(before) === JSON.stringify(wanted)) return UNCHANGED;
    const both = (a: readonly string[], b: readonly string[]): string[] => [...new Set([...a, ...b])];
    const addresses = both(before.addresses, wanted.addresses);
    const routes = both(before.routes, wanted.routes);
    if (this.#isOpen) this.#update({ mtu: before.mtu, addresses, routes });
    return {
      commit: () => {
        this.#wanted = wanted;
        this.#restore();
      },
      undo: () => this.#restore(),
    };
  }

  /** It is not made anew any more. */
  close(): void {
    this.#isClosed = true;
    this.#remove();
  }

  #restore(): void {
    this.#lookedAt = this.#now();
    this.#isDoubtful = true;
    try {
      if (this.#isOpen && !this.#update(this.#wanted)) this.#remove();
      if (!this.#isOpen) this.open();
      this.#isDoubtful = false;
      this.#why = undefined;
    } catch (error) {
      this.#why = String(error);
      this.#log.network('error', 'interface', 'interface cannot be restored', { why: this.#why });
    }
  }

  #remove(): void {
    this.#isOpen = false;
    this.#engine.closeTun();
  }

  /** False when the interface is gone. */
  #update(wanted: Wanted): boolean {
    try {
      this.#engine.updateTun(wanted);
      return true;
    } catch (error) {
      if ((error as { code?: unknown }).code === 'netlink-no-device') return false;
      throw error;
    }
  }
}

function wantedOf({ config, identity }: Setup): Wanted {
  const routes = [
    ...identity.trust.pools,
    ...config.peers.flatMap((peer) => peer.routes),
    ...config.acceptRoutes,
  ];
  return {
    mtu: config.tun.mtu,
    addresses: identity.node.certificate.addresses.map(prefixOf),
    routes: [...new Set(routes)],
  };
}
