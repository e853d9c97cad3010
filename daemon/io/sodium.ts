import sodium from 'sodium-native';
import type { Crypto, Keypair, SecretKey } from '../../protocol/crypto.js';
import { HMAC_SCRATCH_BYTES, hmac } from '../../protocol/hmac.js';

export interface SodiumOptions {
  /** Where private keys come from; the system's generator by default, a seeded one in the simulator. */
  readonly randomBytes?: (bytes: number) => Uint8Array;
}

/** The port protocol/crypto.ts over libsodium, with every secret in locked memory. */
export function createSodium(options: SodiumOptions = {}): Crypto {
  const memory = new LockedMemory();
  const randomBytes = options.randomBytes ?? systemRandomBytes;

  const importKeypair = (secret: Uint8Array): Keypair => {
    const cell = memory.allocate(32);
    cell.set(secret);
    const publicKey = new Uint8Array(32);
    sodium.crypto_scalarmult_base(publicKey, cell);
    return { publicKey, secretKey: new Handle('x25519', cell) };
  };

  const hash: Crypto['hash'] = (out, parts, key) => {
    if (key) sodium.crypto_generichash_batch(out, parts, key);
    else sodium.crypto_generichash_batch(out, parts);
  };
  const scratch = memory.allocate(HMAC_SCRATCH_BYTES);

  return {
    allocate: (bytes) => memory.allocate(bytes),
    wipe(secret) {
      const cell = secret instanceof Uint8Array ? secret : Handle.release(secret);
      if (cell) memory.wipe(cell);
    },
    importKeypair,
    generateKeypair() {
      const secret = randomBytes(32);
      const keypair = importKeypair(secret);
      secret.fill(0);
      return keypair;
    },
    importSigningKeypair(seed) {
      const cell = memory.allocate(64);
      const publicKey = new Uint8Array(32);
      sodium.crypto_sign_seed_keypair(publicKey, cell, seed);
      return { publicKey, secretKey: new Handle('ed25519', cell) };
    },
    dh(out, secretKey, publicKey) {
      const cell = Handle.cell(secretKey, 'x25519');
      return succeeds(() => sodium.crypto_scalarmult(out, cell, publicKey));
    },
    hash,
    hmac(out, key, parts) {
      hmac(hash, scratch, out, key, parts);
    },
    seal(out, key, nonce, associated, plaintext) {
      sodium.crypto_aead_chacha20poly1305_ietf_encrypt(out, plaintext, associated, null, nonce, key);
    },
    open(out, key, nonce, associated, sealed) {
      return succeeds(() =>
        sodium.crypto_aead_chacha20poly1305_ietf_decrypt(out, null, sealed, associated, nonce, key),
      );
    },
    sign(secretKey, message) {
      const signature = new Uint8Array(64);
      sodium.crypto_sign_detached(signature, message, Handle.cell(secretKey, 'ed25519'));
      return signature;
    },
    verify: (publicKey, message, signature) =>
      sodium.crypto_sign_verify_detached(signature, message, publicKey),
  };
}

export function systemRandomBytes(bytes: number): Uint8Array {
  const out = new Uint8Array(bytes);
  sodium.randombytes_buf(out);
  return out;
}

/** A secret key whose bytes no property, printer or serializer reaches. */
class Handle implements SecretKey {
  readonly kind: SecretKey['kind'];
  #cell: Uint8Array | undefined;

  constructor(kind: SecretKey['kind'], cell: Uint8Array) {
    this.kind = kind;
    this.#cell = cell;
  }

  /** Throws for a key of another kind, of another port, or wiped. */
  static cell(secret: SecretKey, kind: SecretKey['kind']): Uint8Array {
    const cell = secret instanceof Handle && secret.kind === kind ? secret.#cell : undefined;
    if (!cell) throw new TypeError(`not a live ${kind} key`);
    return cell;
  }

  /** Takes the bytes out: the handle is dead from now on. */
  static release(secret: SecretKey): Uint8Array | undefined {
    if (!(secret instanceof Handle)) throw new TypeError('not a key of this port');
    const cell = secret.#cell;
    secret.#cell = undefined;
    return cell;
  }
}

/**
 * Cells carved from chunks of sodium_malloc memory (locked, guarded, left out of core dumps) and used again after
 * `wipe`. One sodium_malloc a secret would not do: each is four mappings, given back only when the garbage
 * collector gets to it, so a flood of handshakes would exhaust the process's mappings and abort it.
 */
class LockedMemory {
  readonly #free = new Map<number, Uint8Array[]>();
  readonly #live = new Set<Uint8Array>();
  #chunk: Uint8Array = new Uint8Array(0);

  allocate(bytes: number): Uint8Array {
    const cell = this.#free.get(bytes)?.pop() ?? this.#carve(bytes);
    this.#live.add(cell);
    return cell;
  }

  /** Only a live cell is given back: a second wipe must not reach its next owner. */
  wipe(cell: Uint8Array): void {
    if (!this.#live.delete(cell)) return;
    sodium.sodium_memzero(cell);
    const fresh = new Uint8Array(cell.buffer, cell.byteOffset, cell.length);
    const cells = this.#free.get(cell.length);
    if (cells) cells.push(fresh);
    else this.#free.set(cell.length, [fresh]);
  }

  #carve(bytes: number): Uint8Array {
    if (this.#chunk.length < bytes) this.#chunk = sodium.sodium_malloc(CHUNK_BYTES).fill(0);
    const cell = new Uint8Array(this.#chunk.buffer, this.#chunk.byteOffset, bytes);
    this.#chunk = this.#chunk.subarray(bytes);
    return cell;
  }
}

const CHUNK_BYTES = 64 * 1024;

function succeeds(operation: () => unknown): boolean {
  try {
    operation();
    return true;
  } catch {
    return false;
  }
}
