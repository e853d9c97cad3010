/** A private key inside the implementation's locked memory. It has no readable bytes, so it cannot be logged or copied. */
export interface SecretKey {
  readonly kind: 'x25519' | 'ed25519';
}

export interface Keypair {
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
  readonly secretKey: SecretKey;
}

/** The cryptography that `protocol/` needs; daemon/io/sodium.ts implements it over libsodium. */
export interface Crypto {
  /** `bytes` zeroed bytes of locked memory, owned by the caller until `wipe`. */
  allocate(bytes: number): Uint8Array;
  /** Zeroes a secret and gives its memory back; the secret must not be used again. A second call does nothing. */
  wipe(secret: SecretKey | Uint8Array): void;

  /** A random X25519 keypair. */
  generateKeypair(): Keypair;
  /** The X25519 keypair of a 32-byte private key (RFC 7748 §5); `secret` is copied. */
  importKeypair(secret: Uint8Array): Keypair;
  /** The Ed25519 keypair of a 32-byte seed (RFC 8032 §5.1.5); `seed` is copied. */
  importSigningKeypair(seed: Uint8Array): Keypair;

  /** X25519 into `out` (32 bytes); false when the shared secret is all zero (RFC 7748 §6.1). */
  dh(out: Uint8Array, secretKey: SecretKey, publicKey: Uint8Array): boolean;
  /** BLAKE2b (RFC 7693) over the parts one after another; `out`, which may be one of them, is 16 to 64 bytes, `key` 16 to 64. */
  hash(out: Uint8Array, parts: readonly Uint8Array[], key?: Uint8Array): void;
  /** HMAC (RFC 2104) over BLAKE2b-512: `out` is 64 bytes, `key` at most 128. */
  hmac(out: Uint8Array, key: Uint8Array, parts: readonly Uint8Array[]): void;
  /** ChaCha20-Poly1305 (RFC 8439): `out` is 16 bytes longer than `plaintext`, which may be where it begins, `nonce` 12 bytes. */
  seal(
    out: Uint8Array,
    key: Uint8Array,
    nonce: Uint8Array,
    associated: Uint8Array,
    plaintext: Uint8Array,
  ): void;
  /** The inverse of `seal`; false, and `out` worthless, when the tag does not hold. `out` is 16 bytes shorter. */
  open(
    out: Uint8Array,
    key: Uint8Array,
    nonce: Uint8Array,
    associated: Uint8Array,
    sealed: Uint8Array,
  ): boolean;
  /** Ed25519 (RFC 8032), 64 bytes. */
  sign(secretKey: SecretKey, message: Uint8Array): Uint8Array;
  verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
}
