// feed count PORT PORTS TYPE                    receiver: counts the datagrams of that first byte on PORTS ports from PORT on
// feed send PLAN KPPS SECONDS COUNTER IP PORT   sender; prints: sent/s, received/s, lost in percent
//
// What a relay is fed: datagrams sealed before the clock starts, in trains (UDP_SEGMENT) of PLAN's length, paced every
// 200 us. What fell behind the pace is made up in bursts of at most 50 ms of it. IP and PORT are the receiver's; counters
// begin with COUNTER, which must be above those of earlier calls. The receiver is asked on the port below its own.
//
// PLAN is a text of words:
//   relay|wireguard TO-IP TO-PORT RECEIVER-INDEX KEY IV TRAIN, then HANDLE BODY for each target; segment i goes to target i mod n.
// A relayed body is the whole end-to-end datagram, one of WireGuard the inner packet. Bytes are hexadecimal.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <linux/udp.h>
#include <poll.h>
#include <sodium.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "clock.h"

enum {
  TARGETS_MAX = 16,
  BODY_MAX = 2048,
  TRAIN_MAX = 64,
  RELAY_HEADER = 32,
  RELAY_AUTHENTICATED = 20,
  RELAY_TAG = 12,
  WIREGUARD_HEADER = 16,
  BATCH = 32,
  SUPERPACKET = 65536,
  BUFFER = 16 << 20,
  QUESTION_LENGTH = 16,
  PACE_MICROS = 200,
  SETTLE_MICROS = 250000, // until what is under way has arrived
  ASKS = 30,
  PATIENCE_MICROS = 100000,
};

// First byte of a question, answered with itself and, at offset 8, the count; RESET zeroes it first.
enum { RESET = 'R', QUESTION = 'Q' };

struct target {
  uint32_t handle;
  size_t length;
  uint8_t body[BODY_MAX];
};

struct plan {
  bool relay;
  struct sockaddr_in to;
  uint32_t index;
  uint8_t key[32], iv[24];
  int train, targets;
  struct target target[TARGETS_MAX];
};

static struct plan plan;

static void count(int first, int ports, uint8_t type);
static int open_udp(int port, bool merged);
static int datagrams(const struct msghdr *message, int length);
static void read_plan(const char *file);
static size_t unhex(uint8_t *bytes, size_t room, const char *text);
static size_t wire_length(void);
static uint8_t *seal(int64_t count, uint64_t counter);
static void seal_relay(uint8_t *header, const struct target *target, uint64_t counter);
static void seal_wireguard(uint8_t *wire, const struct target *target, uint64_t counter);
static int64_t send_paced(int udp, uint8_t *sealed, int64_t count, double rate, double seconds);
static int send_train(int udp, uint8_t *sealed, int64_t from, int segments);
static int64_t ask(int udp, const struct sockaddr_in *receiver, char question);
static void fail(const char *what);

int main(int argc, char **argv) {
  if (sodium_init() < 0) fail("sodium_init");
  if (argc == 5 && strcmp(argv[1], "count") == 0) count(atoi(argv[2]), atoi(argv[3]), strtol(argv[4], NULL, 0));
  if (argc != 8 || strcmp(argv[1], "send") != 0)
    return fputs("usage: feed count PORT PORTS TYPE | feed send PLAN KPPS SECONDS COUNTER IP PORT\n", stderr), 2;
  read_plan(argv[2]);
  const double rate = atof(argv[3]) * 1e3, seconds = atof(argv[4]);
  struct sockaddr_in receiver = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[7]) - 1)};
  if (inet_pton(AF_INET, argv[6], &receiver.sin_addr) != 1) fail(argv[6]);
  const int64_t most = rate * seconds;
  uint8_t *sealed = seal(most, strtoull(argv[5], NULL, 10));
  const int udp = open_udp(0, false);
  const struct timeval patience = {.tv_usec = PATIENCE_MICROS};
  setsockopt(udp, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  prctl(PR_SET_TIMERSLACK, 1);
  if (ask(udp, &receiver, RESET) < 0) return fputs("feed: the receiver does not answer\n", stderr), 1;
  const double start = now();
  const int64_t sent = send_paced(udp, sealed, most, rate, seconds);
  const double elapsed = now() - start;
  usleep(SETTLE_MICROS);
  const int64_t received = ask(udp, &receiver, QUESTION);
  if (received < 0) return fputs("feed: the receiver does not answer any more\n", stderr), 1;
  printf("%.0f %.0f %.4f\n", sent / elapsed, received / elapsed, 100.0 * (sent - received) / (sent > 0 ? sent : 1));
}

