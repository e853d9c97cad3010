// sodium-native publishes no types; what is called of it.
declare module 'sodium-native' {
  const sodium: {
    sodium_malloc(bytes: number): Uint8Array;
    sodium_memzero(buffer: Uint8Array): void;
    randombytes_buf(out: Uint8Array): void;
    crypto_scalarmult_base(publicKey: Uint8Array, secretKey: Uint8Array): void;
    /** Throws when the shared secret is all zero. */
    crypto_scalarmult(shared: Uint8Array, secretKey: Uint8Array, publicKey: Uint8Array): void;
    crypto_generichash_batch(out: Uint8Array, parts: readonly Uint8Array[], key?: Uint8Array): void;
    crypto_aead_chacha20poly1305_ietf_encrypt(
      out: Uint8Array,
      plaintext: Uint8Array,
      associated: Uint8Array,
      nsec: null,
      nonce: Uint8Array,
      key: Uint8Array,
    ): number;
    /** Throws when the tag does not hold. */
    crypto_aead_chacha20poly1305_ietf_decrypt(
      out: Uint8Array,
      nsec: null,
      sealed: Uint8Array,
      associated: Uint8Array,
      nonce: Uint8Array,
      key: Uint8Array,
    ): number;
    crypto_aead_xchacha20poly1305_ietf_encrypt(
      out: Uint8Array,
      plaintext: Uint8Array,
      associated: Uint8Array,
      nsec: null,
      nonce: Uint8Array,
      key: Uint8Array,
    ): number;
    crypto_sign_seed_keypair(publicKey: Uint8Array, secretKey: Uint8Array, seed: Uint8Array): void;
    crypto_sign_detached(signature: Uint8Array, message: Uint8Array, secretKey: Uint8Array): void;
    crypto_sign_verify_detached(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean;
  };
  export default sodium;
}
