#define _GNU_SOURCE
#include "inbound.h"

#include <netinet/in.h>
#include <linux/udp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "checksum.h"
#include "cipher.h"
#include "packet.h"

enum {
  BATCH = 64,
  HEADROOM = 256,
  CONTROL = 64,
  PACKET_MAX = 65535,
};

// Consecutive segments of one flow, merged as one packet for the TUN.
struct superpacket {
  int length;  // of the IP packet; 0: there is none
  int headers; // IP and transport
  int segment; // payload of each segment but the last
  int packets;
  uint8_t protocol;
  bool partial, mergeable, closed;
  uint8_t buffer[HEADROOM + META + PACKET_MAX + HEADERS_MAX];
};

struct inbound {
  struct queue queue;
  struct superpacket super;
  struct mmsghdr messages[BATCH];
  struct iovec slots[BATCH];
  char controls[BATCH][CONTROL];
};

static int receive(struct inbound *self);
static int segment_of(struct msghdr *message, int length);
static void take(struct inbound *self, const uint8_t *wire, int length);
static void begin(struct superpacket *super, int length, uint32_t meta);
static bool continues(const struct superpacket *super, const uint8_t *header, uint32_t meta);
static void flush(struct inbound *self);

static inline uint8_t *ip_of(struct superpacket *super) { return super->buffer + HEADROOM; }

void *inbound_run(void *queue) {
  struct inbound *self = calloc(1, sizeof *self);
  self->queue = *(struct queue *)queue;
  for (int i = 0; i < BATCH; i++) {
    self->slots[i] = (struct iovec){malloc(SUPERPACKET), SUPERPACKET};
    self->messages[i].msg_hdr =
        (struct msghdr){.msg_iov = &self->slots[i], .msg_iovlen = 1, .msg_control = self->controls[i]};
  }
  for (;;) {
    const int count = receive(self);
    for (int i = 0; i < count; i++) {
      const int length = self->messages[i].msg_len, segment = segment_of(&self->messages[i].msg_hdr, length);
      const uint8_t *bytes = self->slots[i].iov_base;
      for (int at = 0; at < length; at += segment) take(self, bytes + at, length - at < segment ? length - at : segment);
    }
    flush(self);
  }
}

// Waits for one message and takes those that are there already.
static int receive(struct inbound *self) {
  for (int i = 0; i < BATCH; i++) self->messages[i].msg_hdr.msg_controllen = CONTROL;
  return recvmmsg(self->queue.udp, self->messages, BATCH, MSG_WAITFORONE, NULL);
}

// The size of the datagrams that UDP_GRO merged into this message.
static int segment_of(struct msghdr *message, int length) {
  int segment = length;
  for (struct cmsghdr *one = CMSG_FIRSTHDR(message); one != NULL; one = CMSG_NXTHDR(message, one)) {
    if (one->cmsg_level == IPPROTO_UDP && one->cmsg_type == UDP_GRO) memcpy(&segment, CMSG_DATA(one), sizeof segment);
  }
  return segment;
}

static void take(struct inbound *self, const uint8_t *wire, int length) {
  const int packet = length - WIRE_HEADER - META - cipher_tag;
  if (packet < 20) return;
  struct superpacket *super = &self->super;
  uint8_t *ip = ip_of(super);
  uint32_t meta;
  const int payload = packet - super->headers;
  if (!super->mergeable || super->closed || payload <= 0 || payload > super->segment ||
      super->length + payload > PACKET_MAX || super->packets == SEGMENTS_MAX) {
    flush(self);
    if (!cipher_open(ip - META, wire, length)) return;
    memcpy(&meta, ip - META, META);
    begin(super, packet, meta);
    return;
  }

  // Opened so that the payload lands at the end of what is there; what META and headers overwrite is put back.
  const int overlap = META + super->headers;
  uint8_t saved[META + HEADERS_MAX], head[META + HEADERS_MAX], *end = ip + super->length, *plain = end - overlap;
  memcpy(saved, plain, overlap);
  const bool authentic = cipher_open(plain, wire, length);
  memcpy(head, plain, overlap);
  memcpy(plain, saved, overlap);
  if (!authentic) return;
  memcpy(&meta, head, META);
  const uint8_t *header = head + META;
  if (continues(super, header, meta)) {
    super->length += payload;
    super->packets++;
    const bool push = super->protocol == IPPROTO_TCP && header[33] & TCP_PSH;
    if (push) ip[33] |= TCP_PSH;
    super->closed = push || payload < super->segment;
    return;
  }
  const int headers = super->headers;
  flush(self);
  memmove(ip + headers, end, payload);
  memcpy(ip, header, headers);
  begin(super, packet, meta);
}

