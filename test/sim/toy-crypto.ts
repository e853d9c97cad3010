import type { Crypto, Keypair, SecretKey } from '../../protocol/crypto.js';
import type { Stream } from './random.js';

/**
 * The port protocol/crypto.ts with the sizes of the real one and nothing of its security: whoever knows a public key can
 * compute all that its owner can. What is changed on the way is still refused. For the simulator alone, whose
 * handshakes take less time by it.
 */
export function createToyCrypto(random: Stream): Crypto {
  const keypair = (kind: SecretKey['kind'], secret: Uint8Array): Keypair => {
    const publicKey = digest(32, [LABELS[kind], secret]);
    return { publicKey, secretKey: new ToyKey(kind, publicKey) };
  };
  const importKeypair = (secret: Uint8Array): Keypair => keypair('x25519', secret);
  return {
    allocate: (bytes) => new Uint8Array(bytes),
    wipe(secret) {
      if (secret instanceof Uint8Array) secret.fill(0);
    },
    generateKeypair: () => importKeypair(random.bytes(32)),
    importKeypair,
    importSigningKeypair: (seed) => keypair('ed25519', seed),
    dh(out, secretKey, publicKey) {
      const own = (secretKey as ToyKey).publicKey;
      if (publicKey.every((byte) => byte === 0)) return false;
      absorbInto(out, isBefore(own, publicKey) ? [own, publicKey] : [publicKey, own], undefined);
      return true;
    },
    hash: absorbInto,
    seal(out, key, nonce, associated, plaintext) {
      out.set(plaintext);
      tag(out.subarray(plaintext.length), key, nonce, associated, plaintext);
    },
    open(out, key, nonce, associated, sealed) {
      const length = sealed.length - TAG_BYTES;
      const plaintext = sealed.subarray(0, length);
      tag(EXPECTED, key, nonce, associated, plaintext);
      for (let i = 0; i < TAG_BYTES; i++) if (EXPECTED[i] !== sealed[length + i]) return false;
      out.set(plaintext);
      return true;
    },
    sign: (secretKey, message) => digest(64, [(secretKey as ToyKey).publicKey, message]),
    verify(publicKey, message, signature) {
      const expected = digest(64, [publicKey, message]);
      return signature.length === 64 && expected.every((byte, i) => byte === signature[i]);
    },
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
  absorbInto(out, parts, undefined);
  return out;
}

function tag(
  out: Uint8Array,
  key: Uint8Array,
  nonce: Uint8Array,
  associated: Uint8Array,
  text: Uint8Array,
): void {
  absorbInto(out, [nonce, associated, text], key);
}

/** The parts one after the other, as one text: where they meet does not matter, as in the real one. */
function absorbInto(out: Uint8Array, parts: readonly Uint8Array[], key: Uint8Array | undefined): void {
  let a = 0x243f6a88 ^ out.length;
  let b = 0x85a308d3;
  let length = 0;
  let word = 0;
  for (let p = key === undefined ? 0 : -1; p < parts.length; p++) {
    const part = (p < 0 ? key : parts[p]) as Uint8Array;
    let i = 0;
    // Whole words, where they begin with the part, and the rest byte by byte.
    const words = (length & 3) === 0 ? part.length & ~3 : 0;
    for (; i < words; i += 4) {
      word =
        ((part[i] as number) << 24) |
        ((part[i + 1] as number) << 16) |
        ((part[i + 2] as number) << 8) |
        (part[i + 3] as number);
      a = Math.imul(a ^ word, 0xcc9e2d51);
      b = (Math.imul(b, 0x1b873593) ^ (a >>> 15) ^ word) | 0;
    }
    length += words;
    for (; i < part.length; i++) {
      word = (word << 8) | (part[i] as number);
      if ((++length & 3) !== 0) continue;
      a = Math.imul(a ^ word, 0xcc9e2d51);
      b = (Math.imul(b, 0x1b873593) ^ (a >>> 15) ^ word) | 0;
    }
    if (p < 0) b ^= 0x13198a2e;
  }
  a = Math.imul(a ^ word ^ length, 0xcc9e2d51);
  b ^= length;
  for (let at = 0; at < out.length; at += 4) {
    a = Math.imul(a ^ (b >>> 13) ^ at, 0x85ebca6b);
    b = Math.imul(b ^ (a >>> 16), 0xc2b2ae35);
    const squeezed = a ^ (b >>> 15);
    out[at] = squeezed;
    out[at + 1] = squeezed >>> 8;
    out[at + 2] = squeezed >>> 16;
    out[at + 3] = squeezed >>> 24;
  }
}

function isBefore(a: Uint8Array, b: Uint8Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return (a[i] as number) < (b[i] as number);
  return false;
}
