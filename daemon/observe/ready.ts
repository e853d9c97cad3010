import type { DaemonStatus } from '../control/status.js';

/** What a daemon that has started still lacks before it can carry packets, one sentence each. */
export function missingParts({ sockets }: DaemonStatus): readonly string[] {
  return sockets.length === 0 ? ['no UDP socket of the underlay is bound'] : [];
}
