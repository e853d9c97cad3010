import { type Presented, PUSH_BATCH_BYTES } from '../../protocol/control-message.js';
import type { Caller } from './attendance.js';
import { RoundTrip } from './round-trip.js';

/**
 * Specification constants (spec §16), in ms: what is not answered is told again after each of these, then after the last again
 * and again, and never before an answer can have come. An answer has it begin anew.
 */
const REPEAT_MS = [40, 40, 40, 40, 100, 100, 100, 100, 100, 100, 1_000];
const LONGEST_MS = 1_000;
/** Implementation constants: what is to be told again within so many ms goes together. */
const TOGETHER_MS = 20;
/**
 * So many messages wait for an answer at a time, and so many of these carry what the manager is told because its session
 * is new: what has just changed never waits for that.
 */
const MOST_FLYING = 16;
const MOST_FLYING_OLD = 8;
/** So many that were not answered in time are known still: an answer may come yet. */
const MOST_LATE = 128;
/** What a record or a certificate takes in a message beside its bytes, and a message beside its entries. */
const FIELD_BYTES = 4;
const HEAD_BYTES = 16;

/** A record on its way to another manager. */
export interface News {
  readonly node: string;
  readonly presented: Presented;
}

interface Item extends News {
  /** It was here before the manager's session. */
  readonly isOld: boolean;
  isSent: boolean;
}

/** A message: each has a number of its own, so that its answer tells how long that took. */
interface Flight {
  readonly items: readonly Item[];
  readonly sentAt: number;
}

/** What one manager has yet to be told: of each node the newest alone. */
export class MeshLink {
  readonly #manager: Caller;
  readonly #number: (isNew: boolean) => number;
  /** Whatever is not answered: what is in no message that may still be, and is in `#changed` or `#old`, waits. */
  readonly #untold: Map<string, Item> = new Map();
  readonly #changed: Set<Item> = new Set();
  readonly #old: Set<Item> = new Set();
  /** By number, the first before the others: messages that may be answered in time, and that were not. */
  readonly #flying: Map<number, Flight> = new Map();
  readonly #late: Map<number, Flight> = new Map();
  readonly #trip: RoundTrip = new RoundTrip();
  /** How often it was told again since it last answered. */
  #inVain = 0;

  constructor(manager: Caller, here: readonly News[], number: (isNew: boolean) => number) {
    this.#manager = manager;
    this.#number = number;
    if (manager.rttMs !== undefined) this.#trip.measure(manager.rttMs);
    for (const news of here) this.#add({ ...news, isOld: true, isSent: false });
  }

  /** In the place of what it was to be told of that node before; a message with that takes room for as long as any. */
  tell(mono: number, news: News): void {
    this.#drop(news.node);
    this.#add({ ...news, isOld: false, isSent: false });
    this.tick(mono);
  }

  /** Whether it is being told that already. */
  tells({ node, presented }: News): boolean {
    return this.#untold.get(node)?.presented === presented;
  }

  /** It need not be told anything of that node any more. */
  knows(mono: number, node: string): void {
    this.#drop(node);
    this.#land();
    this.tick(mono);
  }

  /** It has a message. */
  pushed(mono: number, seq: number): void {
    const flight = this.#flying.get(seq) ?? this.#late.get(seq);
    if (flight === undefined) return;
    this.#inVain = 0;
    this.#trip.measure(mono - flight.sentAt);
    for (const item of flight.items) if (this.#isUntold(item)) this.#drop(item.node);
    this.#late.delete(seq);
    this.#land();
    this.tick(mono);
  }

  tick(mono: number): void {
    if (mono >= this.nextAt) this.#giveUp(mono);
    while (this.#changed.size > 0 && this.#flying.size < MOST_FLYING) this.#send(mono, this.#changed);
    while (this.#old.size > 0 && this.#hasRoomForOld()) this.#send(mono, this.#old);
  }

  /** When something is told again. */
  get nextAt(): number {
    const [first] = this.#flying.values();
    return first === undefined ? Number.POSITIVE_INFINITY : first.sentAt + this.#patience;
  }

  get #patience(): number {
    const repeat = REPEAT_MS[Math.min(this.#inVain, REPEAT_MS.length - 1)] as number;
    return Math.min(LONGEST_MS, Math.max(repeat, this.#trip.longest));
  }

  #add(item: Item): void {
    this.#untold.set(item.node, item);
    this.#waiting(item).add(item);
  }

  #drop(node: string): void {
    const item = this.#untold.get(node);
    if (item === undefined) return;
    this.#untold.delete(node);
    this.#waiting(item).delete(item);
  }

  /** Messages that need no answer are not waited for. */
  #land(): void {
    for (const [seq, { items }] of this.#flying)
      if (!items.some((item) => this.#isUntold(item))) this.#flying.delete(seq);
  }

  /** What flies for too long, or nearly, waits again. */
  #giveUp(mono: number): void {
    const before = mono - this.#patience + TOGETHER_MS;
    for (const [seq, flight] of this.#flying) {
      if (flight.sentAt > before) break;
      this.#flying.delete(seq);
      this.#late.set(seq, flight);
      for (const item of flight.items) if (this.#isUntold(item)) this.#waiting(item).add(item);
    }
    for (const seq of this.#late.keys()) if (this.#late.size > MOST_LATE) this.#late.delete(seq);
    this.#inVain += 1;
  }

  #hasRoomForOld(): boolean {
    const old = [...this.#flying.values()].filter(({ items }) => items.every(({ isOld }) => isOld));
    return old.length < MOST_FLYING_OLD && this.#flying.size < MOST_FLYING;
  }

  #send(mono: number, waiting: Set<Item>): void {
    const items = takeBatch(waiting);
    const seq = this.#number(items.some(({ isSent }) => !isSent));
    this.#flying.set(seq, { items, sentAt: mono });
    for (const item of items) item.isSent = true;
    this.#manager.send({ type: 'push', seq, entries: items.map(({ presented }) => presented) });
  }

  #waiting({ isOld }: Item): Set<Item> {
    return isOld ? this.#old : this.#changed;
  }

  #isUntold(item: Item): boolean {
    return this.#untold.get(item.node) === item;
  }
}

/** Takes out what fits one message: at least one. */
function takeBatch(waiting: Set<Item>): readonly Item[] {
  const items: Item[] = [];
  let bytes = HEAD_BYTES;
  for (const item of waiting) {
    bytes += sizeOf(item.presented);
    if (items.length > 0 && bytes > PUSH_BATCH_BYTES) break;
    items.push(item);
    waiting.delete(item);
  }
  return items;
}

function sizeOf({ record, chain }: Presented): number {
  return [record, ...chain].reduce((sum, bytes) => sum + bytes.length + FIELD_BYTES, FIELD_BYTES);
}
