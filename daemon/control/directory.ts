import { type Address, prefixOf } from '../../protocol/address.js';
import { equalBytes, equalLists } from '../../protocol/bytes.js';
import type { Presented } from '../../protocol/control-message.js';
import type { ErrorCode } from '../../protocol/errors.js';
import {
  compareRecords,
  decodeRecord,
  endOf,
  isSameVersion,
  type NodeRecord,
  type RecordFacts,
  verifyRecord,
} from '../../protocol/record.js';
import { accept, type Result, reject } from '../../protocol/result.js';
import { type VerifiedNode, verifyAgain, verifyChain } from '../../protocol/trust.js';
import type { Now } from './now.js';
import { PrefixTable } from './prefix-table.js';
import type { Shared } from './shared.js';

/** Implementation constants. */
const MOST_NODES = 100_000;
const SWEEP_EVERY_MS = 60_000;

/** One node: what it says of itself, and who it is. */
export interface Entry {
  readonly node: VerifiedNode;
  readonly record: NodeRecord;
  /** Both as they came, to be handed on. */
  readonly presented: Presented;
}

export interface Taken {
  readonly entry: Entry;
  /** False: the record was here already. */
  readonly isNew: boolean;
  /** The one that was here is of an earlier boot. */
  readonly isLaterBoot: boolean;
}

interface Kept extends Entry {
  /** Unix seconds: from here on it is no longer in force. */
  readonly endsAt: number;
  /** The trust under which its chain was verified. */
  trust: Shared['settings']['trust'];
}

/**
 * The newest record of every node, whoever brought it: nothing is believed but signatures. Each is dropped when its time
 * is over, or its certificate's; a goodbye is kept as long, so that nothing older comes after it.
 */
export class Directory {
  readonly #shared: Pick<Shared, 'crypto' | 'clock' | 'settings' | 'emit'>;
  readonly #most: number;
  readonly #entries: Map<string, Kept> = new Map();
  /** Names of the nodes that have not taken leave, by their own addresses and by their routes. */
  readonly #owners: PrefixTable<string> = new PrefixTable();
  readonly #routers: PrefixTable<string> = new PrefixTable();
  #sweepAt = Number.POSITIVE_INFINITY;

