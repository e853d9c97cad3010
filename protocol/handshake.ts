import { ascii, concat, view } from './bytes.js';
import type { Crypto, Keypair } from './crypto.js';
import {
  chainingKey,
  forkNoise,
  type NoiseState,
  readMessage,
  startNoise,
  wipeNoise,
  writeMessage,
} from './noise.js';
import { noisePattern } from './noise-pattern.js';
import { decodePayload, encodePayload, type HandshakePayload } from './payload.js';
import { accept, type Rejection, type Result, reject } from './result.js';
import { isSuite, type Suite } from './suite.js';
import { HANDSHAKE_BYTES, MAC1_OFFSET, MAX_LANES, typeByte, WIRE_VERSION } from './wire.js';

/** Who this node is in handshakes. */
export interface LocalNode {
  readonly noise: Keypair;
  /** Encoded certificates: this node's, then its issuer's if an issuer signed it. */
  readonly chain: readonly Uint8Array[];
  /** 16 bytes. */
  readonly networkId: Uint8Array;
}

/** What the initiator says of itself and proposes (spec §5). */
export interface Offer {
  readonly bootEpoch: bigint;
  readonly counter: bigint;
  /** Best first. */
  readonly suites: readonly Suite[];
  /** How many lanes this side sends on, 1 to 8. */
  readonly lanes: number;
  readonly pskId: number;
  readonly pqFlags: number;
}

/** What a finished handshake leaves; `chainingKey` is locked memory. Wipe both with `wipeKeys` once installed. */
export interface SessionKeys {
  /** 64 bytes. */
  readonly chainingKey: Uint8Array;
  /** 64 bytes. */
  readonly handshakeHash: Uint8Array;
}

/** An initiator that waits for msg2. Ends with a successful `readMsg2` or with `abandon`. */
export interface Pending {
  readonly senderIndex: number;
  readonly remoteKey: Uint8Array;
  readonly offer: Offer;
  readonly state: NoiseState;
}

/** A msg1 that decrypted. Its chain is not verified. Ends with `answerMsg1` or with `abandon`. */
export interface Msg1 {
  readonly senderIndex: number;
  /** The static key that the handshake proves once confirmed. */
  readonly remoteKey: Uint8Array;
  readonly chain: readonly Uint8Array[];
  readonly offer: Offer;
  readonly state: NoiseState;
}

export interface Answer {
  readonly senderIndex: number;
  readonly suite: Suite;
  readonly lanes: number;
  readonly bootEpoch: bigint;
  readonly counter: bigint;
}

/** A msg2 that decrypted. Its chain is not verified. */
export interface Msg2 {
  readonly remoteIndex: number;
  readonly chain: readonly Uint8Array[];
  readonly suite: Suite;
  readonly lanes: number;
  readonly bootEpoch: bigint;
  readonly counter: bigint;
  readonly keys: SessionKeys;
}

/** msg1 with its MACs left zero. Rejected only when `remoteKey` is of small order. */
export function startHandshake(
  crypto: Crypto,
  local: LocalNode,
  remoteKey: Uint8Array,
  senderIndex: number,
  offer: Offer,
): Result<{ readonly datagram: Uint8Array; readonly pending: Pending }> {
  const state = startNoise(crypto, { ...noiseOptions(local), initiator: true, remoteStatic: remoteKey });
  const fields = { ...offer, senderIndex, suites: Uint8Array.from(offer.suites), chain: [...local.chain] };
  const message = writeMessage(state, encodePayload(fields, MSG1_PAYLOAD_BYTES));
  if (!message.ok) {
    wipeNoise(state);
    return message;
  }
  const datagram = frame('msg1', 0, [senderIndex], message.value);
  return accept({ datagram, pending: { senderIndex, remoteKey, offer, state } });
}

/** Reads msg1 up to its MACs, which are the engine's matter: 1,068 bytes or more. Keeps nothing outside the result. */
export function readMsg1(crypto: Crypto, local: LocalNode, datagram: Uint8Array): Result<Msg1> {
  const header = parseHeader('msg1', datagram);
  if (header === undefined) return reject('handshake-malformed');
  const state = startNoise(crypto, { ...noiseOptions(local), initiator: false });
  const read = readPayload(state, datagram.subarray(MSG1_HEADER_BYTES, MAC1_OFFSET), []);
  const result = read.ok ? checkMsg1(state, header, read.value) : read;
  if (!result.ok) wipeNoise(state);
  return result;
}

/** msg2 with its MACs left zero, and this side's keys. `psk` is 32 bytes. Ends `msg1`. */
export function answerMsg1(
  local: LocalNode,
  msg1: Msg1,
  psk: Uint8Array,
  answer: Answer,
): { readonly datagram: Uint8Array; readonly keys: SessionKeys } {
  const { senderIndex, suite, lanes, bootEpoch, counter } = answer;
  const receiverIndex = msg1.senderIndex;
  const suites = Uint8Array.of(suite);
  const fields = { senderIndex, receiverIndex, bootEpoch, counter, suites, lanes, chain: [...local.chain] };
  const message = writeMessage(msg1.state, encodePayload(fields, MSG2_PAYLOAD_BYTES), [psk]);
  // Both remote keys went through a DH in msg1, so none is of small order.
  if (!message.ok) throw new Error(message.code);
  return {
    datagram: frame('msg2', 0, [receiverIndex, senderIndex], message.value),
    keys: takeKeys(msg1.state),
  };
}

