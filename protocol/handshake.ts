import { ascii, concat, view } from './bytes.js';
import type { Crypto, Keypair } from './crypto.js';
import {
  forkNoise,
  type NoiseOptions,
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

/** What a finished handshake leaves, in locked memory. Wipe both with `wipeKeys` once installed. */
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
  const state = startNoise(crypto, noiseOptions(local, true, remoteKey));
  const datagram = newDatagram(MSG1);
  view(datagram).setUint32(4, senderIndex, true);
  const { bootEpoch, counter, lanes, pskId, pqFlags } = offer;
  const suites = Uint8Array.from(offer.suites);
  const written = writePayload(state, MSG1, datagram, {
    senderIndex,
    receiverIndex: 0,
    flags: 0,
    bootEpoch,
    counter,
    suites,
    lanes,
    pskId,
    pqFlags,
    chain: local.chain,
  });
  if (written.ok) return accept({ datagram, pending: { senderIndex, remoteKey, offer, state } });
  wipeNoise(state);
  return written;
}

/** Reads msg1 up to its MACs, which are the engine's matter: 1,068 bytes or more. Keeps nothing outside the result. */
export function readMsg1(crypto: Crypto, local: LocalNode, datagram: Uint8Array): Result<Msg1> {
  const header = parseHeader(MSG1, datagram);
  if (header === undefined) return reject('handshake-malformed');
  const state = startNoise(crypto, noiseOptions(local, false));
  const read = readPayload(state, MSG1, datagram);
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
  const datagram = newDatagram(MSG2);
  const words = view(datagram);
  words.setUint32(4, receiverIndex, true);
  words.setUint32(8, senderIndex, true);
  const fields = {
    senderIndex,
    receiverIndex,
    flags: 0,
    bootEpoch,
    counter,
    suites: Uint8Array.of(suite),
    lanes,
    pskId: 0,
    pqFlags: 0,
    chain: local.chain,
  };
  const written = writePayload(msg1.state, MSG2, datagram, fields, [psk]);
  // Both remote keys went through a DH in msg1, so none is of small order.
  if (!written.ok) throw new Error(written.code);
  return { datagram, keys: takeKeys(msg1.state) };
}

/** Reads msg2 up to its MACs. A rejected datagram leaves `pending` as it was: a forgery must not end a handshake. */
export function readMsg2(pending: Pending, psk: Uint8Array, datagram: Uint8Array): Result<Msg2> {
  const header = parseHeader(MSG2, datagram);
  if (header === undefined) return reject('handshake-malformed');
  if (header.receiverIndex !== pending.senderIndex) return reject('handshake-mismatch');
  if (header.flags !== 0) return reject('handshake-psk');
  const state = forkNoise(pending.state);
  const read = readPayload(state, MSG2, datagram, [psk]);
  const result = read.ok ? checkMsg2(pending, header, read.value, state) : read;
  if (result.ok) abandon(pending);
  else state.crypto.wipe(state.secrets.memory);
  return result;
}

/** Ends a handshake that will not be finished. */
export function abandon(handshake: Pending | Msg1): void {
  wipeNoise(handshake.state);
}

export function wipeKeys(crypto: Crypto, keys: SessionKeys): void {
  crypto.wipe(keys.chainingKey);
  crypto.wipe(keys.handshakeHash);
}

const PATTERN = noisePattern('IK', 2);
const PROLOGUE_LABEL = ascii('festoon/1');

/** Where the parts of a datagram are (spec §2): from e up to mac1 it is a message of Noise. */
interface Layout {
  readonly type: 'msg1' | 'msg2';
  readonly noiseAt: number;
  readonly payloadAt: number;
  readonly payloadBytes: number;
}

const MSG1: Layout = { type: 'msg1', noiseAt: 8, payloadAt: 88, payloadBytes: 964 };
const MSG2: Layout = { type: 'msg2', noiseAt: 12, payloadAt: 44, payloadBytes: 1008 };

function noiseOptions(local: LocalNode, initiator: boolean, remoteStatic?: Uint8Array): NoiseOptions {
  const prologue = concat(PROLOGUE_LABEL, local.networkId, Uint8Array.of(WIRE_VERSION));
  return {
    pattern: PATTERN,
    initiator,
    prologue,
    localStatic: local.noise,
    ...(remoteStatic && { remoteStatic }),
  };
}

interface Header {
  readonly flags: number;
  readonly senderIndex: number;
  /** 0 in msg1. */
  readonly receiverIndex: number;
}

function newDatagram({ type }: Layout): Uint8Array {
  const datagram = new Uint8Array(HANDSHAKE_BYTES);
  datagram[0] = typeByte(type);
  return datagram;
}

/** Undefined for a wrong length, type or version, a reserved bit that is set, or an index of 0. */
function parseHeader({ type }: Layout, datagram: Uint8Array): Header | undefined {
  if (datagram.length < MAC1_OFFSET || datagram.length > HANDSHAKE_BYTES) return undefined;
  const flags = datagram[1] as number;
  const isSound = datagram[0] === typeByte(type) && datagram[2] === 0 && datagram[3] === 0;
  if (!isSound || flags > (type === 'msg2' ? 1 : 0)) return undefined;
  const words = view(datagram);
  const receiverIndex = type === 'msg2' ? words.getUint32(4, true) : 0;
  const senderIndex = words.getUint32(type === 'msg2' ? 8 : 4, true);
  return senderIndex === 0 ? undefined : { flags, senderIndex, receiverIndex };
}

function writePayload(
  state: NoiseState,
  { noiseAt, payloadAt, payloadBytes }: Layout,
  datagram: Uint8Array,
  fields: HandshakePayload,
  psks?: readonly Uint8Array[],
): Result<unknown> {
  const payload = datagram.subarray(payloadAt, payloadAt + payloadBytes);
  encodePayload(payload, fields);
  return writeMessage(state, datagram.subarray(noiseAt, MAC1_OFFSET), payload, psks);
}

function readPayload(
  state: NoiseState,
  { noiseAt }: Layout,
  datagram: Uint8Array,
  psks?: readonly Uint8Array[],
): Result<HandshakePayload> {
  const plaintext = readMessage(state, datagram.subarray(noiseAt, MAC1_OFFSET), psks);
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

function checkMsg2(
  pending: Pending,
  header: Header,
  payload: HandshakePayload,
  state: NoiseState,
): Result<Msg2> {
  const rejection = checkCommon(header, payload);
  if (rejection) return rejection;
  const { bootEpoch, counter, lanes, chain, suites } = payload;
  const suite = pending.offer.suites.find((offered) => offered === suites[0]);
  if (suite === undefined || suites.length !== 1) return reject('handshake-suite');
  const keys = takeKeys(state);
  return accept({ remoteIndex: header.senderIndex, chain, suite, lanes, bootEpoch, counter, keys });
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
  const { crypto, secrets } = state;
  const keys = { chainingKey: crypto.allocate(64), handshakeHash: crypto.allocate(64) };
  keys.chainingKey.set(secrets.chainingKey);
  keys.handshakeHash.set(secrets.handshakeHash);
  wipeNoise(state);
  return keys;
}
