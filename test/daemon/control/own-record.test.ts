import t from 'tap';
import type { Now } from '../../../daemon/control/now.js';
import { OwnRecord } from '../../../daemon/control/own-record.js';
import { createShared, type Shared } from '../../../daemon/control/shared.js';
import type { Address } from '../../../protocol/address.js';
import { decodeRecord, type NodeRecord, type RecordFacts, verifyRecord } from '../../../protocol/record.js';
import { verifyChain } from '../../../protocol/trust.js';
import { crypto, must, trust, WALL } from '../../protocol/support/network.js';
import { presented } from './support/manager.js';
import { type NodeOptions, nodeOptions } from './support/node.js';

const HALF_MS = 43_200_000;

function surroundings(options: NodeOptions = {}): Shared {
  const shared = createShared(nodeOptions('a', [], { bootEpoch: 7n, ...options }), () => undefined);
  shared.clock.look({ mono: 0, wall: WALL }, 0);
  return shared;
}

/** As another node reads it. */
function read(own: OwnRecord): NodeRecord {
  const { record, chain } = own.presented;
  const node = must(verifyChain(crypto, trust, chain, WALL));
  return must(verifyRecord(crypto, trust, must(decodeRecord(record)), node, { from: WALL, to: WALL }));
}

const NOW = { mono: 0, wall: WALL };

t.test('a record says where its node is attached and can be called, and is signed by it', async (t) => {
  const own = new OwnRecord(
    surroundings({
      advertise: [
        { host: '198.51.100.7', port: 7077 },
        { host: '2001:db8::7', port: 7 },
        { host: '198.51.100.7', port: 7077 },
      ],
    }),
  );
  t.ok(own.renew({ mono: 500, wall: WALL }, ['m2', 'm1']));
  t.match(read(own), {
    node: 'a',
    serial: 1n,
    incarnation: 7n,
    seq: 1n,
    attachments: [
      { manager: 'm2', priority: 0 },
      { manager: 'm1', priority: 1 },
    ],
    endpoints: ['198.51.100.7:7077', '[2001:db8::7]:7'],
    capabilities: 0,
    goodbye: false,
    issuedAt: WALL,
    ttl: 86_400,
  });
  t.ok(own.is(7n, 1n));
  t.notOk(own.is(7n, 2n));
  t.notOk(own.is(6n, 1n));
});

t.test(
  'what another run of the node has signed is known by its own key, and counts where it is later',
  async (t) => {
    const own = new OwnRecord(surroundings());
    const says = (facts: Partial<RecordFacts>): unknown => own.outdoneBy(presented('a', facts).record);
    t.equal(says({ incarnation: 8n }), undefined, 'it has said nothing yet');
    own.renew(NOW, ['m1']);
    t.match(says({ incarnation: 8n, seq: 0n }), { incarnation: 8n });
    t.match(says({ incarnation: 7n, seq: 2n }), { seq: 2n });
    t.equal(says({ incarnation: 7n, seq: 0n }), undefined);
    t.equal(says({ incarnation: 6n, seq: 9n }), undefined);
    t.equal(own.outdoneBy(own.presented.record), undefined);
    t.equal(says({ incarnation: 8n, serial: 2n }), undefined, 'of another certificate');
    t.equal(own.outdoneBy(presented('b', { incarnation: 8n }).record), undefined);
    const foreign = { incarnation: 8n, networkId: new Uint8Array(16) };
    t.equal(says(foreign), undefined);
    t.equal(own.outdoneBy(Uint8Array.of(1)), undefined);
    const forged = presented('a', { incarnation: 8n }).record;
    forged[forged.length - 1] = (forged[forged.length - 1] as number) ^ 1;
    t.equal(own.outdoneBy(forged), undefined);
  },
);

t.test('of two records of one version one of both runs gives way', async (t) => {
  const own = new OwnRecord(surroundings());
  own.renew(NOW, ['m1']);
  const others = ['m2', 'm3', 'm4', 'm5', 'm6', 'm7', 'm8', 'm9'].map((manager) => {
    const twin = new OwnRecord(surroundings());
    twin.renew(NOW, [manager]);
    return own.outdoneBy(twin.presented.record) !== undefined ? !twin.outdoneBy(own.presented.record) : true;
  });
  t.notOk(others.includes(false));
});

