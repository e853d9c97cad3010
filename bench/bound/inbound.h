// UDP -> TUN: datagrams are opened in place at the end of a growing superpacket.
#pragma once
// A thread of one queue; the argument is its struct queue. Never returns.
void *inbound_run(void *queue);
