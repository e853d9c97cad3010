import { eventually } from '../../daemon/lab/eventually.js';
import { ping } from '../../daemon/lab/ping.js';
import type { LabProcess } from '../../daemon/lab/process.js';
import type { Sandbox } from '../../daemon/lab/sandbox.js';
import type { Site } from '../../daemon/lab/underlay.js';
import { MTU } from '../field.js';
import type { Contender } from './contender.js';

/** One end of a tunnel that is not Festoon's. */
export interface TunnelEnd {
  readonly site: Site;
  readonly device: string;
  readonly argv: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** What is left to do when the device is there; packets pass when both ends have done it. */
  setUp(): Promise<void>;
}

export interface TunnelOptions {
  readonly name: string;
  readonly description: string;
  /** Of the far end, inside. */
  readonly address: string;
  readonly ends: readonly TunnelEnd[];
}

const READY_MILLIS = 10_000;

/** Where packets enter. */
export interface Entrance {
  readonly sandbox: Sandbox;
  readonly near: Site;
}

/** A contender of one process at each end. */
export class Tunnel implements Contender {
  readonly name: string;
  readonly description: string;
  readonly address: string;
  readonly #entrance: Entrance;
  readonly #ends: readonly TunnelEnd[];
  #daemons: LabProcess[] = [];

  constructor(entrance: Entrance, { name, description, address, ends }: TunnelOptions) {
    this.name = name;
    this.description = description;
    this.address = address;
    this.#entrance = entrance;
    this.#ends = ends;
  }

  get daemons(): readonly LabProcess[] {
    return this.#daemons;
  }

  async start(): Promise<void> {
    for (const end of this.#ends) {
      const { site, device, argv, env } = end;
      const label = `${this.name}-${site.label}`;
      const options = { namespace: site.namespace, ...(env === undefined ? {} : { env }) };
      const daemon = await this.#entrance.sandbox.start(label, argv, options);
      this.#daemons.push(daemon);
      await eventually(`${label} to make ${device}`, READY_MILLIS, async () => {
        if (daemon.exit !== undefined) throw new Error(`${label} ended:\n${daemon.output().slice(-2000)}`);
        return (await site.namespace.hasDevice(device)) || undefined;
      });
      await end.setUp();
    }
    const { near } = this.#entrance;
    await eventually(`an echo through ${this.name}`, READY_MILLIS, async () => {
      const { received } = await ping(near.namespace, this.address, { count: 1 });
      return received > 0 || undefined;
    });
  }

  async stop(): Promise<void> {
    await Promise.all(this.#daemons.map((daemon) => daemon.stop()));
    this.#daemons = [];
  }
}

/** Gives the device of an end its address and brings it up. `queue` is its txqueuelen, default the kernel's. */
export async function bringUpDevice(
  { namespace }: Site,
  device: string,
  address: string,
  queue?: number,
): Promise<void> {
  await namespace.ip('address', 'add', `${address}/24`, 'dev', device);
  const queueLength = queue === undefined ? [] : ['txqueuelen', String(queue)];
  await namespace.ip('link', 'set', 'dev', device, 'mtu', String(MTU), ...queueLength, 'up');
}
