import type { Endpoint } from '../../protocol/address.js';
import type { Presented } from '../../protocol/control-message.js';
import { GRACE_SECONDS, MAX_RECORD_ENDPOINTS, MAX_TTL_SECONDS, signRecord } from '../../protocol/record.js';
import type { Now } from './now.js';
import { jitter } from './rng.js';
import type { Shared } from './shared.js';

/** What this node says of itself, signed: anew when it has changed, and long before it ends. */
export class OwnRecord {
  readonly #shared: Shared;
  #bytes: Uint8Array = new Uint8Array();
  #seq = 0n;
  /** What it says, as text. */
  #content = '';
  #renewAt = Number.POSITIVE_INFINITY;
  /** The time of its signing by the steady clock, and in seconds since 1970 as it was told then. */
  #signedAt: Now = { mono: 0, wall: 0 };

  constructor(shared: Shared) {
    this.#shared = shared;
  }

  /** With the certificates that prove it. Empty before the first `renew`. */
  get presented(): Presented {
    return { record: this.#bytes, chain: this.#shared.settings.local.chain };
  }

  /** Whether this is which one it is. */
  is(incarnation: bigint, seq: bigint): boolean {
    return incarnation === this.#shared.bootEpoch && seq === this.#seq;
  }

  /** Whether that is a later one, which this node has not signed. */
  isBefore(incarnation: bigint, seq: bigint): boolean {
    const { bootEpoch } = this.#shared;
    return incarnation > bootEpoch || (incarnation === bootEpoch && seq > this.#seq);
  }

  /** When it is to be signed anew at the latest, in ms of `Now.mono`. */
  get renewAt(): number {
    return this.#renewAt;
  }

  /** This node is attached to these managers, the first of them before the others. True: the record is a new one. */
  renew(now: Now, attachments: readonly string[]): boolean {
    const { crypto, rng, bootEpoch, clock, settings } = this.#shared;
    const { networkId, name: node, serial, recordKey } = settings.certificate;
    const endpoints = this.#endpoints();
    const content = [serial, recordKey.join(' '), attachments.join(' '), ...endpoints].join();
    const issuedAt = clock.span(now).from;
    const isDated = Math.abs(issuedAt - this.#continued(now)) <= GRACE_SECONDS;
    if (content === this.#content && isDated && now.mono < this.#renewAt) return false;
    const facts = {
      networkId,
      node,
      serial,
      incarnation: bootEpoch,
      seq: this.#seq + 1n,
      attachments: attachments.map((manager, priority) => ({ manager, priority })),
      endpoints,
      capabilities: 0,
      goodbye: false,
      issuedAt: Math.floor(issuedAt),
      ttl: MAX_TTL_SECONDS,
    };
    const signed = signRecord(crypto, facts, settings.record);
    if (!signed.ok) throw new Error(`own record: ${signed.code}`);
    this.#bytes = signed.value;
    this.#seq = facts.seq;
    this.#content = content;
    this.#signedAt = { mono: now.mono, wall: issuedAt };
    this.#renewAt = now.mono + jitter(rng, MAX_TTL_SECONDS * 500);
    return true;
  }

  /** What time it is by the date of the record and the steady clock. A record that is dated wrongly has ended for others. */
  #continued({ mono }: Now): number {
    return this.#signedAt.wall + (mono - this.#signedAt.mono) / 1000;
  }

  /** Those that the config names, as far as they are known. Of one name they may come in any order. */
  #endpoints(): readonly Endpoint[] {
    const { names, settings } = this.#shared;
    const all = settings.advertise.flatMap((at) => [...names.lookup(at)].sort());
    return [...new Set(all)].slice(0, MAX_RECORD_ENDPOINTS);
  }
}