/** Reads msg2 up to its MACs. A rejected datagram leaves `pending` as it was: a forgery must not end a handshake. */
export function readMsg2(pending: Pending, psk: Uint8Array, datagram: Uint8Array): Result<Msg2> {
  const header = parseHeader('msg2', datagram);
  if (header === undefined) return reject('handshake-malformed');
  if (header.receiverIndex !== pending.senderIndex) return reject('handshake-mismatch');
  if (header.flags !== 0) return reject('handshake-psk');
  const state = forkNoise(pending.state);
  const read = readPayload(state, datagram.subarray(MSG2_HEADER_BYTES, MAC1_OFFSET), [psk]);
  const result = read.ok ? checkMsg2(pending, header, read.value) : read;
  if (!result.ok) {
    state.crypto.wipe(state.memory);
    return result;
  }
  abandon(pending);
  return accept({ ...result.value, keys: takeKeys(state) });
}

/** Ends a handshake that will not be finished. */
export function abandon(handshake: Pending | Msg1): void {
  wipeNoise(handshake.state);
}

export function wipeKeys(crypto: Crypto, keys: SessionKeys): void {
  crypto.wipe(keys.chainingKey);
  keys.handshakeHash.fill(0);
}

const PATTERN = noisePattern('IK', 2);
const MSG1_HEADER_BYTES = 8;
const MSG2_HEADER_BYTES = 12;
const MSG1_PAYLOAD_BYTES = 964;
const MSG2_PAYLOAD_BYTES = 1008;
const PROLOGUE_LABEL = ascii('festoon/1');

function noiseOptions(local: LocalNode): {
  pattern: typeof PATTERN;
  prologue: Uint8Array;
  localStatic: Keypair;
} {
  const prologue = concat(PROLOGUE_LABEL, local.networkId, Uint8Array.of(WIRE_VERSION));
  return { pattern: PATTERN, prologue, localStatic: local.noise };
}

interface Header {
  readonly flags: number;
  readonly senderIndex: number;
  /** 0 in msg1. */
  readonly receiverIndex: number;
}

function frame(
  type: 'msg1' | 'msg2',
  flags: number,
  indices: readonly number[],
  message: Uint8Array,
): Uint8Array {
  const datagram = new Uint8Array(HANDSHAKE_BYTES);
  datagram[0] = typeByte(type);
  datagram[1] = flags;
  indices.forEach((index, i) => {
    view(datagram).setUint32(4 + 4 * i, index, true);
  });
  datagram.set(message, 4 + 4 * indices.length);
  return datagram;
}

/** Undefined for a wrong length, type or version, a reserved bit that is set, or an index of 0. */
function parseHeader(type: 'msg1' | 'msg2', datagram: Uint8Array): Header | undefined {
  if (datagram.length < MAC1_OFFSET || datagram.length > HANDSHAKE_BYTES) return undefined;
  const [first, flags = 0, zero1, zero2] = datagram;
  if (first !== typeByte(type) || flags > (type === 'msg2' ? 1 : 0) || zero1 !== 0 || zero2 !== 0)
    return undefined;
  const words = view(datagram);
  const receiverIndex = type === 'msg2' ? words.getUint32(4, true) : 0;
  const senderIndex = words.getUint32(type === 'msg2' ? 8 : 4, true);
  return senderIndex === 0 ? undefined : { flags, senderIndex, receiverIndex };
}

function readPayload(
  state: NoiseState,
  message: Uint8Array,
  psks: readonly Uint8Array[],
): Result<HandshakePayload> {
  const plaintext = readMessage(state, message, psks);
  if (!plaintext.ok) return plaintext;
  const payload = decodePayload(plaintext.value);
  return payload ? accept(payload) : reject('handshake-malformed');
}

function checkMsg1(state: NoiseState, header: Header, payload: HandshakePayload): Result<Msg1> {
  const rejection = checkCommon(header, payload);
  if (rejection) return rejection;
  const { bootEpoch, counter, lanes, pskId, pqFlags, chain } = payload;
  const suites = [...payload.suites].filter(isSuite);
  const offer = { bootEpoch, counter, suites, lanes, pskId, pqFlags };
  const remoteKey = state.remote.static as Uint8Array;
  return accept({ senderIndex: header.senderIndex, remoteKey, chain, offer, state });
}

function checkMsg2(pending: Pending, header: Header, payload: HandshakePayload): Result<Omit<Msg2, 'keys'>> {
  const rejection = checkCommon(header, payload);
  if (rejection) return rejection;
  const { bootEpoch, counter, lanes, chain, suites } = payload;
  const suite = pending.offer.suites.find((offered) => offered === suites[0]);
  if (suite === undefined || suites.length !== 1) return reject('handshake-suite');
  return accept({ remoteIndex: header.senderIndex, chain, suite, lanes, bootEpoch, counter });
}

/** What both messages must hold: clear fields repeated, and lanes in range. */
function checkCommon(header: Header, payload: HandshakePayload): Rejection | undefined {
  const matches =
    payload.senderIndex === header.senderIndex &&
    payload.receiverIndex === header.receiverIndex &&
    payload.flags === header.flags;
  if (!matches) return reject('handshake-mismatch');
  return payload.lanes >= 1 && payload.lanes <= MAX_LANES ? undefined : reject('handshake-malformed');
}

function takeKeys(state: NoiseState): SessionKeys {
  const keys = { chainingKey: state.crypto.allocate(64), handshakeHash: state.handshakeHash };
  keys.chainingKey.set(chainingKey(state));
  wipeNoise(state);
  return keys;
}
