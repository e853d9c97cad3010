import { concat } from '../../../protocol/bytes.js';
import type { Suite } from '../../../protocol/suite.js';
import { controlFrame, dataHeader, packetCounter, relayHeader } from '../reference/datagram.js';
import { dataKeys } from '../reference/keys.js';
import { hex, unhex } from '../support/hex.js';
import { seed } from '../support/network.js';

const RECEIVER = 0xa1b20003;

/** Clear headers and control frames, and malformed ones with the drop reason that counts them (spec §2, §6, §9). */
export function headerVectors(): object {
  return {
    data: [dataVector(0, 0n, false), dataVector(0, 1n, true), dataVector(7, 0x00fedcba98765432n, false)],
    relay: [relayVector(1, false, 5), relayVector(2, true, 300), relayVector(3, false, 1100)],
    controlFrames: [
      frameVector(0, 0, 40),
      frameVector(1, 0, 8),
      frameVector(2, 0, 8),
      frameVector(3, 0, 16),
      frameVector(4, 0, 16),
      frameVector(5, 0, 0),
      frameVector(5, 1, 0),
    ],
    rejected: rejected(),
    rejectedFrames: rejectedFrames(),
  };
}

function dataVector(lane: number, sequence: bigint, partialChecksum: boolean): object {
  const counter = packetCounter(lane, sequence);
  return {
    receiverIndex: RECEIVER,
    lane,
    sequence: sequence.toString(),
    counter: counter.toString(),
    partialChecksum,
    bytes: hex(dataHeader(RECEIVER, counter, partialChecksum)),
  };
}

function relayVector(suite: Suite, hop: boolean, payloadBytes: number): object {
  const keys = dataKeys(concat(seed('ck 1'), seed('ck 2')), concat(seed('h 1'), seed('h 2')), suite, 0);
  const payload = Uint8Array.from({ length: payloadBytes }, (_, i) => i & 0xff);
  const fields = { hop, receiverIndex: RECEIVER, counter: packetCounter(2, 77n), handle: 0xc0ffee01 };
  const bytes = relayHeader(suite, keys, fields, payload);
  return {
    ...fields,
    suite,
    relayKey: hex(keys.relayKey),
    iv: hex(keys.iv),
    counter: fields.counter.toString(),
    payload: hex(payload),
    tag: hex(bytes.slice(20)),
    bytes: hex(bytes),
  };
}

function frameVector(kind: number, flags: number, bodyBytes: number): object {
  const body = Uint8Array.from({ length: bodyBytes }, (_, i) => 0xa0 + i);
  return { kind, flags, body: hex(body), bytes: hex(controlFrame(kind, flags, body)) };
}

/** Datagrams refused by their clear bytes alone. */
function rejected(): object[] {
  const data = concat(dataHeader(RECEIVER, 0n), new Uint8Array(32));
  const relay = concat(unhex('15000000'), new Uint8Array(60));
  const handshake = (type: string, bytes = 1100): Uint8Array =>
    concat(unhex(type), new Uint8Array(bytes - 4));
  const cases: [string, Uint8Array, string][] = [
    ['empty datagram', new Uint8Array(0), 'datagram_too_short'],
    ['data header cut short', data.slice(0, 15), 'datagram_too_short'],
    ['relay header cut short', relay.slice(0, 31), 'datagram_too_short'],
    ['wire version 0', withByte(data, 0, 0x04), 'wire_version'],
    ['wire version 2', withByte(data, 0, 0x24), 'wire_version'],
    ['type 0', withByte(data, 0, 0x10), 'unknown_type'],
    ['type 6', withByte(data, 0, 0x16), 'unknown_type'],
    ['data: reserved flag', withByte(data, 1, 2), 'reserved_bits'],
    ['data: byte 2', withByte(data, 2, 1), 'reserved_bits'],
    ['data: byte 3', withByte(data, 3, 0x80), 'reserved_bits'],
    ['relay: reserved flag', withByte(relay, 1, 2), 'reserved_bits'],
    ['relay: byte 2', withByte(relay, 2, 1), 'reserved_bits'],
    ['relay: byte 3', withByte(relay, 3, 1), 'reserved_bits'],
    ['msg1 one byte short', handshake('11000000', 1099), 'handshake_length'],
    ['msg1 one byte long', handshake('11000000', 1101), 'handshake_length'],
    ['msg1: flag', handshake('11010000'), 'reserved_bits'],
    ['msg2 one byte short', handshake('12000000', 1099), 'handshake_length'],
    ['msg2: reserved flag', handshake('12020000'), 'reserved_bits'],
    ['msg2: byte 3', handshake('12000001'), 'reserved_bits'],
    ['cookie one byte short', handshake('13000000', 63), 'cookie_length'],
    ['cookie: byte 1', handshake('13010000', 64), 'reserved_bits'],
  ];
  return cases.map(([what, bytes, reason]) => ({ what, bytes: hex(bytes), reason }));
}

/** Plaintexts that start with a nibble of 0 and are no frame that is taken. */
function rejectedFrames(): object[] {
  const cases: [string, Uint8Array, string][] = [
    ['three bytes', unhex('000000'), 'control_malformed'],
    ['body shorter than its length', controlFrame(0, 0, new Uint8Array(9)).slice(0, 12), 'control_malformed'],
    [
      'body longer than its length',
      concat(controlFrame(0, 0, new Uint8Array(9)), Uint8Array.of(0)),
      'control_malformed',
    ],
    ['probe of 7 bytes', controlFrame(1, 0, new Uint8Array(7)), 'control_malformed'],
    ['echo of 9 bytes', controlFrame(2, 0, new Uint8Array(9)), 'control_malformed'],
    ['challenge of 15 bytes', controlFrame(3, 0, new Uint8Array(15)), 'control_malformed'],
    ['response of 17 bytes', controlFrame(4, 0, new Uint8Array(17)), 'control_malformed'],
    ['keepalive with a body', controlFrame(5, 1, new Uint8Array(1)), 'control_malformed'],
    ['kind 6', controlFrame(6, 0, new Uint8Array(1088)), 'kem_unsupported'],
    ['kind 7', controlFrame(7, 0, new Uint8Array(0)), 'control_unknown'],
    ['kind 15', controlFrame(15, 0, new Uint8Array(0)), 'control_unknown'],
  ];
  return cases.map(([what, bytes, reason]) => ({ what, bytes: hex(bytes), reason }));
}

function withByte(bytes: Uint8Array, at: number, value: number): Uint8Array {
  const copy = bytes.slice();
  copy[at] = value;
  return copy;
}
