import { type Endpoint, isDistinct, splitEndpoint } from '../../protocol/address.js';
import { equalBytes, equalLists } from '../../protocol/bytes.js';
import type { Presented } from '../../protocol/control-message.js';
import {
  compareRecords,
  decodeRecord,
  GRACE_SECONDS,
  isSignedBy,
  MAX_RECORD_ENDPOINTS,
  MAX_TTL_SECONDS,
  type SignedRecord,
  signRecord,
} from '../../protocol/record.js';
import type { Now } from './now.js';
import { jitter } from './rng.js';
import type { Shared } from './shared.js';

/**
 * What this node says of itself, signed: anew when it has changed, long before it ends, and when the wall clock was set. That
 * is told as it is, believed here or not: nothing but this record depends on it, and others judge it.
 */
export class OwnRecord {
  readonly #shared: Shared;
  #presented: Presented = { record: new Uint8Array(), chain: [] };
  #seq = 0n;
  /** What it says, as text. */
  #content = '';
  #renewAt = Number.POSITIVE_INFINITY;
  #signedAt: Now = { mono: 0, wall: 0 };

  constructor(shared: Shared) {
    this.#shared = shared;
  }

  /** With the certificates that prove it. Empty before the first `renew`. */
  get presented(): Presented {
    return this.#presented;
  }

  /** Whether this is which one it is. */
  is(incarnation: bigint, seq: bigint): boolean {
    return incarnation === this.#shared.bootEpoch && seq === this.#seq;
  }

  /** A record that counts before this one, where it is of the same certificate: another run of this node has signed it. */
  outdoneBy(bytes: Uint8Array): SignedRecord | undefined {
    const { crypto, settings } = this.#shared;
    const { networkId, name, serial, recordKey } = settings.certificate;
    const [other, own] = [decodeRecord(bytes), decodeRecord(this.#presented.record)];
    if (!other.ok || !own.ok || compareRecords(crypto, other.value, own.value) <= 0) return undefined;
    const { value: record } = other;
    const isOwn = equalBytes(record.networkId, networkId) && record.node === name && record.serial === serial;
    return isOwn && isSignedBy(crypto, record, recordKey) ? record : undefined;
  }

  /** When it is to be signed anew at the latest, in ms of `Now.mono`. */
  get renewAt(): number {
    return this.#renewAt;
  }

  /**
   * This node is attached to these managers, the first of them before the others; with `goodbye` it is about to be nowhere.
   * True: the record is a new one.
   */
  renew(now: Now, attachments: readonly string[], goodbye = false): boolean {
    const { crypto, rng, bootEpoch, timeFloor, settings } = this.#shared;
    const { networkId, name: node, serial, recordKey } = settings.certificate;
    const endpoints = this.#endpoints();
    const content = [
      serial,
      bootEpoch,
      goodbye,
      recordKey.join(' '),
      attachments.join(' '),
      ...endpoints,
    ].join();
    const isDue = now.mono >= this.#renewAt || isStep(this.#signedAt, now);
    const { chain } = settings.local;
    const isSame = content === this.#content && equalLists(chain, this.#presented.chain);
    if (isSame && !isDue) return false;
    const facts = {
      networkId,
      node,
      serial,
      incarnation: bootEpoch,
      seq: this.#seq + 1n,
      attachments: attachments.map((manager, priority) => ({ manager, priority })),
      endpoints,
      capabilities: 0,
      goodbye,
      issuedAt: Math.max(timeFloor, Math.floor(now.wall)),
      ttl: MAX_TTL_SECONDS,
    };
    const signed = signRecord(crypto, facts, settings.record);
    if (!signed.ok) throw new Error(`own record: ${signed.code}`);
    this.#presented = { record: signed.value, chain };
    this.#seq = facts.seq;
    this.#content = content;
    this.#signedAt = now;
    this.#renewAt = now.mono + jitter(rng, MAX_TTL_SECONDS * 500);
    return true;
  }

  /** Managers see this node elsewhere than the names lead that it tells of: they are asked whether they have changed, too. */
  seenAt(mono: number, observed: Endpoint): void {
    const { names, settings } = this.#shared;
    const { address } = splitEndpoint(observed);
    const told = settings.advertise.flatMap((at) => names.lookup(at));
    if (told.every((endpoint) => splitEndpoint(endpoint).address !== address))
      names.hasten(settings.advertise, mono);
  }

  /** Those that the config names, as far as they are known. Of one name they may come in any order, and some be the host's own. */
  #endpoints(): readonly Endpoint[] {
    const { names, settings } = this.#shared;
    const all = settings.advertise.flatMap((at) => [...names.lookup(at)].sort());
    const callable = all.filter((endpoint) => isDistinct(splitEndpoint(endpoint).address));
    return [...new Set(callable)].slice(0, MAX_RECORD_ENDPOINTS);
  }
}

/** By more than what others overlook. */
function isStep(before: Now, { mono, wall }: Now): boolean {
  return Math.abs(wall - before.wall - (mono - before.mono) / 1000) > GRACE_SECONDS;
}
