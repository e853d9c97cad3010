import { Buffer } from 'node:buffer';
import t from 'tap';
import type { PeerStatus } from '../../../daemon/control/status.js';
import { engineStatus, heardBy } from '../../../daemon/io/engine-status.js';
import { dropReasons, Engine, outboundDropReasons, type PeerStats } from '../../../native/index.js';
import { udpPacket } from '../../native/pair.js';
import { seed } from '../../protocol/support/network.js';

t.test('every drop reason of the core is counted in one direction', async (t) => {
  const { counters, traffic } = engineStatus(new Engine({ seed: seed('status'), lanes: 1 }));
  const reasons = [...counters.droppedInbound.keys(), ...counters.droppedOutbound.keys()];
  t.same(reasons.sort(), dropReasons().sort());
  t.same([...counters.droppedOutbound.keys()], outboundDropReasons());
  t.ok(counters.droppedInbound.size > 0 && counters.droppedOutbound.size > 0);
  t.equal(counters.outboundPackets, 0n);
  t.same(traffic, []);
});

t.test('a packet is counted in the direction that it went', async (t) => {
  const engine = new Engine({ seed: seed('status'), lanes: 1 });
  engine.step(1, {
    datagrams: [{ source: '192.0.2.1:7', bytes: Buffer.of(1) }],
    tun: [udpPacket('10.77.0.1', '10.77.0.9', Buffer.of(1))],
  });
  const { droppedInbound, droppedOutbound } = engineStatus(engine).counters;
  const happened = (counts: ReadonlyMap<string, bigint>) => [...counts].filter(([, count]) => count > 0n);
  t.same(happened(droppedInbound), [['wire_version', 1n]]);
  t.same(happened(droppedOutbound), [['no_route', 1n]]);
});

t.test('when a peer was heard is as the core has it, where that is later', async (t) => {
  const ages = (heardAge: number | undefined, lastReceivedNs: bigint | null) => {
    const stats = { peer: 1, lastReceivedNs } as PeerStats;
    const [peer] = heardBy({ peerStats: () => [stats] }, 9_000, [{ id: 1, heardAge } as PeerStatus]);
    return peer?.heardAge;
  };
  t.equal(ages(5, 7_500_000_000n), 1.5);
  t.equal(ages(1, 7_500_000_000n), 1);
  t.equal(ages(1, 9_000_001_000n), 0, 'since the time was read');
  t.equal(ages(1, null), 1);
  t.equal(ages(undefined, 7_500_000_000n), undefined, 'who is not known was never heard');
});
