import { randomBytes } from 'node:crypto';
import { decodeEvents, Engine, type EngineEvent } from '../../native/index.js';

/** Where two engines of a test are, outside and inside. */
export const LEFT = { endpoint: '192.0.2.1:7077', overlay: '10.77.0.1', index: 0x1111_0001 };
export const RIGHT = { endpoint: '192.0.2.2:7077', overlay: '10.77.0.2', index: 0x2222_0001 };
/** How either engine calls the other. */
export const PEER = 7;

export interface Pair {
  readonly left: Engine;
  readonly right: Engine;
}

/** Two engines that know each other, with routes and sources, but no session yet. */
export function strangers(): Pair {
  const secret = randomBytes(32);
  const make = (own: typeof LEFT | typeof RIGHT, other: typeof LEFT | typeof RIGHT): Engine => {
    const engine = new Engine({ seed: randomBytes(32), lanes: 1 });
    engine.setIdentity({ publicKey: randomBytes(32), secrets: [secret] });
    engine.setLocal({ addresses: [own.overlay], prefixes: [] });
    engine.setPeer({ peer: PEER, sources: [`${other.overlay}/32`] });
    engine.replaceRoutes([{ prefix: `${other.overlay}/32`, peer: PEER }]);
    return engine;
  };
  return { left: make(LEFT, RIGHT), right: make(RIGHT, LEFT) };
}

/** Installs the two ends of one session; `left` opened it. */
export function acquaint(
  { left, right }: Pair,
  suite = 3,
  at: { left: string; right: string } = { left: LEFT.endpoint, right: RIGHT.endpoint },
): void {
  const keys = { chainingKey: randomBytes(64), handshakeHash: randomBytes(64), suite, lanes: 1, peer: PEER };
  const [l, r] = [LEFT.index, RIGHT.index];
  right.installSession({ ...keys, index: r, remoteIndex: l, initiator: false, path: at.left });
  left.installSession({ ...keys, index: l, remoteIndex: r, initiator: true, path: at.right });
}

/** Polls until there is something, at most for five seconds: worker threads do not keep the event loop alive. */
export async function eventually<T>(look: () => T | undefined): Promise<T> {
  for (let i = 0; i < 1000; i += 1) {
    const seen = look();
    if (seen !== undefined) return seen;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error('did not happen within five seconds');
}

/** What came out of one or more turns. */
export interface Outcome {
  readonly leftEvents: EngineEvent[];
  readonly rightEvents: EngineEvent[];
  readonly leftPackets: Buffer[];
  readonly rightPackets: Buffer[];
}

/** Turns both engines, each fed what the other sent, until nothing is under way. */
export function settle(
  pair: Pair,
  nowNs: bigint,
  leftTun: Uint8Array[] = [],
  rightTun: Uint8Array[] = [],
): Outcome {
  const outcome: Outcome = { leftEvents: [], rightEvents: [], leftPackets: [], rightPackets: [] };
  let [left, right] = [leftTun, rightTun];
  let toLeft: Uint8Array[] = [];
  for (let turn = 0; turn < 10; turn += 1) {
    const l = pair.left.step(Number(nowNs), {
      datagrams: toLeft.map((bytes) => ({ source: RIGHT.endpoint, bytes })),
      tun: left,
    });
    const toRight = l.datagrams.map(({ bytes }) => bytes);
    const r = pair.right.step(Number(nowNs), {
      datagrams: toRight.map((bytes) => ({ source: LEFT.endpoint, bytes })),
      tun: right,
    });
    toLeft = r.datagrams.map(({ bytes }) => bytes);
    outcome.leftEvents.push(...decodeEvents(l.events));
    outcome.rightEvents.push(...decodeEvents(r.events));
    outcome.leftPackets.push(...l.tun.map(buffer));
    outcome.rightPackets.push(...r.tun.map(buffer));
    [left, right] = [[], []];
    if (toLeft.length === 0) break;
  }
  return outcome;
}

/** An IPv4 UDP packet with complete checksums. */
export function udpPacket(source: string, destination: string, payload: Uint8Array): Buffer {
  const packet = Buffer.alloc(28 + payload.length);
  const octets = (address: string) => address.split('.').map(Number);
  packet.set([0x45, 0, 0, 0, 0, 1, 0x40, 0, 64, 17, 0, 0, ...octets(source), ...octets(destination)]);
  packet.writeUInt16BE(packet.length, 2);
  packet.writeUInt16BE(complement(sum(packet.subarray(0, 20))), 10);
  packet.writeUInt16BE(4000, 20);
  packet.writeUInt16BE(5000, 22);
  packet.writeUInt16BE(8 + payload.length, 24);
  packet.set(payload, 28);
  const pseudo = sum(packet.subarray(12, 20)) + 17 + 8 + payload.length;
  packet.writeUInt16BE(complement(sum(packet.subarray(20)) + pseudo), 26);
  return packet;
}

function buffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes);
}

function sum(bytes: Uint8Array): number {
  return bytes.reduce((total, byte, i) => total + (i % 2 === 0 ? byte << 8 : byte), 0);
}

function complement(total: number): number {
  let folded = total;
  while (folded > 0xffff) folded = (folded & 0xffff) + (folded >>> 16);
  return ~folded & 0xffff || 0xffff;
}