// A packet of `length` bytes lies at the start of the buffer; what may follow it is decided here.
static void begin(struct superpacket *super, int length, uint32_t meta) {
  const uint8_t *ip = ip_of(super);
  super->length = length;
  super->packets = 1;
  super->partial = meta == CHECKSUM_PARTIAL;
  super->protocol = ip[9];
  super->mergeable = super->closed = false;
  super->headers = ip_header(ip);
  const bool fragment = (get16(ip + 6) & 0x3fff) != 0;
  if (!super->partial || ip[0] != IPV4_WITHOUT_OPTIONS || fragment || length < 40) return;
  if (super->protocol == IPPROTO_TCP) {
    if ((ip[33] & ~TCP_PSH) != TCP_ACK) return;
    super->headers = 20 + tcp_header(ip + 20);
    super->closed = ip[33] & TCP_PSH;
  } else if (super->protocol == IPPROTO_UDP) {
    super->headers = 20 + UDP_HEADER;
  } else {
    return;
  }
  super->segment = length - super->headers;
  super->mergeable = super->segment > 0;
}

// Whether a packet with these headers is the next segment of the superpacket.
static bool continues(const struct superpacket *super, const uint8_t *header, uint32_t meta) {
  const uint8_t *ip = super->buffer + HEADROOM;
  const bool same = meta == CHECKSUM_PARTIAL && header[0] == ip[0] && header[1] == ip[1] &&
                    get16(header + 6) == get16(ip + 6) && // DF, no fragment
                    memcmp(header + 8, ip + 8, 2) == 0 && // TTL, protocol
                    memcmp(header + 12, ip + 12, 12) == 0; // addresses, ports
  if (!same || super->protocol == IPPROTO_UDP) return same;
  return get32(header + 24) == get32(ip + 24) + (uint32_t)(super->length - super->headers) && // sequence
         memcmp(header + 28, ip + 28, 5) == 0 &&                                              // acknowledged, offset
         (header[33] & ~TCP_PSH) == TCP_ACK &&                                                // flags
         memcmp(header + 34, ip + 34, 2) == 0 &&                                              // window
         memcmp(header + 40, ip + 40, super->headers - 40) == 0;                              // options
}

static void flush(struct inbound *self) {
  struct superpacket *super = &self->super;
  if (super->length == 0) return;
  uint8_t *ip = ip_of(super);
  const bool tcp = super->protocol == IPPROTO_TCP;
  struct virtio_net_hdr vnet = {0};
  if (super->partial) {
    vnet.flags = VIRTIO_NET_HDR_F_NEEDS_CSUM;
    vnet.csum_start = ip_header(ip);
    vnet.csum_offset = tcp ? TCP_CHECKSUM : UDP_CHECKSUM;
  }
  if (super->packets > 1) {
    vnet.gso_type = tcp ? VIRTIO_NET_HDR_GSO_TCPV4 : VIRTIO_NET_HDR_GSO_UDP_L4;
    vnet.gso_size = super->segment;
    vnet.hdr_len = super->headers;
    const int network = vnet.csum_start;
    put16(ip + 2, super->length), put16(ip + 10, 0);
    const uint16_t checksum = ~fold(sum(ip, network, 0));
    memcpy(ip + 10, &checksum, 2);
    if (!tcp) put16(ip + network + 4, super->length - network);
    const uint16_t partial = fold(pseudo_header(ip, super->protocol) + htons(super->length - network));
    memcpy(ip + network + vnet.csum_offset, &partial, 2);
  }
  memcpy(ip - VNET, &vnet, VNET);
  if (write(self->queue.tun, ip - VNET, VNET + super->length) < 0) perror("pbt: write to the TUN");
  super->length = super->packets = 0;
  super->mergeable = false;
}
