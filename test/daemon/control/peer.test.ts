import t from 'tap';
import type { Action } from '../../../daemon/control/action.js';
import { Intake } from '../../../daemon/control/intake.js';
import { Peer } from '../../../daemon/control/peer.js';
import { Peers } from '../../../daemon/control/peers.js';
import { SessionIndices } from '../../../daemon/control/session-index.js';
import { createShared, type Shared } from '../../../daemon/control/shared.js';
import { WALL } from '../../protocol/support/network.js';
import { arriving, HIGHER, LOWER, nodeOptions, one, peerFacts, TestNode } from './support/node.js';

/** The peer `of` as node `name` sees it, with so many session slots in all. */
function lone(name: string, of: string, slots: number): { peer: Peer; shared: Shared; actions: Action[] } {
  const actions: Action[] = [];
  const facts = peerFacts(of);
  const options = nodeOptions(name, [facts]);
  const indices = new SessionIndices(options.rng, slots);
  const shared: Shared = { ...createShared(options, (action) => actions.push(action)), indices };
  shared.clock.look({ mono: 0, wall: WALL }, 0);
  return { peer: new Peer({ id: 1, facts, found: false }, shared), shared, actions };
}

t.test('without a free session slot no handshake is opened; it is tried again', async (t) => {
  const { peer, shared, actions } = lone('a', 'b', 0);
  peer.tick({ mono: 1_000, wall: WALL });
  t.same(actions, []);
  t.equal(shared.tally.counts().get('session-slots-full'), 1);
  t.equal(peer.nextAt(), 1_250);
});

t.test('without a free session slot no handshake is answered', async (t) => {
  const { shared, actions } = lone(LOWER, HIGHER, 0);
  const other = new TestNode(HIGHER, [peerFacts(LOWER)]);
  const asked = arriving(one(other.send({ type: 'start' }), 'send-handshake'), HIGHER);
  const intake = new Intake(shared, new Peers(shared), () => undefined);
  t.equal(intake.take({ mono: 0, wall: WALL }, asked), undefined);
  t.match(actions, [{ type: 'notice', code: 'session-slots-full' }]);
});
