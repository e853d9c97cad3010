import { compareBytes } from '../../protocol/bytes.js';
import type { Session } from './session.js';

/** Specification constants (spec §5), in ms after the session began. */
const REKEY_AFTER_MS = 120_000;
const TAKE_OVER_AFTER_MS = 150_000;

/** Implementation constant: a session that this node opened and that stays unanswered so long is opened anew. */
export const ANSWER_WITHIN_MS = 1_500;

/**
 * When a session has to be replaced. The owner of the lower static key does it; the other one takes over where that
 * did not happen, so that both do not do it at once.
 */
export function replaceAt(session: Session, ownKey: Uint8Array): number {
  const lowerKey = isLower(ownKey, session.node.certificate.noiseKey);
  if (session.spent) return session.createdAt;
  if (!session.live) return session.createdAt + ANSWER_WITHIN_MS;
  return session.createdAt + (lowerKey ? REKEY_AFTER_MS : TAKE_OVER_AFTER_MS);
}

/** Whether `a` comes before `b`, both 32 B, byte by byte. */
export function isLower(a: Uint8Array, b: Uint8Array): boolean {
  return compareBytes(a, b) < 0;
}
