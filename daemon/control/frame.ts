import type { Endpoint } from '../../protocol/address.js';
import type { Shared } from './shared.js';

/** Kinds of control frames, and the flag that asks a keepalive's receiver for an answer (spec §6). */
export const PROBE = 1;
export const CHALLENGE = 3;
export const KEEPALIVE = 5;
export const ANSWER_ME = 1;

/** Sends a control frame on a session: to `endpoint` where one is named, else along the peer's path. */
export function sendFrame(
  { emit }: Pick<Shared, 'emit'>,
  index: number,
  kind: number,
  flags: number,
  body: Uint8Array,
  endpoint?: Endpoint,
): void {
  emit({ type: 'send-control', index, kind, flags, body, ...(endpoint && { endpoint }) });
}
