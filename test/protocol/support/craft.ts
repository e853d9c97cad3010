import { ascii, concat, view } from '../../../protocol/bytes.js';
import type { LocalNode } from '../../../protocol/handshake.js';
import { type NoiseState, startNoise, writeMessage } from '../../../protocol/noise.js';
import { noisePattern } from '../../../protocol/noise-pattern.js';
import { encodePayload, type HandshakePayload } from '../../../protocol/payload.js';
import { crypto, must } from './network.js';

/** Two keys and two tags: what a message of Noise has besides its payload. */
const LONGEST_KEYS = 96;
const NOTHING: HandshakePayload = {
  senderIndex: 0,
  receiverIndex: 0,
  flags: 0,
  bootEpoch: 0n,
  counter: 0n,
  suites: new Uint8Array(0),
  lanes: 0,
  pskId: 0,
  pqFlags: 0,
  chain: [],
};

/** Handshakes as a member could make them that does not keep to the specification (spec §5). */
export function craftMsg1(
  from: LocalNode,
  to: LocalNode,
  payload: Uint8Array,
  prologue: Uint8Array = prologueOf(from),
): Uint8Array {
  const state = noise(from, true, prologue, to.noise.publicKey);
  return craft([0x11, 0, 0, 0, 7, 0, 0, 0], messageOf(state, payload));
}

/** The answer to a msg1 already read into `state`, to receiver index 7 and from index 9. */
export function craftMsg2(state: NoiseState, psk: Uint8Array, payload: Uint8Array): Uint8Array {
  return craft([0x12, 0, 0, 0, 7, 0, 0, 0, 9, 0, 0, 0], messageOf(state, payload, [psk]));
}

export function prologueOf(node: LocalNode, wireVersion = 1): Uint8Array {
  return concat(ascii('festoon/1'), node.networkId, Uint8Array.of(wireVersion));
}

/** What a well-behaved initiator with index 7 sends. */
export function msg1Payload(
  chain: readonly Uint8Array[],
  changes: Partial<HandshakePayload> = {},
): Uint8Array {
  const suites = Uint8Array.of(1, 3);
  return payloadOf(964, { ...NOTHING, senderIndex: 7, suites, lanes: 1, chain, ...changes });
}

/** What a well-behaved responder with index 9 answers. */
export function msg2Payload(
  chain: readonly Uint8Array[],
  changes: Partial<HandshakePayload> = {},
): Uint8Array {
  const suites = Uint8Array.of(3);
  const fields = { ...NOTHING, senderIndex: 9, receiverIndex: 7, suites, lanes: 1, chain };
  return payloadOf(1008, { ...fields, ...changes });
}

/** The next message of Noise. */
export function messageOf(
  state: NoiseState,
  payload: Uint8Array,
  psks: readonly Uint8Array[] = [],
): Uint8Array {
  const out = new Uint8Array(payload.length + LONGEST_KEYS);
  return out.subarray(0, must(writeMessage(state, out, payload, psks)));
}

/** A copy with some bytes set. */
export function withBytes(bytes: Uint8Array, at: number, ...values: readonly number[]): Uint8Array {
  const copy = bytes.slice();
  copy.set(values, at);
  return copy;
}

/** A payload whose length field says something else. */
export function withLength(payload: Uint8Array, length: number): Uint8Array {
  const copy = payload.slice();
  view(copy).setUint16(0, length, true);
  return copy;
}

function payloadOf(bytes: number, fields: HandshakePayload): Uint8Array {
  const out = new Uint8Array(bytes);
  encodePayload(out, fields);
  return out;
}

function noise(
  local: LocalNode,
  initiator: boolean,
  prologue: Uint8Array,
  remoteStatic: Uint8Array,
): NoiseState {
  const pattern = noisePattern('IK', 2);
  return startNoise(crypto, { pattern, initiator, prologue, localStatic: local.noise, remoteStatic });
}

function craft(header: readonly number[], message: Uint8Array): Uint8Array {
  const datagram = concat(Uint8Array.from(header), message, new Uint8Array(32));
  if (datagram.length !== 1100) throw new Error(`crafted ${datagram.length} bytes`);
  return datagram;
}
