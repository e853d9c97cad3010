// rtt              echo server on UDP port 5998
// rtt IP SECONDS   64-byte round trips, one at a time; prints: count, p50 and p99 in us, lost
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>

#include "clock.h"

enum { PORT = 5998, BYTES = 64, ROUND_TRIPS_MAX = 2000000, PATIENCE_MICROS = 200000 };

static void serve(int udp);
static double round_trip(int udp, uint32_t number);
static int ascending(const void *a, const void *b);

int main(int argc, char **argv) {
  const int udp = socket(AF_INET, SOCK_DGRAM, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(PORT)};
  if (argc < 3) {
    if (bind(udp, (struct sockaddr *)&address, sizeof address) < 0) return perror("rtt: bind"), 1;
    serve(udp);
  }
  if (inet_pton(AF_INET, argv[1], &address.sin_addr) != 1) return fputs("usage: rtt [IP SECONDS]\n", stderr), 2;
  if (connect(udp, (struct sockaddr *)&address, sizeof address) < 0) return perror("rtt: connect"), 1;
  const struct timeval patience = {.tv_usec = PATIENCE_MICROS};
  setsockopt(udp, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);

  double *micros = malloc(ROUND_TRIPS_MAX * sizeof *micros);
  uint32_t count = 0, lost = 0;
  for (const double end = now() + atof(argv[2]); now() < end && count < ROUND_TRIPS_MAX;) {
    const double seconds = round_trip(udp, count + lost);
    if (seconds < 0) lost++;
    else micros[count++] = seconds * 1e6;
  }
  qsort(micros, count, sizeof *micros, ascending);
  const double p50 = count > 0 ? micros[count / 2] : 0, p99 = count > 0 ? micros[(uint64_t)count * 99 / 100] : 0;
  printf("%u %.1f %.1f %u\n", count, p50, p99, lost);
  return count > 0 ? 0 : 1;
}

static void serve(int udp) {
  char bytes[2048];
  for (;;) {
    struct sockaddr_in from;
    socklen_t size = sizeof from;
    const ssize_t length = recvfrom(udp, bytes, sizeof bytes, 0, (struct sockaddr *)&from, &size);
    if (length > 0) sendto(udp, bytes, length, 0, (struct sockaddr *)&from, size);
  }
}

// Seconds, or -1 when there was no answer in time; late answers to earlier requests are passed over.
static double round_trip(int udp, uint32_t number) {
  char bytes[BYTES] = {0};
  const double sent = now();
  memcpy(bytes, &number, sizeof number);
  send(udp, bytes, sizeof bytes, 0);
  for (uint32_t answered; recv(udp, bytes, sizeof bytes, 0) == BYTES;) {
    memcpy(&answered, bytes, sizeof answered);
    if (answered == number) return now() - sent;
  }
  return -1;
}

static int ascending(const void *a, const void *b) {
  const double one = *(const double *)a, other = *(const double *)b;
  return (one > other) - (one < other);
}
