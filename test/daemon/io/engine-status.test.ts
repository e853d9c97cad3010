import t from 'tap';
import { engineStatus, OUTBOUND_REASONS } from '../../../daemon/io/engine-status.js';
import { dropReasons, Engine } from '../../../native/index.js';
import { seed } from '../../protocol/support/network.js';

t.test('every drop reason of the core is counted in one direction', async (t) => {
  const { counters, traffic } = engineStatus(new Engine({ seed: seed('status'), lanes: 1 }));
  const reasons = [...counters.droppedInbound.keys(), ...counters.droppedOutbound.keys()];
  t.same(reasons.sort(), dropReasons().sort());
  t.same([...counters.droppedOutbound.keys()].sort(), [...OUTBOUND_REASONS].sort());
  t.equal(counters.outboundPackets, 0n);
  t.same(traffic, []);
});
