import { view } from '../../protocol/bytes.js';
import type { ErrorCode } from '../../protocol/errors.js';
import { abandon, type Msg1, type Pending, readMsg1, readMsg2 } from '../../protocol/handshake.js';
import { type Result, reject } from '../../protocol/result.js';
import { chooseSuite, type Suite } from '../../protocol/suite.js';
import { VerifiedChains, type VerifiedNode } from '../../protocol/trust.js';
import { typeByte } from '../../protocol/wire.js';
import { outdated } from './acquaintance.js';
import type { Suited } from './answering.js';
import type { HandshakeEvent } from './event.js';
import type { Now } from './now.js';
import { isInside, isRelayed, managerOf } from './path.js';
import type { Peer } from './peer.js';
import type { Peers } from './peers.js';
import type { Shared } from './shared.js';

/** Two hosts claim to be one. */
const CONFLICTS: ReadonlySet<ErrorCode> = new Set([
  'peer-wrong-key',
  'peer-key-conflict',
  'peer-address-conflict',
]);
/** Implementation constant: peers show the same certificates at every rekey. */
const MOST_CHAINS = 16_384;
/** In msg2 (spec §2). */
const RECEIVER_INDEX_AT = 4;

/** Takes the handshakes that arrive: reads them, finds out whose they are, and counts what became of them. */
export class Intake {
  readonly #shared: Shared;
  readonly #peers: Peers;

  readonly #chains: VerifiedChains = new VerifiedChains(MOST_CHAINS);
  readonly #known: (now: Now, name: string) => VerifiedNode | undefined;

  /** `known` tells who nodes have said to be of which this one has heard. */
  constructor(shared: Shared, peers: Peers, known: (now: Now, name: string) => VerifiedNode | undefined) {
    this.#shared = shared;
    this.#peers = peers;
    this.#known = known;
  }

  /** The peer that it was of, however it ended. */
  take(now: Now, event: HandshakeEvent): Peer | undefined {
    const { psk0, inOverlay } = this.#shared.settings;
    if (isInside(event.source, inOverlay)) return this.#refuse(event, 'endpoint-inside-overlay');
    const manager = managerOf(event.source);
    if (manager !== undefined && this.#peers.byId(manager) === undefined)
      return this.#refuse(event, 'manager-gone');
    const psk = psk0(event.secretSlot);
    if (psk === undefined) return this.#refuse(event, 'handshake-secret-gone');
    const type = event.datagram[0];
    if (type === typeByte('msg1')) return this.#msg1(now, event, psk);
    if (type === typeByte('msg2')) return this.#msg2(now, event, psk);
    return this.#refuse(event, 'handshake-malformed');
  }

  #msg1(now: Now, event: HandshakeEvent, psk: Uint8Array): Peer | undefined {
    const { crypto, clock, silent, settings } = this.#shared;
    if (silent) return this.#refuse(event, 'own-certificate-expired');
    const read = readMsg1(crypto, settings.local, event.datagram);
    if (!read.ok) return this.#refuse(event, read.code);
    const msg1 = read.value;
    const node = this.#chains.verifyPeer(crypto, settings.trust, msg1.remoteKey, msg1.chain, clock.span(now));
    const suite = chooseSuite(settings.suites, msg1.offer.suites);
    const peer = node.ok ? this.#peerOf(now, node.value, suite) : node;
    const suited = { event, psk, suite: suite as Suite };
    const answered = node.ok && peer.ok ? this.#answer(now, suited, msg1, node.value, peer.value) : peer;
    if (!answered.ok) abandon(msg1);
    this.#conclude(event, answered, 'answered');
    return peer.ok ? peer.value : undefined;
  }

  #msg2(now: Now, event: HandshakeEvent, psk: Uint8Array): Peer | undefined {
    const { crypto, clock, settings } = this.#shared;
    const peer = this.#awaiting(event.datagram);
    if (peer === undefined) return this.#refuse(event, 'handshake-unasked');
    const pending = peer.pending as Pending;
    const read = readMsg2(pending, psk, event.datagram);
    if (!read.ok) return this.#refuse(event, read.code);
    const { chain } = read.value;
    const node = this.#chains.verifyPeer(crypto, settings.trust, pending.remoteKey, chain, clock.span(now));
    const fault = node.ok ? this.#misfit(peer, node.value) : undefined;
    const verdict = fault === undefined ? node : reject(fault);
    this.#conclude(event, peer.opened(now, event, read.value, verdict), 'opened');
    return peer;
  }

  #answer(now: Now, suited: Suited, msg1: Msg1, node: VerifiedNode, peer: Peer): Result<void> {
    const misled = peer.isManager && isRelayed(suited.event.source);
    return misled ? reject('manager-relayed') : peer.answer(now, suited, msg1, node);
  }

  /** Whose msg1 it is. Nobody is made known by one that will be refused. */
  #peerOf(now: Now, node: VerifiedNode, suite: Suite | undefined): Result<Peer> {
    if (suite === undefined) return reject('handshake-suite');
    if (this.#shared.indices.isFull) return reject('session-slots-full');
    const { certificate } = node;
    const isNew = this.#peers.byName(certificate.name) === undefined;
    const fault = isNew ? outdated(certificate, this.#known(now, certificate.name)?.certificate) : undefined;
    return fault === undefined ? this.#peers.of(node) : reject(fault);
  }

  #misfit(peer: Peer, node: VerifiedNode): ErrorCode | undefined {
    return node.certificate.name === peer.name ? this.#peers.fault(peer, node) : 'peer-wrong-key';
  }

  /** Whose msg1 this msg2 answers, by its receiver index (spec §2). */
  #awaiting(datagram: Uint8Array): Peer | undefined {
    const isWhole = datagram.length >= RECEIVER_INDEX_AT + 4;
    return isWhole ? this.#peers.awaiting(view(datagram).getUint32(RECEIVER_INDEX_AT, true)) : undefined;
  }

  #conclude(event: HandshakeEvent, result: Result<unknown>, success: 'opened' | 'answered'): void {
    if (result.ok) this.#shared.tally.count(success);
    else this.#refuse(event, result.code);
  }

  #refuse(event: HandshakeEvent, code: ErrorCode): undefined {
    const { tally, emit } = this.#shared;
    tally.count(code);
    const conflict = CONFLICTS.has(code);
    const level = conflict ? 'alarm' : 'warn';
    const what = conflict ? 'identity-conflict' : 'handshake-refused';
    emit({ type: 'notice', level, what, code, detail: `from ${event.source}` });
    return undefined;
  }
}
