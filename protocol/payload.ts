import Long from 'long';
import { festoon } from '#proto';
import { isZero, view } from './bytes.js';

const Message = festoon.v1.HandshakePayload;
const LENGTH_BYTES = 2;

/** What both messages of a handshake say (spec §5.2). */
export interface HandshakePayload {
  readonly senderIndex: number;
  readonly receiverIndex: number;
  readonly flags: number;
  readonly bootEpoch: bigint;
  readonly counter: bigint;
  readonly suites: Uint8Array;
  readonly lanes: number;
  readonly pskId: number;
  readonly pqFlags: number;
  readonly chain: readonly Uint8Array[];
}

/** `u16 length || HandshakePayload || zeros`, over all of `out`. Throws when it does not fit: a chain over its limit. */
export function encodePayload(out: Uint8Array, fields: HandshakePayload): void {
  const message = Message.encode({
    senderIndex: fields.senderIndex,
    receiverIndex: fields.receiverIndex,
    flags: fields.flags,
    bootEpoch: longOf(fields.bootEpoch),
    counter: longOf(fields.counter),
    suites: fields.suites,
    lanes: fields.lanes,
    pskId: fields.pskId,
    pqFlags: fields.pqFlags,
    chain: [...fields.chain],
  }).finish();
  view(out).setUint16(0, message.length, true);
  out.set(message, LENGTH_BYTES);
  out.fill(0, LENGTH_BYTES + message.length);
}

/**
 * The inverse; `bytes` has at least the two of the length, and the result shares its memory. Undefined when the length is
 * out of range, the padding is not zero or the message is not protobuf.
 */
export function decodePayload(bytes: Uint8Array): HandshakePayload | undefined {
  const end = LENGTH_BYTES + view(bytes).getUint16(0, true);
  if (end > bytes.length || !isZero(bytes.subarray(end))) return undefined;
  try {
    const message = Message.decode(bytes.subarray(LENGTH_BYTES, end));
    const { senderIndex, receiverIndex, flags, suites, lanes, pskId, pqFlags, chain } = message;
    const [bootEpoch, counter] = [bigintOf(message.bootEpoch), bigintOf(message.counter)];
    return {
      senderIndex,
      receiverIndex,
      flags,
      bootEpoch,
      counter,
      suites,
      lanes,
      pskId,
      pqFlags,
      chain,
    };
  } catch {
    return undefined;
  }
}

function longOf(value: bigint): Long {
  return Long.fromBits(Number(BigInt.asIntN(32, value)), Number(BigInt.asIntN(32, value >> 32n)), true);
}

/** The generated code reads 64-bit integers as Long where there is that package, as there is here. */
function bigintOf(value: Long | number): bigint {
  const { low, high } = value as Long;
  return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
}
