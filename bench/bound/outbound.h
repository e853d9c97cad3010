// TUN -> UDP: superpackets are cut and sealed in one pass into trains.
#pragma once
// A thread of one queue; the argument is its struct queue. Never returns.
void *outbound_run(void *queue);
