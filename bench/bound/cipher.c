#include "cipher.h"

#include <sodium.h>
#include <string.h>

#include "packet.h"

static const uint8_t KEY[32] = "festoon-prototype-key-0123456789";
static enum { AEGIS256, GCM, CHACHA, NONE } cipher;
static crypto_aead_aes256gcm_state schedule;
int cipher_tag;

bool cipher_choose(const char *name) {
  static const char *const names[] = {[AEGIS256] = "aegis256", [GCM] = "gcm", [CHACHA] = "chacha", [NONE] = "null"};
  static const int tags[] = {
      [AEGIS256] = crypto_aead_aegis256_ABYTES,
      [GCM] = crypto_aead_aes256gcm_ABYTES,
      [CHACHA] = crypto_aead_chacha20poly1305_ietf_ABYTES,
      [NONE] = 0,
  };
  if (sodium_init() < 0) return false;
  for (cipher = AEGIS256; strcmp(names[cipher], name) != 0; cipher++) {
    if (cipher == NONE) return false;
  }
  cipher_tag = tags[cipher];
  if (cipher != GCM) return true;
  return crypto_aead_aes256gcm_is_available() && crypto_aead_aes256gcm_beforenm(&schedule, KEY) == 0;
}

// The counter and the queue, padded to the longest nonce: AEGIS-256's 32 bytes.
struct nonce {
  uint8_t bytes[32];
};

static inline struct nonce nonce_of(const uint8_t *header) {
  struct nonce nonce = {{0}};
  memcpy(nonce.bytes, header + 8, 8);
  nonce.bytes[8] = header[7];
  return nonce;
}

void cipher_seal(uint8_t *wire, const uint8_t *plain, size_t length, int queue, uint64_t counter) {
  memcpy(wire, "FSTN\0\0\0", 7);
  wire[7] = queue;
  memcpy(wire + 8, &counter, sizeof counter);
  const struct nonce nonce = nonce_of(wire);
  uint8_t *out = wire + WIRE_HEADER, *tag = out + length;
  switch (cipher) {
  case AEGIS256:
    crypto_aead_aegis256_encrypt_detached(out, tag, NULL, plain, length, wire, WIRE_HEADER, NULL, nonce.bytes, KEY);
    break;
  case GCM:
    crypto_aead_aes256gcm_encrypt_detached_afternm(out, tag, NULL, plain, length, wire, WIRE_HEADER, NULL, nonce.bytes,
                                                   &schedule);
    break;
  case CHACHA:
    crypto_aead_chacha20poly1305_ietf_encrypt_detached(out, tag, NULL, plain, length, wire, WIRE_HEADER, NULL,
                                                       nonce.bytes, KEY);
    break;
  case NONE:
    memcpy(out, plain, length);
    break;
  }
}

bool cipher_open(uint8_t *plain, const uint8_t *wire, size_t length) {
  const struct nonce nonce = nonce_of(wire);
  const uint8_t *in = wire + WIRE_HEADER;
  length -= WIRE_HEADER + cipher_tag;
  const uint8_t *tag = in + length;
  switch (cipher) {
  case AEGIS256:
    return crypto_aead_aegis256_decrypt_detached(plain, NULL, in, length, tag, wire, WIRE_HEADER, nonce.bytes, KEY) == 0;
  case GCM:
    return crypto_aead_aes256gcm_decrypt_detached_afternm(plain, NULL, in, length, tag, wire, WIRE_HEADER, nonce.bytes,
                                                          &schedule) == 0;
  case CHACHA:
    return crypto_aead_chacha20poly1305_ietf_decrypt_detached(plain, NULL, in, length, tag, wire, WIRE_HEADER,
                                                              nonce.bytes, KEY) == 0;
  case NONE:
    memcpy(plain, in, length);
    return true;
  }
  return false;
}
