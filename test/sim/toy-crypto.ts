import { compareBytes, equalBytes, isZero } from '../../protocol/bytes.js';
import type { Crypto, Keypair, SecretKey } from '../../protocol/crypto.js';
import { piece } from './piece.js';
import type { Stream } from './random.js';

/**
 * The port protocol/crypto.ts with the sizes of the real one and nothing of its security: whoever knows a public key can
 * compute all that its owner can. What is changed on the way is still refused. For the simulator alone, whose
 * handshakes take less time by it.
 */
export function createToyCrypto(random: Stream): Crypto {
  const keypair = (kind: SecretKey['kind'], publicKey: Uint8Array): Keypair => {
    return { publicKey, secretKey: new ToyKey(kind, publicKey) };
  };
  return {
    allocate: piece,
    wipe(secret) {
      if (secret instanceof Uint8Array) secret.fill(0);
    },
    generateKeypair: () => keypair('x25519', random.bytes(32)),
    importKeypair: (secret) => keypair('x25519', digest(32, [LABELS.x25519, secret])),
    importSigningKeypair: (seed) => keypair('ed25519', digest(32, [LABELS.ed25519, seed])),
    dh(out, secretKey, publicKey) {
      const own = (secretKey as ToyKey).publicKey;
      if (isZero(publicKey)) return false;
      absorb(compareBytes(own, publicKey) < 0 ? [own, publicKey] : [publicKey, own]);
      squeeze(out);
      return true;
    },
    hash(out, parts, key) {
      absorb(parts, key);
      squeeze(out);
    },
    hmac(out, key, parts) {
      absorb(parts, key);
      squeeze(out);
    },
    seal(out, key, nonce, associated, plaintext) {
      absorb([nonce, associated, plaintext], key);
      out.set(plaintext);
      squeeze(out, plaintext.length);
    },
    open(out, key, nonce, associated, sealed) {
      const length = sealed.length - TAG_BYTES;
      const plaintext = sealed.subarray(0, length);
      absorb([nonce, associated, plaintext], key);
      squeeze(EXPECTED);
      for (let i = 0; i < TAG_BYTES; i++) if (EXPECTED[i] !== sealed[length + i]) return false;
      out.set(plaintext);
      return true;
    },
    sign: (secretKey, message) => digest(64, [(secretKey as ToyKey).publicKey, message]),
    verify: (publicKey, message, signature) => equalBytes(signature, digest(64, [publicKey, message])),
  };
}

class ToyKey implements SecretKey {
  readonly kind: SecretKey['kind'];
  readonly publicKey: Uint8Array;

  constructor(kind: SecretKey['kind'], publicKey: Uint8Array) {
    this.kind = kind;
    this.publicKey = publicKey;
  }
}

const TAG_BYTES = 16;
const LABELS = { x25519: Uint8Array.of(1), ed25519: Uint8Array.of(2) };
const EXPECTED = new Uint8Array(TAG_BYTES);

function digest(length: number, parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(length);
  absorb(parts);
  squeeze(out);
  return out;
}

/** What is absorbed, by bytes and by words; nothing here is longer. The words are those of a little-endian machine. */
const TEXT = new Uint8Array(1 << 16);
const WORDS = new Int32Array(TEXT.buffer);
/** What has come of it. */
const LANES = new Int32Array(4);

/**
 * The parts one after the other, as one text: where they meet does not matter, as in the real one. Every fourth word goes
 * to one of four lanes by a step that can be turned back, so one word that differs is never lost.
 */
function absorb(parts: readonly Uint8Array[], key?: Uint8Array): void {
  let length = 0;
  if (key !== undefined) {
    TEXT.set(key);
    length = key.length;
  }
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i] as Uint8Array;
    TEXT.set(part, length);
    length += part.length;
  }
  const end = (length + 15) & ~15;
  for (let i = length; i < end; i++) TEXT[i] = 0;
  let a = 0x243f6a88 ^ length;
  let b = 0x85a308d3 ^ (key === undefined ? 0 : key.length + 1);
  let c = 0x13198a2e;
  let d = 0x03707344;
  for (let i = 0; i < end >> 2; i += 4) {
    a = step(a, WORDS[i] as number);
    b = step(b, WORDS[i + 1] as number);
    c = step(c, WORDS[i + 2] as number);
    d = step(d, WORDS[i + 3] as number);
  }
  LANES[0] = step(a, d);
  LANES[1] = step(b, LANES[0]);
  LANES[2] = step(c, LANES[1]);
  LANES[3] = step(d, LANES[2]);
}

/** Of what was absorbed, from `at` to the end of `out`, or 16 bytes and more of it. */
function squeeze(out: Uint8Array, start = 0): void {
  let last = (LANES[3] as number) ^ (out.length - start);
  for (let at = start; at < out.length; at += 4) {
    const lane = ((at - start) >> 2) & 3;
    last = step(LANES[lane] as number, last);
    LANES[lane] = last;
    out[at] = last;
    out[at + 1] = last >>> 8;
    out[at + 2] = last >>> 16;
    out[at + 3] = last >>> 24;
  }
}

function step(lane: number, word: number): number {
  const product = Math.imul(lane ^ word, 0xcc9e2d51);
  return product ^ (product >>> 15);
}
