// One fixed key under one of four ciphers. A measuring stick: never for packets that matter.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// False when the name is unknown or this processor lacks what the cipher needs.
bool cipher_choose(const char *name);

// Bytes that sealing adds behind the ciphertext.
extern int cipher_tag;

// Writes WIRE_HEADER, ciphertext and tag to `wire`; the plaintext must not overlap it.
void cipher_seal(uint8_t *wire, const uint8_t *plain, size_t length, int queue, uint64_t counter);

// Writes the plaintext of a packet of `length` bytes, header and tag included; false when it is not authentic.
bool cipher_open(uint8_t *plain, const uint8_t *wire, size_t length);
