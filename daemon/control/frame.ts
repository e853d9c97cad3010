import type { Path } from './path.js';
import type { Shared } from './shared.js';

/** Kinds of control frames, and the flag that asks a keepalive's receiver for an answer (spec §6). */
export const MESSAGE = 0;
export const PROBE = 1;
export const CHALLENGE = 3;
export const KEEPALIVE = 5;
export const ANSWER_ME = 1;

/** Sends a control frame on a session: along `path` where one is named, else along the peer's. */
export function sendFrame(
  { emit }: Pick<Shared, 'emit'>,
  index: number,
  kind: number,
  flags: number,
  body: Uint8Array,
  path?: Path,
): void {
  emit({ type: 'send-control', index, kind, flags, body, ...(path && { path }) });
}
