import { createHmac, randomBytes, randomInt } from 'node:crypto';

/** A member that the relay has a session with, which the relay opened. Bytes are hexadecimal. */
export interface RelayMember {
  readonly peer: number;
  readonly endpoint: string;
  /** The relay's. */
  readonly index: number;
  readonly remoteIndex: number;
  readonly chainingKey: string;
  readonly handshakeHash: string;
}

export interface RelayPair {
  readonly handle: number;
  readonly source: number;
  readonly target: number;
  readonly next: number;
  readonly hop: boolean;
}

export interface RelaySetup {
  readonly listen: { readonly address: string; readonly port: number };
  readonly suite: number;
  readonly members: readonly RelayMember[];
  readonly relay: readonly RelayPair[];
}

/** AEGIS-256 (spec §7.1). */
const SUITE = 1;

/** One source, peer 1, that may send to each of the targets and get answers. */
export function relaySetup(
  listen: RelaySetup['listen'],
  source: string,
  targets: readonly string[],
): RelaySetup {
  const members = [source, ...targets].map((endpoint, at) => ({
    peer: at + 1,
    endpoint,
    index: randomInt(1, 1 << 16) * 65_536 + at + 1,
    remoteIndex: randomInt(1, 2 ** 32),
    chainingKey: randomBytes(64).toString('hex'),
    handshakeHash: randomBytes(64).toString('hex'),
  }));
  const relay = targets.flatMap((_, at) => {
    const [there, back] = [randomInt(1, 2 ** 31), randomInt(2 ** 31, 2 ** 32)];
    const [one, other] = [1, at + 2];
    return [
      { handle: there, source: one, target: other, next: back, hop: false },
      { handle: back, source: other, target: one, next: there, hop: false },
    ];
  });
  return { listen, suite: SUITE, members, relay };
}

/** What a member seals relay headers with on its way to the relay (spec §7.2): it answered, so direction 1. */
export function relayKey({ chainingKey, handshakeHash }: RelayMember): { key: string; iv: string } {
  const head = Buffer.concat([
    Buffer.from('festoon/1 data'),
    Buffer.of(SUITE, 1),
    Buffer.from(handshakeHash, 'hex'),
  ]);
  const ck = Buffer.from(chainingKey, 'hex');
  const block = (...parts: Buffer[]): Buffer => {
    const mac = createHmac('blake2b512', ck);
    for (const part of parts) mac.update(part);
    return mac.digest();
  };
  const first = block(head, Buffer.of(1));
  const bytes = Buffer.concat([first, block(first, head, Buffer.of(2))]);
  return { key: bytes.subarray(32, 64).toString('hex'), iv: bytes.subarray(64, 88).toString('hex') };
}
