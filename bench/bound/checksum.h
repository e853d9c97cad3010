// The Internet checksum (RFC 1071). Sums are kept in memory order, so that no byte is ever swapped.
#pragma once
#include <arpa/inet.h>
#include <stdint.h>
#include <string.h>

static inline uint16_t fold(uint32_t sum) {
  sum = (sum >> 16) + (sum & 0xffff);
  return (sum >> 16) + (sum & 0xffff);
}

// The sum of `length` bytes and `initial`, below 2^17.
static inline uint32_t sum(const uint8_t *bytes, size_t length, uint32_t initial) {
  uint64_t total = initial;
  for (; length >= 4; bytes += 4, length -= 4) {
    uint32_t word;
    memcpy(&word, bytes, sizeof word);
    total += word;
  }
  if (length >= 2) {
    uint16_t word;
    memcpy(&word, bytes, sizeof word);
    total += word;
    bytes += 2, length -= 2;
  }
  if (length > 0) total += *bytes; // little endian
  total = (total >> 32) + (total & 0xffffffff);
  total = (total >> 32) + (total & 0xffffffff);
  return (total >> 16) + (total & 0xffff);
}

// The pseudo-header of RFC 9293 and RFC 768 without the length.
static inline uint32_t pseudo_header(const uint8_t *ip, int protocol) {
  return sum(ip + 12, 8, htons(protocol));
}
