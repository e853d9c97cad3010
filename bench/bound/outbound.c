#define _GNU_SOURCE
#include "outbound.h"

#include <netinet/in.h>
#include <linux/udp.h>
#include <poll.h>
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
  // A packet as long as the link's gso_max_size, 65,536 with its Ethernet, IPv4 and UDP headers, is cut in software.
  TRAIN_MAX = 65536 - 14 - 20 - 8 - 1,
  HEADROOM = 128,    // before what is read: META and the headers of the first segment are written there
  READS_MAX = 64,    // before the train goes out, fewer when it grows long
  LONG_TRAIN = 32768,
};

// Datagrams of one size, the last one maybe shorter; one send carries them all.
struct train {
  uint8_t bytes[TRAIN_MAX];
  int packets, segment, length;
  bool closed;
};

struct outbound {
  struct queue queue;
  uint64_t counter;
  struct train train;
  uint8_t read[HEADROOM + VNET + SUPERPACKET];
};

static void read_batch(struct outbound *self);
static void take(struct outbound *self, uint8_t *at, int length);
static void cut(struct outbound *self, uint8_t *ip, int length, int segment);
static void seal(struct outbound *self, const uint8_t *plain, int length);
static uint8_t *place(struct outbound *self, int length);
static void send_train(struct outbound *self);

void *outbound_run(void *queue) {
  struct outbound *self = calloc(1, sizeof *self);
  self->queue = *(struct queue *)queue;
  struct pollfd readable = {.fd = self->queue.tun, .events = POLLIN};
  for (;;) {
    poll(&readable, 1, -1);
    read_batch(self);
    send_train(self);
  }
}

// Reads until there is nothing left or the batch is large enough.
static void read_batch(struct outbound *self) {
  for (int reads = 0; reads < READS_MAX; reads++) {
    const int length = read(self->queue.tun, self->read + HEADROOM, VNET + SUPERPACKET);
    if (length <= VNET) return;
    take(self, self->read + HEADROOM, length);
    if (self->train.length > LONG_TRAIN) reads += READS_MAX / 4;
  }
}

static void take(struct outbound *self, uint8_t *at, int length) {
  struct virtio_net_hdr vnet;
  memcpy(&vnet, at, VNET);
  uint8_t *ip = at + VNET;
  length -= VNET;
  if (ip[0] >> 4 != 4) return;
  if (vnet.gso_type != VIRTIO_NET_HDR_GSO_NONE) return cut(self, ip, length, vnet.gso_size);
  const uint32_t meta = vnet.flags & VIRTIO_NET_HDR_F_NEEDS_CSUM ? CHECKSUM_PARTIAL : 0;
  memcpy(ip - META, &meta, META);
  seal(self, ip - META, META + length);
}

// Seals each segment of a superpacket of TCP or UDP. The header of segment i is written over the tail of segment i-1, which is
// sealed already: no payload moves.
static void cut(struct outbound *self, uint8_t *ip, int length, int segment) {
  const bool tcp = ip[9] == IPPROTO_TCP;
  const int network = ip_header(ip), transport = tcp ? tcp_header(ip + network) : UDP_HEADER;
  const int headers = network + transport, payload = length - headers;
  const uint32_t sequence = get32(ip + network + 4);
  const uint16_t id = get16(ip + 4);
  const uint8_t flags = ip[network + 13];

  uint8_t head[META + HEADERS_MAX], *h = head + META;
  const uint32_t meta = CHECKSUM_PARTIAL;
  memcpy(head, &meta, META);
  memcpy(h, ip, headers);
  put16(h + 2, 0), put16(h + 4, 0), put16(h + 10, 0);
  const uint32_t constant = sum(h, network, 0), pseudo = pseudo_header(ip, ip[9]);

  for (int i = 0, offset = 0; offset < payload; i++, offset += segment) {
    const int rest = payload - offset, size = rest < segment ? rest : segment;
    put16(h + 2, headers + size), put16(h + 4, id + i);
    const uint16_t checksum = ~fold(constant + htons(headers + size) + htons((uint16_t)(id + i)));
    memcpy(h + 10, &checksum, 2);
    const uint16_t partial = fold(pseudo + htons(transport + size));
    if (tcp) {
      put32(h + network + 4, sequence + offset);
      h[network + 13] = size == rest ? flags : flags & ~(TCP_FIN | TCP_PSH);
      memcpy(h + network + TCP_CHECKSUM, &partial, 2);
    } else {
      put16(h + network + 4, UDP_HEADER + size);
      memcpy(h + network + UDP_CHECKSUM, &partial, 2);
    }
    uint8_t *plain = ip + offset - META;
    memcpy(plain, head, META + headers);
    seal(self, plain, META + headers + size);
  }
}

static void seal(struct outbound *self, const uint8_t *plain, int length) {
  uint8_t *wire = place(self, WIRE_HEADER + length + cipher_tag);
  cipher_seal(wire, plain, length, self->queue.id, self->counter++);
}

// Where the next datagram of the train goes; sends the train first when the datagram does not fit to it.
static uint8_t *place(struct outbound *self, int length) {
  struct train *train = &self->train;
  const bool fits = !train->closed && length <= train->segment && train->packets < SEGMENTS_MAX &&
                    train->length + length <= TRAIN_MAX;
  if (train->packets > 0 && !fits) send_train(self);
  if (train->packets == 0) train->segment = length;
  if (length < train->segment) train->closed = true;
  uint8_t *wire = train->bytes + train->length;
  train->length += length;
  train->packets++;
  return wire;
}

static void send_train(struct outbound *self) {
  struct train *train = &self->train;
  if (train->packets == 0) return;
  struct iovec bytes = {train->bytes, train->length};
  char control[CMSG_SPACE(sizeof(uint16_t))] __attribute__((aligned(8))) = {0};
  struct msghdr message = {.msg_iov = &bytes, .msg_iovlen = 1};
  if (train->packets > 1) {
    const uint16_t segment = train->segment;
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    struct cmsghdr *option = CMSG_FIRSTHDR(&message);
    option->cmsg_level = IPPROTO_UDP;
    option->cmsg_type = UDP_SEGMENT;
    option->cmsg_len = CMSG_LEN(sizeof segment);
    memcpy(CMSG_DATA(option), &segment, sizeof segment);
  }
  if (sendmsg(self->queue.udp, &message, 0) < 0) perror("pbt: sendmsg");
  train->packets = train->length = 0;
  train->closed = false;
}
