// pbt [-c aegis256|gcm|chacha|null] [-q QUEUES] [-b SOCKET_BUFFER] DEVICE LOCAL_IP REMOTE_IP
//
// The bound: what the packet path can reach. TUN superpackets, one pass of the cipher, UDP trains, batched receive, one
// thread for each direction of each queue; no handshake, no lookup, no replay window, no policy, no IPv6. The key and the
// ports (7000 and on) are fixed: a measuring stick for two network namespaces, never a tunnel.
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <netinet/in.h>
#include <linux/udp.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "cipher.h"
#include "inbound.h"
#include "outbound.h"
#include "packet.h"

#ifndef TUN_F_USO4 // Linux 6.2, which takes both or none
#define TUN_F_USO4 0x20
#define TUN_F_USO6 0x40
#endif

enum { PORT = 7000, QUEUES_MAX = 16, SOCKET_BUFFER = 16 << 20 };

static int open_tun(const char *device, bool many);
static int open_udp(const char *local, const char *remote, int port, int buffer);
static void start(void *(*run)(void *), struct queue *queue);
static void check(bool holds, const char *what);

int main(int argc, char **argv) {
  const char *cipher = "aegis256";
  int queues = 1, buffer = SOCKET_BUFFER, option;
  while ((option = getopt(argc, argv, "c:q:b:")) > 0) {
    if (option == 'c') cipher = optarg;
    if (option == 'q') queues = atoi(optarg);
    if (option == 'b') buffer = atoi(optarg);
    if (option == '?') return 2;
  }
  if (argc - optind != 3 || queues < 1 || queues > QUEUES_MAX || !cipher_choose(cipher)) {
    fputs("usage: pbt [-c aegis256|gcm|chacha|null] [-q QUEUES] [-b SOCKET_BUFFER] DEVICE LOCAL_IP REMOTE_IP\n", stderr);
    return 2;
  }
  const char *device = argv[optind], *local = argv[optind + 1], *remote = argv[optind + 2];
  static struct queue all[QUEUES_MAX];
  for (int id = 0; id < queues; id++) {
    const int udp = open_udp(local, remote, PORT + id, buffer);
    all[id] = (struct queue){.id = id, .tun = open_tun(device, queues > 1), .udp = udp};
  }
  for (int id = 0; id < queues; id++) {
    start(outbound_run, &all[id]);
    start(inbound_run, &all[id]);
  }
  for (;;) pause();
}

static int open_tun(const char *device, bool many) {
  const int tun = open("/dev/net/tun", O_RDWR | O_NONBLOCK);
  check(tun >= 0, "/dev/net/tun");
  struct ifreq request = {.ifr_flags = IFF_TUN | IFF_NO_PI | IFF_VNET_HDR | (many ? IFF_MULTI_QUEUE : 0)};
  strncpy(request.ifr_name, device, IFNAMSIZ - 1);
  check(ioctl(tun, TUNSETIFF, &request) == 0, "TUNSETIFF");
  const unsigned offloads = TUN_F_CSUM | TUN_F_TSO4 | TUN_F_USO4 | TUN_F_USO6;
  check(ioctl(tun, TUNSETOFFLOAD, offloads) == 0, "TUNSETOFFLOAD");
  return tun;
}

static int open_udp(const char *local, const char *remote, int port, int buffer) {
  const int udp = socket(AF_INET, SOCK_DGRAM, 0), on = 1;
  check(setsockopt(udp, SOL_SOCKET, SO_RCVBUFFORCE, &buffer, sizeof buffer) == 0, "SO_RCVBUFFORCE");
  check(setsockopt(udp, SOL_SOCKET, SO_SNDBUFFORCE, &buffer, sizeof buffer) == 0, "SO_SNDBUFFORCE");
  check(setsockopt(udp, IPPROTO_UDP, UDP_GRO, &on, sizeof on) == 0, "UDP_GRO");
  struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons(port)}, there = here;
  check(inet_pton(AF_INET, local, &here.sin_addr) == 1, local);
  check(inet_pton(AF_INET, remote, &there.sin_addr) == 1, remote);
  check(bind(udp, (struct sockaddr *)&here, sizeof here) == 0, "bind");
  check(connect(udp, (struct sockaddr *)&there, sizeof there) == 0, "connect");
  return udp;
}

static void start(void *(*run)(void *), struct queue *queue) {
  pthread_t thread;
  check(pthread_create(&thread, NULL, run, queue) == 0, "pthread_create");
}

static void check(bool holds, const char *what) {
  if (holds) return;
  perror(what);
  exit(1);
}
