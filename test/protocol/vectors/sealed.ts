import { ascii, concat, view } from '../../../protocol/bytes.js';
import type { Suite } from '../../../protocol/suite.js';
import { controlFrame, dataHeader, packetCounter, packetNonce, sealData } from '../reference/datagram.js';
import { dataKeys } from '../reference/keys.js';
import { hex } from '../support/hex.js';
import { seed } from '../support/network.js';

/** Whole data packets of each suite (spec §6). */
export function sealedVectors(): object[] {
  const suites: Suite[] = [1, 2, 3];
  const counters = [
    packetCounter(0, 0n),
    packetCounter(5, 0x0123456789abn),
    packetCounter(7, (1n << 48n) - 1n),
  ];
  const plaintexts = [
    controlFrame(5, 1, new Uint8Array(0)),
    udpPacket(ascii('festoon')),
    udpPacket(pattern(1344)),
  ];
  return suites.flatMap((suite) =>
    counters.map((counter, i) => vector(suite, counter, plaintexts[i] as Uint8Array)),
  );
}

function vector(suite: Suite, counter: bigint, plaintext: Uint8Array): object {
  const keys = dataKeys(concat(seed('ck 1'), seed('ck 2')), concat(seed('h 1'), seed('h 2')), suite, 0);
  const header = dataHeader(0xa1b20003, counter, plaintext[0] === 0x45);
  return {
    suite,
    key: hex(keys.key),
    iv: hex(keys.iv),
    counter: counter.toString(),
    nonce: hex(packetNonce(suite, keys.iv, counter)),
    header: hex(header),
    plaintext: hex(plaintext),
    datagram: hex(sealData(suite, keys, header, plaintext)),
  };
}

/** An IPv4 UDP packet whose checksum field is left to the partial-checksum flag. */
function udpPacket(body: Uint8Array): Uint8Array {
  const packet = new Uint8Array(28 + body.length);
  packet.set([
    0x45, 0, 0, 0, 0, 0, 0x40, 0, 64, 17, 0, 0, 10, 77, 0, 1, 10, 77, 0, 2, 0x1f, 0x90, 0x1f, 0x91,
  ]);
  packet.set(body, 28);
  const words = view(packet);
  words.setUint16(2, packet.length);
  words.setUint16(24, packet.length - 20);
  words.setUint16(10, ~sum16(packet.subarray(0, 20)) & 0xffff);
  const pseudo = concat(packet.subarray(12, 20), Uint8Array.of(0, 17), packet.subarray(24, 26));
  words.setUint16(26, sum16(pseudo));
  return packet;
}

/** The folded one's complement sum (RFC 1071). */
function sum16(bytes: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < bytes.length; i += 2) sum += view(bytes).getUint16(i);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return sum;
}

function pattern(bytes: number): Uint8Array {
  return Uint8Array.from({ length: bytes }, (_, i) => (i * 31) & 0xff);
}
