// pps                          receiver on UDP port 5997: counts datagrams until it is asked
// pps IP KPPS SECONDS LENGTH   sender; prints: sent/s, received/s, lost in percent
//
// One skb a datagram (sendmmsg, no GSO), because a batch would measure GSO; paced every 200 us. What fell
// behind the pace is made up in bursts of at most 50 ms of it.
#define _GNU_SOURCE
#include <arpa/inet.h>
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
  PORT = 5997,
  BATCH = 64,
  LENGTH_MIN = 16,
  LENGTH_MAX = 2048,
  BUFFER = 4 << 20,
  PACE_MICROS = 200,
  SETTLE_MICROS = 250000, // until what is under way has arrived
  ASKS = 30,
  PATIENCE_MICROS = 100000,
};

// First byte of a datagram. A question is answered with its own byte and, at offset 8, the count; RESET zeroes it first.
enum { DATA = 'D', RESET = 'R', QUESTION = 'Q' };

struct batch {
  struct mmsghdr messages[BATCH];
  struct iovec slots[BATCH];
  struct sockaddr_in sources[BATCH];
  uint8_t bytes[BATCH][LENGTH_MAX];
};

static struct batch batch;

static void count(int udp);
static int64_t ask(int udp, char question);
static int64_t send_paced(int udp, double rate, double seconds);
static void prepare(size_t length);

int main(int argc, char **argv) {
  const int udp = socket(AF_INET, SOCK_DGRAM, 0), buffer = BUFFER;
  setsockopt(udp, SOL_SOCKET, SO_RCVBUFFORCE, &buffer, sizeof buffer);
  setsockopt(udp, SOL_SOCKET, SO_SNDBUFFORCE, &buffer, sizeof buffer);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(PORT)};
  if (argc == 1) {
    if (bind(udp, (struct sockaddr *)&address, sizeof address) < 0) return perror("pps: bind"), 1;
    count(udp);
  }
  const int length = argc == 5 ? atoi(argv[4]) : 0;
  if (length < LENGTH_MIN || length > LENGTH_MAX || inet_pton(AF_INET, argv[1], &address.sin_addr) != 1)
    return fputs("usage: pps [IP KPPS SECONDS LENGTH]\n", stderr), 2;
  if (connect(udp, (struct sockaddr *)&address, sizeof address) < 0) return perror("pps: connect"), 1;
  const struct timeval patience = {.tv_usec = PATIENCE_MICROS};
  setsockopt(udp, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  prctl(PR_SET_TIMERSLACK, 1);

  if (ask(udp, RESET) < 0) return fputs("pps: the receiver does not answer\n", stderr), 1;
  prepare(length);
  const double start = now();
  const int64_t sent = send_paced(udp, atof(argv[2]) * 1e3, atof(argv[3]));
  const double elapsed = now() - start;
  usleep(SETTLE_MICROS);
  const int64_t received = ask(udp, QUESTION);
  if (received < 0) return fputs("pps: the receiver does not answer any more\n", stderr), 1;
  printf("%.0f %.0f %.4f\n", sent / elapsed, received / elapsed, 100.0 * (sent - received) / (sent > 0 ? sent : 1));
}

static void count(int udp) {
  prepare(LENGTH_MAX);
  for (int64_t seen = 0;;) {
    for (int i = 0; i < BATCH; i++) {
      batch.messages[i].msg_hdr.msg_name = &batch.sources[i];
      batch.messages[i].msg_hdr.msg_namelen = sizeof batch.sources[i];
    }
    const int received = recvmmsg(udp, batch.messages, BATCH, MSG_WAITFORONE, NULL);
    for (int i = 0; i < received; i++) {
      uint8_t *bytes = batch.bytes[i];
      if (bytes[0] == DATA) {
        seen++;
        continue;
      }
      if (bytes[0] == RESET) seen = 0;
      memcpy(bytes + 8, &seen, sizeof seen);
      sendto(udp, bytes, LENGTH_MIN, 0, (struct sockaddr *)&batch.sources[i], sizeof batch.sources[i]);
    }
  }
}

// The receiver's count, or -1 when it does not answer.
static int64_t ask(int udp, char question) {
  for (int asked = 0; asked < ASKS; asked++) {
    char bytes[LENGTH_MIN] = {question};
    send(udp, bytes, sizeof bytes, 0);
    while (recv(udp, bytes, sizeof bytes, 0) == LENGTH_MIN) {
      int64_t seen;
      memcpy(&seen, bytes + 8, sizeof seen);
      if (bytes[0] == question) return seen;
    }
  }
  return -1;
}

static int64_t send_paced(int udp, double rate, double seconds) {
  int64_t sent = 0;
  double time;
  for (const double start = now(); (time = now()) < start + seconds; usleep(PACE_MICROS)) {
    int64_t due = (time - start) * rate - sent;
    if (due > rate / 20) due = rate / 20;
    while (due > 0 && now() < start + seconds) {
      const int accepted = sendmmsg(udp, batch.messages, due < BATCH ? due : BATCH, 0);
      if (accepted <= 0) break;
      sent += accepted;
      due -= accepted;
    }
  }
  return sent;
}

static void prepare(size_t length) {
  for (int i = 0; i < BATCH; i++) {
    batch.bytes[i][0] = DATA;
    batch.slots[i] = (struct iovec){batch.bytes[i], length};
    batch.messages[i].msg_hdr = (struct msghdr){.msg_iov = &batch.slots[i], .msg_iovlen = 1};
  }
}
