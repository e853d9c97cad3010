import { type Endpoint, isIPv6, splitEndpoint } from '../../protocol/address.js';
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
    this.#reopen().finally(() => {
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
          void this.#close();
          this.#wanted = wanted;
          this.#server = fresh;
          over();
        },
        undo: async () => {
          await fresh?.close();
          await this.#reopen();
          over();
        },
      };
    } catch (error) {
      over();
      throw error;
    }
  }

  /** It is not opened any more. */
  async stop(): Promise<void> {
    this.#wanted = undefined;
    await this.#close();
  }

  async #close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    await server?.close();
  }

  /** The one in force goes on, unless the two exclude each other; it comes back when the other cannot be had. */
  async #replacement(wanted: MetricsAddress): Promise<MetricsServer> {
    if (this.#server !== undefined && excludes(this.#server.endpoint, wanted)) await this.#close();
    try {
      return await serveMetrics(wanted, this.#handlers);
    } catch (error) {
      await this.#reopen();
      throw error;
    }
  }

  /** Where that fails, `tend` tries again. */
  async #reopen(): Promise<void> {
    await this.#open().catch(() => undefined);
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

/** Two servers of one family cannot share a port where one of them has every address. */
function excludes(one: MetricsAddress, other: MetricsAddress): boolean {
  if (unixPath(one) !== undefined || unixPath(other) !== undefined) return false;
  const [a, b] = [splitEndpoint(one as Endpoint), splitEndpoint(other as Endpoint)];
  if (a.port !== b.port || isIPv6(a.address) !== isIPv6(b.address)) return false;
  return [a, b].some(({ address }) => address === '0.0.0.0' || address === '::');
}