static void count(int first, int ports, uint8_t type) {
  static uint8_t bytes[BATCH][SUPERPACKET];
  static uint8_t control[BATCH][64];
  if (ports < 1 || ports > TARGETS_MAX) fail("ports");
  struct pollfd all[TARGETS_MAX + 1];
  for (int i = 0; i <= ports; i++) all[i] = (struct pollfd){.fd = open_udp(first - 1 + i, true), .events = POLLIN};
  puts("counting");
  fflush(stdout);
  for (int64_t seen = 0;;) {
    poll(all, ports + 1, -1);
    for (int i = ports; i >= 0; i--) { // the questions last
      if ((all[i].revents & POLLIN) == 0) continue;
      struct mmsghdr messages[BATCH];
      struct iovec slots[BATCH];
      struct sockaddr_in sources[BATCH];
      for (int at = 0; at < BATCH; at++) {
        slots[at] = (struct iovec){bytes[at], SUPERPACKET};
        messages[at].msg_hdr = (struct msghdr){.msg_name = &sources[at], .msg_namelen = sizeof sources[at],
          .msg_iov = &slots[at], .msg_iovlen = 1, .msg_control = control[at], .msg_controllen = sizeof control[at]};
      }
      const int received = recvmmsg(all[i].fd, messages, BATCH, MSG_DONTWAIT, NULL);
      for (int at = 0; at < received; at++) {
        if (i > 0) {
          if (bytes[at][0] == type) seen += datagrams(&messages[at].msg_hdr, messages[at].msg_len);
          continue;
        }
        if (bytes[at][0] == RESET) seen = 0;
        memcpy(bytes[at] + 8, &seen, sizeof seen);
        sendto(all[0].fd, bytes[at], QUESTION_LENGTH, 0, (struct sockaddr *)&sources[at], sizeof sources[at]);
      }
    }
  }
}

static int open_udp(int port, bool merged) {
  const int udp = socket(AF_INET, SOCK_DGRAM, 0), buffer = BUFFER, on = merged;
  setsockopt(udp, SOL_SOCKET, SO_RCVBUFFORCE, &buffer, sizeof buffer);
  setsockopt(udp, SOL_SOCKET, SO_SNDBUFFORCE, &buffer, sizeof buffer);
  if (setsockopt(udp, IPPROTO_UDP, UDP_GRO, &on, sizeof on) < 0) fail("UDP_GRO");
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
  if (bind(udp, (struct sockaddr *)&address, sizeof address) < 0) fail("bind");
  return udp;
}

// How many datagrams UDP_GRO merged into this message, those of WireGuard without packets (keepalives) left out.
static int datagrams(const struct msghdr *message, int length) {
  int segment = length;
  for (struct cmsghdr *one = CMSG_FIRSTHDR(message); one != NULL; one = CMSG_NXTHDR((struct msghdr *)message, one))
    if (one->cmsg_level == IPPROTO_UDP && one->cmsg_type == UDP_GRO) memcpy(&segment, CMSG_DATA(one), sizeof segment);
  return segment <= WIREGUARD_HEADER + 16 ? 0 : (length + segment - 1) / segment;
}

static void read_plan(const char *file) {
  static char kind[16], ip[64], key[128], iv[64], body[2 * BODY_MAX + 1];
  int port, targets = 0;
  FILE *text = fopen(file, "r");
  if (text == NULL) fail(file);
  if (fscanf(text, "%15s %63s %d %x %127s %63s %d", kind, ip, &port, &plan.index, key, iv, &plan.train) != 7) fail(file);
  plan.relay = strcmp(kind, "relay") == 0;
  plan.to = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(port)};
  if (inet_pton(AF_INET, ip, &plan.to.sin_addr) != 1 || plan.train < 1 || plan.train > TRAIN_MAX) fail(file);
  if (unhex(plan.key, sizeof plan.key, key) != sizeof plan.key) fail("key");
  unhex(plan.iv, sizeof plan.iv, iv);
  for (; targets < TARGETS_MAX; targets++) {
    struct target *target = &plan.target[targets];
    if (fscanf(text, "%x %4096s", &target->handle, body) != 2) break;
    target->length = unhex(target->body, BODY_MAX, body);
    if (target->length < 16 || target->length != plan.target[0].length) fail("bodies of one length");
  }
  if ((plan.targets = targets) == 0) fail("no target");
  fclose(text);
}

static size_t unhex(uint8_t *bytes, size_t room, const char *text) {
  size_t length = 0;
  return sodium_hex2bin(bytes, room, text, strlen(text), NULL, &length, NULL) == 0 ? length : 0;
}

static size_t wire_length(void) {
  const size_t body = plan.target[0].length;
  if (plan.relay) return RELAY_HEADER + body;
  return WIREGUARD_HEADER + (body + 15) / 16 * 16 + 16;
}

// What differs from datagram to datagram, one after the other: a relay header, or all of one of WireGuard.
static size_t sealed_length(void) { return plan.relay ? RELAY_HEADER : wire_length(); }