  constructor(shared: Pick<Shared, 'crypto' | 'clock' | 'settings' | 'emit'>, most: number = MOST_NODES) {
    this.#shared = shared;
    this.#most = most;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** When `sweep` is due, in ms of `Now.mono`. */
  get nextAt(): number {
    return this.#sweepAt;
  }

  /** Takes what somebody says is the newest record of its node, of whichever or of this one alone. */
  put(now: Now, { record: bytes, chain }: Presented, only?: string): Result<Taken> {
    const presented = { record: bytes, chain };
    const record = decodeRecord(bytes);
    if (!record.ok) return record;
    if (only !== undefined && record.value.node !== only) return reject('record-not-own');
    const known = this.byName(now, record.value.node);
    if (known !== undefined && isSame(known.presented, presented))
      return accept({ entry: known, isNew: false, isLaterBoot: false });
    const { crypto, clock, settings } = this.#shared;
    const span = clock.span(now);
    const node = verifyChain(crypto, settings.trust, chain, span);
    if (!node.ok) return node;
    const verified = verifyRecord(crypto, settings.trust, record.value, node.value, span);
    if (!verified.ok) return verified;
    const { value: owner } = node;
    const endsAt = Math.min(endOf(verified.value), owner.validUntil) + 1;
    const entry = { node: owner, record: verified.value, presented, endsAt, trust: settings.trust };
    const fault = known === undefined ? this.#lacksRoom() : this.#fault(known, entry);
    if (fault !== undefined) return reject(fault);
    this.#set(now, entry);
    const isNew = known === undefined || !equalBytes(known.presented.record, bytes);
    return accept({
      entry,
      isNew,
      isLaterBoot: known !== undefined && isLaterBoot(entry.record, known.record),
    });
  }

  /** Takes the record of a later boot of a node than the one that is known of it, and no other. */
  putLaterBoot(now: Now, presented: Presented): Result<Taken> {
    const record = decodeRecord(presented.record);
    if (!record.ok) return record;
    const known = this.byName(now, record.value.node);
    const isLater = known !== undefined && isLaterBoot(record.value, known.record);
    return isLater ? this.put(now, presented) : reject('message-unasked');
  }

  /** What is known of the node of a record, where that is of a later boot. */
  laterBoot(now: Now, bytes: Uint8Array): Entry | undefined {
    const record = decodeRecord(bytes);
    const known = record.ok ? this.byName(now, record.value.node) : undefined;
    return record.ok && known !== undefined && isLaterBoot(known.record, record.value) ? known : undefined;
  }

  byName(now: Now, name: string): Entry | undefined {
    const entry = this.#entries.get(name);
    if (entry === undefined || this.#holds(now, entry)) return entry;
    this.#remove(entry);
    return undefined;
  }

  /** The nodes that an address belongs to; else those with the longest route to it, however long. */
  owners(now: Now, address: Address): readonly Entry[] {
    for (const table of [this.#owners, this.#routers]) {
      const entries = table.longest(address).map((name) => this.byName(now, name));
      const found = entries.filter((entry) => entry !== undefined);
      if (found.length > 0) return found;
    }
    return [];
  }

  /** Drops what is over. True: it was due. */
  sweep(now: Now): boolean {
    if (now.mono < this.#sweepAt) return false;
    const { from } = this.#shared.clock.span(now);
    for (const entry of this.#entries.values()) if (from >= entry.endsAt) this.#remove(entry);
    this.#sweepAt = this.#entries.size > 0 ? now.mono + SWEEP_EVERY_MS : Number.POSITIVE_INFINITY;
    return true;
  }

  #lacksRoom(): ErrorCode | undefined {
    return this.#entries.size < this.#most ? undefined : 'directory-full';
  }

  /** One record may come with other certificates. Two records of one version are the work of two that run under one identity, or of one that lies. */
  #fault(known: Entry, { node, record }: Entry): ErrorCode | undefined {
    const isOlder = compareRecords(this.#shared.crypto, record, known.record) < 0;
    const isTwin = isSameVersion(record, known.record) && !equalBytes(record.body, known.record.body);
    const hasOtherKey = !equalBytes(node.certificate.noiseKey, known.node.certificate.noiseKey);
    if (record.serial === known.record.serial && hasOtherKey) return this.#alarm('peer-key-conflict', record);
    if (isTwin) this.#alarm('record-equivocation', record);
    return isOlder ? (isTwin ? 'record-equivocation' : 'record-superseded') : undefined;
  }

  #alarm(code: ErrorCode, { node: peer }: NodeRecord): ErrorCode {
    this.#shared.emit({ type: 'notice', level: 'alarm', what: 'identity-conflict', code, peer });
    return code;
  }

  #holds(now: Now, entry: Kept): boolean {
    const { crypto, clock, settings } = this.#shared;
    const span = clock.span(now);
    if (span.from >= entry.endsAt) return false;
    if (entry.trust === settings.trust) return true;
    entry.trust = settings.trust;
    return verifyAgain(crypto, settings.trust, entry.node, span).ok;
  }

  #set(now: Now, entry: Kept): void {
    const { node } = entry.record;
    const before = this.#entries.get(node);
    if (before !== undefined) this.#remove(before);
    this.#entries.set(node, entry);
    if (!entry.record.goodbye) {
      const { addresses, routes } = entry.node.certificate;
      for (const address of addresses) this.#owners.add(prefixOf(address), node);
      for (const route of routes) this.#routers.add(route, node);
    }
    this.#sweepAt = Math.min(this.#sweepAt, now.mono + SWEEP_EVERY_MS);
  }

  #remove(entry: Entry): void {
    const { node } = entry.record;
    this.#entries.delete(node);
    const { addresses, routes } = entry.node.certificate;
    for (const address of addresses) this.#owners.remove(prefixOf(address), node);
    for (const route of routes) this.#routers.remove(route, node);
  }
}

/** Under the same certificate: a node whose certificate was put back is none that has lost its boot counter. */
function isLaterBoot(a: RecordFacts, b: RecordFacts): boolean {
  return a.serial === b.serial && a.incarnation > b.incarnation;
}

function isSame(a: Presented, b: Presented): boolean {
  return equalBytes(a.record, b.record) && equalLists(a.chain, b.chain);
}
