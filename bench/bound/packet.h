// Layouts that both directions share: what lies on the wire, what the TUN hands over, fields of IP, TCP and UDP.
#pragma once
#include <arpa/inet.h>
#include <linux/virtio_net.h>
#include <stdint.h>
#include <string.h>

#ifndef VIRTIO_NET_HDR_GSO_UDP_L4 // Linux 6.2
#define VIRTIO_NET_HDR_GSO_UDP_L4 5
#endif

enum {
  VNET = sizeof(struct virtio_net_hdr),
  WIRE_HEADER = 16,   // "FSTN" 0 0 0 queue | send counter, 8 bytes; authenticated
  META = 4,           // first bytes of the plaintext, before the inner packet: CHECKSUM_PARTIAL or 0
  HEADERS_MAX = 120,  // IPv4 and TCP headers, each with all options
  SUPERPACKET = 65536,
  SEGMENTS_MAX = 64,  // of one UDP_SEGMENT send
};

// The transport checksum field holds the pseudo-header's sum only; the receiving kernel never has to complete it.
enum { CHECKSUM_PARTIAL = 1 };

enum { IPV4_WITHOUT_OPTIONS = 0x45, TCP_FIN = 0x01, TCP_PSH = 0x08, TCP_ACK = 0x10 };
enum { TCP_CHECKSUM = 16, UDP_CHECKSUM = 6, UDP_HEADER = 8 };

struct queue {
  int id, tun, udp;
};

static inline uint16_t get16(const uint8_t *at) {
  uint16_t value;
  memcpy(&value, at, sizeof value);
  return ntohs(value);
}

static inline uint32_t get32(const uint8_t *at) {
  uint32_t value;
  memcpy(&value, at, sizeof value);
  return ntohl(value);
}

static inline void put16(uint8_t *at, uint16_t value) {
  value = htons(value);
  memcpy(at, &value, sizeof value);
}

static inline void put32(uint8_t *at, uint32_t value) {
  value = htonl(value);
  memcpy(at, &value, sizeof value);
}

static inline int ip_header(const uint8_t *ip) { return (ip[0] & 15) * 4; }
static inline int tcp_header(const uint8_t *tcp) { return (tcp[12] >> 4) * 4; }
