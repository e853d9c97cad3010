import type { Presented } from '../../protocol/control-message.js';
import { decodeRecord } from '../../protocol/record.js';
import type { Stream } from './random.js';

const MOST = 32;

/** What liars know: more than any single one could have heard. The newest of everything, and of records the oldest. */
export class Hearsay {
  readonly #records: Map<string, { readonly oldest: Presented; newest: Presented }> = new Map();
  readonly #handles: number[] = [];
  readonly #payloads: Uint8Array[] = [];

  record({ record, chain }: Presented): void {
    const read = decodeRecord(record);
    if (!read.ok) return;
    const newest = { record: record.slice(), chain: chain.map((each) => each.slice()) };
    const known = this.#records.get(read.value.node);
    if (known === undefined) this.#records.set(read.value.node, { oldest: newest, newest });
    else known.newest = newest;
  }

  handle(handle: number): void {
    keep(this.#handles, handle);
  }

  /** What a relay packet carries. */
  payload(payload: Uint8Array): void {
    keep(this.#payloads, payload.slice());
  }

  oldest(node: string): Presented | undefined {
    return this.#records.get(node)?.oldest;
  }

  newest(node: string): Presented | undefined {
    return this.#records.get(node)?.newest;
  }

  /** Of any node but these. */
  other(random: Stream, ...nodes: string[]): string | undefined {
    const others = [...this.#records.keys()].filter((name) => !nodes.includes(name));
    return others.length > 0 ? random.pick(others) : undefined;
  }

  anyHandle(random: Stream): number | undefined {
    return this.#handles.length > 0 ? random.pick(this.#handles) : undefined;
  }

  /** As long as `bytes` where that is given. */
  anyPayload(random: Stream, bytes?: number): Uint8Array | undefined {
    const fitting = this.#payloads.filter(({ length }) => bytes === undefined || length === bytes);
    return fitting.length > 0 ? random.pick(fitting) : undefined;
  }
}

function keep<T>(list: T[], what: T): void {
  list.push(what);
  if (list.length > MOST) list.shift();
}
