import { type Presented, PUSH_BATCH_BYTES } from '../../protocol/control-message.js';
import type { Caller } from './attendance.js';

/** Specification constants (spec §16), in ms: a batch is repeated after each of these, then after the last again and again. */
const REPEAT_MS = [40, 40, 40, 40, 100, 100, 100, 100, 100, 100, 1_000];
/**
 * Implementation constants: so many batches to one manager wait for its answer at a time, and so many of these carry what it
 * is told because its session is new: what has just changed never waits for that.
 */
const MOST_FLYING = 16;
const MOST_FLYING_OLD = 8;
/** What a record or a certificate takes in a message beside its bytes, and a message beside its entries. */
const FIELD_BYTES = 4;
const HEAD_BYTES = 16;

/** A record on its way to another manager. */
export interface News {
  readonly node: string;
  readonly presented: Presented;
}

/**
 * What changes here is told to every manager that has a session, at once and again until it answers: no quorum, nobody
 * waits for anybody. Who comes anew is told everything that is here.
 */
export class Mesh {
  readonly #links: Map<number, Link> = new Map();
  /** Of the last batch, whoever it went to: what answers one to a manager's session before answers none to the next. */
  #seq = 0;
  /** Batches sent, repetitions not among them. */
  #sent = 0;
  #repeated = 0;

  get counts(): { readonly sent: number; readonly repeated: number } {
    return { sent: this.#sent, repeated: this.#repeated };
  }

  /** A manager's session has come up: it may know nothing of what is here. */
  up(mono: number, manager: Caller, here: readonly News[]): void {
    const link = new Link(manager, here, () => this.#next());
    this.#links.set(manager.id, link);
    this.#tick(mono, link);
  }

  down({ id }: Caller): void {
    this.#links.delete(id);
  }

  push(mono: number, news: News): void {
    for (const link of this.#links.values()) this.#add(mono, link, news);
  }

  /** Tells one manager alone, which has something older, however often it says so meanwhile. */
  correct(mono: number, { id }: Caller, news: News): void {
    const link = this.#links.get(id);
    if (link !== undefined && !link.tells(news)) this.#add(mono, link, news);
  }

  /** A manager has a batch. */
  pushed(mono: number, { id }: Caller, seq: number): void {
    const link = this.#links.get(id);
    if (link?.pushed(seq)) this.#tick(mono, link);
  }

  has({ id }: Caller): boolean {
    return this.#links.has(id);
  }

  tick(mono: number): void {
    for (const link of this.#links.values()) this.#tick(mono, link);
  }

  nextAt(): number {
    return Math.min(...[...this.#links.values()].map((link) => link.nextAt()));
  }

  #add(mono: number, link: Link, news: News): void {
    link.add(news);
    this.#tick(mono, link);
  }

  #next(): number {
    this.#seq = (this.#seq + 1) % 2 ** 32;
    return this.#seq;
  }

  #tick(mono: number, link: Link): void {
    this.#repeated += link.repeat(mono);
    this.#sent += link.send(mono);
  }
}

interface Batch {
  readonly seq: number;
  readonly entries: readonly Presented[];
  readonly isOld: boolean;
  times: number;
  nextAt: number;
}

/** What one manager has yet to be told. */
class Link {
  readonly #manager: Caller;
  /** What has changed, and what was here before it came: by node, the newest alone. */
  readonly #new: Map<string, Presented> = new Map();
  readonly #old: Map<string, Presented>;
  readonly #flying: Map<number, Batch> = new Map();
  readonly #nextSeq: () => number;

  constructor(manager: Caller, here: readonly News[], nextSeq: () => number) {
    this.#manager = manager;
    this.#nextSeq = nextSeq;
    this.#old = new Map(here.map(({ node, presented }) => [node, presented]));
  }

  add({ node, presented }: News): void {
    this.#old.delete(node);
    this.#new.set(node, presented);
  }

  /** Whether it is being told that already. */
  tells({ node, presented }: News): boolean {
    const isFlying = [...this.#flying.values()].some(({ entries }) => entries.includes(presented));
    return isFlying || this.#new.get(node) === presented || this.#old.get(node) === presented;
  }

  /** True: it has had a batch that flew. */
  pushed(seq: number): boolean {
    return this.#flying.delete(seq);
  }

  /** Sends again what is unanswered for too long; how many batches that were. */
  repeat(mono: number): number {
    const due = [...this.#flying.values()].filter(({ nextAt }) => nextAt <= mono);
    for (const batch of due) this.#transmit(mono, batch);
    return due.length;
  }

  /** Sends what there is room for; how many batches that were. */
  send(mono: number): number {
    const before = this.#flying.size;
    while (this.#new.size > 0 && this.#flying.size < MOST_FLYING) this.#begin(mono, this.#new, false);
    while (this.#old.size > 0 && this.#hasRoomForOld()) this.#begin(mono, this.#old, true);
    return this.#flying.size - before;
  }

  nextAt(): number {
    return Math.min(...[...this.#flying.values()].map(({ nextAt }) => nextAt));
  }

  #hasRoomForOld(): boolean {
    const old = [...this.#flying.values()].filter(({ isOld }) => isOld);
    return old.length < MOST_FLYING_OLD && this.#flying.size < MOST_FLYING;
  }

  #begin(mono: number, waiting: Map<string, Presented>, isOld: boolean): void {
    const batch = { seq: this.#nextSeq(), entries: takeBatch(waiting), isOld, times: 0, nextAt: 0 };
    this.#flying.set(batch.seq, batch);
    this.#transmit(mono, batch);
  }

  #transmit(mono: number, batch: Batch): void {
    const { seq, entries } = batch;
    this.#manager.send({ type: 'push', seq, entries });
    batch.nextAt = mono + (REPEAT_MS[Math.min(batch.times, REPEAT_MS.length - 1)] as number);
    batch.times += 1;
  }
}

/** Takes out what fits one message: at least one. */
function takeBatch(waiting: Map<string, Presented>): readonly Presented[] {
  const entries: Presented[] = [];
  let bytes = HEAD_BYTES;
  for (const [node, presented] of waiting) {
    bytes += sizeOf(presented);
    if (entries.length > 0 && bytes > PUSH_BATCH_BYTES) break;
    entries.push(presented);
    waiting.delete(node);
  }
  return entries;
}

function sizeOf({ record, chain }: Presented): number {
  return [record, ...chain].reduce((sum, bytes) => sum + bytes.length + FIELD_BYTES, FIELD_BYTES);
}
