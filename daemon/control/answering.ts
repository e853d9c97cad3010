import { answerMsg1, type Msg1, type SessionKeys } from '../../protocol/handshake.js';
import type { Suite } from '../../protocol/suite.js';
import type { VerifiedNode } from '../../protocol/trust.js';
import type { HandshakeEvent } from './event.js';
import type { Now } from './now.js';
import { newSession, type Session, UNCONFIRMED_FOR_MS } from './session.js';
import type { Shared } from './shared.js';

/** A msg1 that offers a suite which this node runs, and psk 0 of the network secret that its MAC was made with. */
export interface Suited {
  readonly event: HandshakeEvent;
  readonly psk: Uint8Array;
  readonly suite: Suite;
}

/** A session that the peer has opened, and the msg2 that tells it so. */
export interface Answered {
  readonly session: Session;
  readonly keys: SessionKeys;
  readonly datagram: Uint8Array;
}

/** Answers a msg1 that is welcome, while there is an index to give to its session. `msg1` has ended. */
export function answerWith(
  shared: Shared,
  now: Now,
  { event, psk, suite }: Suited,
  msg1: Msg1,
  node: VerifiedNode,
): Answered {
  const { lanes, indices, settings, bootEpoch: ownBootEpoch } = shared;
  const { source: path } = event;
  const { bootEpoch } = msg1.offer;
  const index = indices.allocate() as number;
  const counter = shared.nextCounter();
  const answer = { senderIndex: index, suite, lanes, bootEpoch: ownBootEpoch, counter };
  const { datagram, keys } = answerMsg1(settings.local, msg1, psk, answer);
  const facts = { index, suite, initiator: false, path, node, stamp: msg1.offer, bootEpoch, ownBootEpoch };
  const session = newSession(now, secondsLeft(shared, now, node), facts);
  session.retireAt = Math.min(session.endsAt, now.mono + UNCONFIRMED_FOR_MS);
  return { session, keys, datagram };
}

/** Until the certificate of one side ends. */
export function secondsLeft({ clock, settings }: Shared, now: Now, { validUntil }: VerifiedNode): number {
  return clock.left(now, Math.min(validUntil, settings.certificate.notAfter));
}
