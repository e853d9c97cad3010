import {
  createCipheriv,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  randomBytes,
} from 'node:crypto';
import { blake2s } from './blake2s.js';

/** X25519, 32 bytes each. */
export interface Keys {
  readonly privateKey: Buffer;
  readonly publicKey: Buffer;
}

/** What an initiator needs to send: the responder's index, and its own key of transport messages. */
export interface Opened {
  readonly receiverIndex: number;
  readonly sendKey: Buffer;
}

/** The initiator's half of WireGuard's handshake, as far as it takes to feed a responder; nothing is checked but tags. */
export interface Initiation {
  readonly message: Buffer;
  /** Reads the response; undefined when it is something else. */
  finish(response: Buffer): Opened | undefined;
}

const CONSTRUCTION = Buffer.from('Noise_IKpsk2_25519_ChaChaPoly_BLAKE2s');
const IDENTIFIER = Buffer.from('WireGuard v1 zx2c4 Jason@zx2c4.com');
const LABEL_MAC1 = Buffer.from('mac1----');
const NO_PSK = Buffer.alloc(32);
const RESPONSE_BYTES = 92;
const TAI64_EPOCH = 0x4000_0000_0000_000an;

export function newKeys(): Keys {
  const jwk = generateKeyPairSync('x25519').privateKey.export({ format: 'jwk' });
  const bytes = (base64: string | undefined): Buffer => Buffer.from(base64 ?? '', 'base64url');
  return { privateKey: bytes(jwk.d), publicKey: bytes(jwk.x) };
}

export function initiate(own: Keys, responder: Uint8Array): Initiation {
  const transcript = new Transcript(responder);
  const ephemeral = newKeys();
  const index = randomBytes(4);
  transcript.mixKey(ephemeral.publicKey);
  transcript.mixHash(ephemeral.publicKey);
  transcript.mixShared(ephemeral, responder);
  const identity = transcript.seal(own.publicKey);
  transcript.mixShared(own, responder);
  const timestamp = transcript.seal(tai64n());
  const head = Buffer.concat([Buffer.of(1, 0, 0, 0), index, ephemeral.publicKey, identity, timestamp]);
  const mac1 = blake2s(head, 16, blake2s(Buffer.concat([LABEL_MAC1, responder])));
  return {
    message: Buffer.concat([head, mac1, Buffer.alloc(16)]),
    finish(response) {
      if (response.length !== RESPONSE_BYTES || response[0] !== 2) return undefined;
      if (!response.subarray(8, 12).equals(index)) return undefined;
      const theirs = response.subarray(12, 44);
      transcript.mixKey(theirs);
      transcript.mixHash(theirs);
      transcript.mixShared(ephemeral, theirs);
      transcript.mixShared(own, theirs);
      transcript.mixPsk(NO_PSK);
      if (!transcript.seal(Buffer.alloc(0)).equals(response.subarray(44, 60))) return undefined;
      return { receiverIndex: response.readUInt32LE(4), sendKey: transcript.sendKey() };
    },
  };
}

/** A transport message without a packet: the first one confirms the session to the responder. */
export function keepalive({ receiverIndex, sendKey }: Opened, counter: bigint): Buffer {
  const header = Buffer.alloc(16);
  header[0] = 4;
  header.writeUInt32LE(receiverIndex, 4);
  header.writeBigUInt64LE(counter, 8);
  return Buffer.concat([header, aead(sendKey, counter, Buffer.alloc(0), Buffer.alloc(0))]);
}

/** Chaining key, key and hash of Noise, with the names of WireGuard's paper. */
class Transcript {
  #chain: Buffer = blake2s(CONSTRUCTION);
  #hash: Buffer;
  #key: Buffer = Buffer.alloc(32);

  constructor(responder: Uint8Array) {
    this.#hash = blake2s(Buffer.concat([blake2s(Buffer.concat([this.#chain, IDENTIFIER])), responder]));
  }

  mixHash(data: Uint8Array): void {
    this.#hash = blake2s(Buffer.concat([this.#hash, data]));
  }

  mixKey(data: Uint8Array): void {
    [this.#chain = Buffer.alloc(0)] = kdf(this.#chain, data, 1);
  }

  mixShared(own: Keys, other: Uint8Array): void {
    [this.#chain = Buffer.alloc(0), this.#key = Buffer.alloc(0)] = kdf(this.#chain, shared(own, other), 2);
  }

  mixPsk(psk: Uint8Array): void {
    const [chain = Buffer.alloc(0), mixed = Buffer.alloc(0), key = Buffer.alloc(0)] = kdf(
      this.#chain,
      psk,
      3,
    );
    this.#chain = chain;
    this.mixHash(mixed);
    this.#key = key;
  }

  seal(plain: Uint8Array): Buffer {
    const sealed = aead(this.#key, 0n, plain, this.#hash);
    this.mixHash(sealed);
    return sealed;
  }

  sendKey(): Buffer {
    return kdf(this.#chain, Buffer.alloc(0), 2)[0] ?? Buffer.alloc(0);
  }
}

function kdf(key: Uint8Array, input: Uint8Array, count: number): Buffer[] {
  const secret = hmac(key, input);
  const out: Buffer[] = [];
  for (let nth = 1; nth <= count; nth++) {
    out.push(hmac(secret, Buffer.concat([out.at(-1) ?? Buffer.alloc(0), Buffer.of(nth)])));
  }
  return out;
}

/** RFC 2104 over BLAKE2s, whose block has 64 bytes. */
function hmac(key: Uint8Array, message: Uint8Array): Buffer {
  const pad = (byte: number): Buffer =>
    Buffer.alloc(64, byte).map((value, at) => value ^ (key[at] ?? 0)) as Buffer;
  return blake2s(Buffer.concat([pad(0x5c), blake2s(Buffer.concat([pad(0x36), message]))]));
}

function aead(key: Uint8Array, counter: bigint, plain: Uint8Array, associated: Uint8Array): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeBigUInt64LE(counter, 4);
  const cipher = createCipheriv('chacha20-poly1305', key, nonce, { authTagLength: 16 });
  cipher.setAAD(associated, { plaintextLength: plain.length });
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function shared({ privateKey, publicKey }: Keys, other: Uint8Array): Buffer {
  const jwk = (x: Uint8Array) => ({ kty: 'OKP', crv: 'X25519', x: Buffer.from(x).toString('base64url') });
  const d = privateKey.toString('base64url');
  return diffieHellman({
    privateKey: createPrivateKey({ key: { ...jwk(publicKey), d }, format: 'jwk' }),
    publicKey: createPublicKey({ key: jwk(other), format: 'jwk' }),
  });
}

function tai64n(): Buffer {
  const millis = BigInt(Date.now());
  const bytes = Buffer.alloc(12);
  bytes.writeBigUInt64BE(TAI64_EPOCH + millis / 1000n);
  bytes.writeUInt32BE(Number(millis % 1000n) * 1_000_000, 8);
  return bytes;
}