t.test('it is signed anew when it has changed, and about halfway to its end', async (t) => {
  const own = new OwnRecord(surroundings());
  t.equal(own.renewAt, Number.POSITIVE_INFINITY);
  own.renew(NOW, ['m1']);
  const { record } = own.presented;
  const { renewAt } = own;
  t.ok(renewAt >= 0.8 * HALF_MS && renewAt <= 1.2 * HALF_MS, `after ${renewAt} ms`);
  const after = (ms: number): Now => ({ mono: ms, wall: WALL + ms / 1000 });
  t.notOk(own.renew(after(renewAt - 1), ['m1']));
  t.equal(own.presented.record, record);
  t.ok(own.renew(after(renewAt), ['m1']));
  t.equal(read(own).seq, 2n);
  t.equal(read(own).issuedAt, Math.floor(WALL + renewAt / 1000));
  t.ok(own.renewAt > renewAt);
  t.ok(own.renew(after(renewAt), ['m1', 'm2']));
  t.ok(own.renew(after(renewAt), ['m2', 'm1']));
  t.equal(read(own).seq, 4n);
});

t.test('a host that learns the time after its start signs anew, by the right one', async (t) => {
  const shared = createShared(nodeOptions('a', [], { bootEpoch: 7n }), () => undefined);
  const own = new OwnRecord(shared);
  const at = (mono: number, wall: number): boolean => {
    shared.clock.look({ mono, wall }, WALL - 90_000);
    return own.renew({ mono, wall }, ['m1']);
  };
  t.ok(at(1_000, 5), 'a clock that begins at 1970');
  t.throws(() => read(own), { message: 'record-expired' });
  t.notOk(at(2_000, 6));
  t.ok(at(3_000, WALL));
  t.equal(read(own).issuedAt, WALL);
  t.notOk(at(4_000, WALL + 601), 'a small step');
});

t.test('it is signed anew when the clock was set, whether it is believed or not', async (t) => {
  const own = new OwnRecord(surroundings({ timeFloor: WALL - 100 }));
  own.renew({ mono: 0, wall: 7 }, []);
  t.equal(read(own).issuedAt, WALL - 100, 'nothing is earlier than what has passed for certain');
  t.ok(own.renew({ mono: 1_000, wall: WALL }, []));
  t.equal(read(own).issuedAt, WALL);
  t.notOk(own.renew({ mono: 2_000, wall: WALL + 600 }, []));
  t.ok(own.renew({ mono: 2_000, wall: WALL - 600 }, []));
});

t.test('a new certificate makes a new record, of whatever serial; the same settings do not', async (t) => {
  const shared = surroundings();
  const own = new OwnRecord(shared);
  own.renew(NOW, []);
  shared.settings = nodeOptions('a', []);
  t.notOk(own.renew(NOW, []));
  shared.settings = nodeOptions('a', [], { facts: { serial: 2n } });
  t.ok(own.renew(NOW, []));
  t.equal(read(own).serial, 2n);
  shared.settings = nodeOptions('a', [], { facts: { serial: 2n, notAfter: WALL + 9_000 } });
  t.ok(own.renew(NOW, []));
  t.same(own.presented.chain, shared.settings.local.chain);
});

t.test(
  'names among the endpoints count as soon as they are known, in whatever order, as many as there is room for',
  async (t) => {
    const host = 'a.example';
    const shared = surroundings({ advertise: [{ host, port: 7077 }] });
    const own = new OwnRecord(shared);
    own.renew(NOW, []);
    t.same(read(own).endpoints, []);
    const addresses = Array.from({ length: 10 }, (_, i) => `192.0.2.${i}` as Address);
    shared.names.resolved(host, ['127.0.1.1' as Address, ...addresses]);
    t.ok(own.renew(NOW, []));
    t.same(
      read(own).endpoints,
      addresses.slice(0, 8).map((address) => `${address}:7077`),
    );
    shared.names.resolved(host, addresses.toReversed());
    t.notOk(own.renew(NOW, []));
  },
);

t.test('a record that would not be legal is a bug', async (t) => {
  const own = new OwnRecord(surroundings());
  t.throws(() => own.renew(NOW, ['m1', 'm1']), { message: 'own record: record-malformed' });
});
