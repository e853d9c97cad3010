import type { SessionKeys } from '../../../protocol/handshake.js';

/** Tells one session's keys from every other's; with the side: one direction of it. */
export function keysId({ chainingKey }: SessionKeys, initiator?: boolean): string {
  let text = initiator === undefined ? '' : `${initiator} `;
  for (let i = 0; i < 16; i++) text += String.fromCharCode(chainingKey[i] as number);
  return text;
}