static uint8_t *seal(int64_t count, uint64_t counter) {
  uint8_t *sealed = malloc(count * sealed_length() + 1);
  if (sealed == NULL) fail("memory");
  for (int64_t i = 0; i < count; i++) {
    const struct target *target = &plan.target[i % plan.targets];
    uint8_t *at = sealed + i * sealed_length();
    plan.relay ? seal_relay(at, target, counter + i) : seal_wireguard(at, target, counter + i);
  }
  return sealed;
}

// Relay header of Festoon: the tag is AEGIS-256's over nothing, cut short.
static void seal_relay(uint8_t *header, const struct target *target, uint64_t counter) {
  uint8_t associated[RELAY_AUTHENTICATED + 2 + 16], nonce[32], tag[32];
  const uint16_t length = target->length;
  memcpy(header, (uint8_t[]){0x15, 0, 0, 0}, 4);
  memcpy(header + 4, &plan.index, 4);
  memcpy(header + 8, &counter, 8);
  memcpy(header + 16, &target->handle, 4);
  memcpy(associated, header, RELAY_AUTHENTICATED);
  memcpy(associated + RELAY_AUTHENTICATED, &length, 2);
  memcpy(associated + RELAY_AUTHENTICATED + 2, target->body, 16);
  memcpy(nonce, &counter, 8);
  memcpy(nonce + 8, plan.iv, 24);
  uint8_t nothing[1];
  crypto_aead_aegis256_encrypt_detached(nothing, tag, NULL, nothing, 0, associated, sizeof associated, NULL, nonce,
                                        plan.key);
  memcpy(header + RELAY_AUTHENTICATED, tag, RELAY_TAG);
}

// Transport data message of WireGuard, the packet padded with zeros.
static void seal_wireguard(uint8_t *wire, const struct target *target, uint64_t counter) {
  uint8_t plain[BODY_MAX + 16] = {0}, nonce[12] = {0};
  const size_t padded = (target->length + 15) / 16 * 16;
  memcpy(plain, target->body, target->length);
  memcpy(wire, (uint8_t[]){4, 0, 0, 0}, 4);
  memcpy(wire + 4, &plan.index, 4);
  memcpy(wire + 8, &counter, 8);
  memcpy(nonce + 4, &counter, 8);
  crypto_aead_chacha20poly1305_ietf_encrypt(wire + WIREGUARD_HEADER, NULL, plain, padded, NULL, 0, NULL, nonce, plan.key);
}

static int64_t send_paced(int udp, uint8_t *sealed, int64_t count, double rate, double seconds) {
  int64_t sent = 0;
  double time;
  for (const double start = now(); (time = now()) < start + seconds; usleep(PACE_MICROS)) {
    int64_t due = (time - start) * rate - sent;
    if (due > rate / 20) due = rate / 20;
    while (due >= plan.train && sent + plan.train <= count && now() < start + seconds) {
      if (send_train(udp, sealed, sent, plan.train) < 0) fail("sendmsg");
      sent += plan.train;
      due -= plan.train;
    }
  }
  return sent;
}

static int send_train(int udp, uint8_t *sealed, int64_t from, int segments) {
  struct iovec parts[2 * TRAIN_MAX];
  int count = 0;
  for (int64_t i = from; i < from + segments; i++) {
    parts[count++] = (struct iovec){sealed + i * sealed_length(), sealed_length()};
    struct target *target = &plan.target[i % plan.targets];
    if (plan.relay) parts[count++] = (struct iovec){target->body, target->length};
  }
  char control[CMSG_SPACE(sizeof(uint16_t))] __attribute__((aligned(8))) = {0};
  struct msghdr message = {.msg_name = &plan.to, .msg_namelen = sizeof plan.to, .msg_iov = parts, .msg_iovlen = count,
    .msg_control = control, .msg_controllen = sizeof control};
  const uint16_t segment = wire_length();
  struct cmsghdr *option = CMSG_FIRSTHDR(&message);
  option->cmsg_level = IPPROTO_UDP;
  option->cmsg_type = UDP_SEGMENT;
  option->cmsg_len = CMSG_LEN(sizeof segment);
  memcpy(CMSG_DATA(option), &segment, sizeof segment);
  return sendmsg(udp, &message, 0);
}

// The receiver's count, or -1 when it does not answer.
static int64_t ask(int udp, const struct sockaddr_in *receiver, char question) {
  for (int asked = 0; asked < ASKS; asked++) {
    char bytes[QUESTION_LENGTH] = {question};
    sendto(udp, bytes, sizeof bytes, 0, (const struct sockaddr *)receiver, sizeof *receiver);
    while (recv(udp, bytes, sizeof bytes, 0) == QUESTION_LENGTH) {
      int64_t seen;
      memcpy(&seen, bytes + 8, sizeof seen);
      if (bytes[0] == question) return seen;
    }
  }
  return -1;
}

static void fail(const char *what) {
  perror(what);
  exit(1);
}
