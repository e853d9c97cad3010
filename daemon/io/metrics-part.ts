import { type Endpoint, splitEndpoint } from '../../protocol/address.js';
import { type MetricsAddress, unixPath } from '../config/config.js';
import { Failure } from '../config/failure.js';
import type { ListenStatus } from '../control/status.js';
import { type MetricsHandlers, type MetricsServer, serveMetrics } from './metrics-server.js';
import { type Part, type Prepared, type Setup, UNCHANGED } from './part.js';

/** The metrics server, on the address that the config names, or as soon as this host has that address. */
export class MetricsPart implements Part {
  readonly #handlers: MetricsHandlers;
  #wanted: MetricsAddress | undefined;
  #server: MetricsServer | undefined;
  #why = 'not tried yet';
  #busy = false;

  constructor(handlers: MetricsHandlers) {
    this.#handlers = handlers;
  }

  /** An address that this host does not have yet is no failure. */
  async start({ config }: Setup): Promise<void> {
    this.#wanted = config.metrics?.address;
    try {
      await this.#open();
    } catch (error) {
      if (!(error instanceof Failure && error.code === 'address-not-local')) throw error;
    }
  }

  /** Tries again where there is no server yet. */
  tend(): void {
    if (this.#busy) return;
    this.#busy = true;
    this.#open()
      .catch(() => undefined)
      .finally(() => {
        this.#busy = false;
      });
  }

  status(): readonly ListenStatus[] {
    if (this.#wanted === undefined) return [];
    const where = { use: 'metrics', endpoint: this.#wanted } as const;
    return [this.#server ? { ...where, state: 'bound' } : { ...where, state: 'retrying', why: this.#why }];
  }

  async prepare({ config }: Setup): Promise<Prepared> {
    const wanted = config.metrics?.address;
    if (wanted === this.#wanted) return UNCHANGED;
    this.#busy = true;
    const over = (): void => {
      this.#busy = false;
    };
    try {
      const fresh = wanted === undefined ? undefined : await this.#replacement(wanted);
      return {
        commit: () => {
          void this.stop();
          this.#wanted = wanted;
          this.#server = fresh;
          over();
        },
        undo: () => {
          void fresh?.close();
          over();
        },
      };
    } catch (error) {
      over();
      throw error;
    }
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    await server?.close();
  }

  /** Two servers cannot share a port where one of them has every address; an undone one comes back by `tend`. */
  async #replacement(wanted: MetricsAddress): Promise<MetricsServer> {
    if (this.#server !== undefined && samePort(this.#server.endpoint, wanted)) await this.stop();
    return serveMetrics(wanted, this.#handlers);
  }

  async #open(): Promise<void> {
    const wanted = this.#wanted;
    if (wanted === undefined || this.#server !== undefined) return;
    try {
      const server = await serveMetrics(wanted, this.#handlers);
      if (this.#wanted === wanted && this.#server === undefined) this.#server = server;
      else await server.close();
    } catch (error) {
      this.#why = (error as Error).message;
      throw error;
    }
  }
}

function samePort(one: MetricsAddress, other: MetricsAddress): boolean {
  const port = (address: MetricsAddress): number | undefined =>
    unixPath(address) === undefined ? splitEndpoint(address as Endpoint).port : undefined;
  return port(one) !== undefined && port(one) === port(other);
}
