import t from 'tap';
import type { Address, Endpoint, Prefix } from '../../../protocol/address.js';
import type { Presented } from '../../../protocol/control-message.js';
import { issuerFacts, issuerKeypair, nodeFacts, sign, WALL } from '../../protocol/support/network.js';
import { presented, T0 } from './support/manager.js';
import { addressOf, B, Search } from './support/search.js';

t.test('a node that packets wait for becomes a peer, relayed by the manager that knows it', async (t) => {
  const search = new Search();
  search.finder.need(T0, B);
  t.match(search.home.sent, [{ type: 'lookup', address: B }]);
  const endpoints = ['192.0.2.9:7077'] as Endpoint[];
  search.answer(search.home, presented('b', { incarnation: 5n, endpoints }), 0xb1);
  t.same(search.peer('b')?.introduced, [{ endpoints, bootEpoch: 5n, relayed: 'via:1:000000b1' }]);
  t.same(search.pass(60_000), []);
  t.equal(search.count('ok'), 1);
});

t.test('a manager among others is introduced without being relayed', async (t) => {
  const search = new Search();
  search.finder.need(T0, B);
  const endpoints = ['192.0.2.9:7077'] as Endpoint[];
  search.answer(search.home, presented('b', { incarnation: 5n, endpoints }));
  t.same(search.peer('b')?.introduced, [{ endpoints, bootEpoch: 5n }]);
  t.equal(search.count('ok'), 1);
});

t.test('who is introduced as nowhere is sought from another manager', async (t) => {
  for (const endpoints of [[], ['127.0.0.1:7077']] as Endpoint[][]) {
    const search = new Search();
    search.finder.need(T0, B);
    search.answer(search.home, presented('b', { endpoints }));
    search.answer(search.standby, presented('b', { endpoints }), 0xb2);
    t.same(search.peer('b')?.relays, ['via:2:000000b2']);
    t.equal(search.count('ok'), 1);
  }
});

t.test('a peer that answers may be nowhere else', async (t) => {
  const search = new Search();
  search.finder.up(search.now, search.add('b'));
  search.answer(search.home, presented('b', { endpoints: [] }));
  t.equal(search.count('ok'), 1);
});

t.test('what nobody has is refused', async (t) => {
  const search = new Search();
  search.finder.need(T0, B);
  search.answer(search.home, 'unknown');
  search.answer(search.standby, 'unknown');
  t.same(search.refused, [B]);
  t.equal(search.count('unknown'), 1);
  t.same(search.peers.length, 2);
});

t.test('an answer that nobody waits for changes nothing', async (t) => {
  const search = new Search();
  search.tell(search.home, 1, presented('b'));
  search.finder.need(T0, B);
  const [id = 0] = search.lookups(search.home);
  search.tell(search.standby, id, presented('b'));
  search.tell(search.home, id + 1, presented('b'));
  t.equal(search.peer('b'), undefined);
  t.same(search.notices(), []);
});

t.test('what was not asked for is not kept, and who has had its last word is not heard', async (t) => {
  const search = new Search();
  search.finder.need(T0, B);
  const [id = 0] = search.lookups(search.home);
  search.tell(search.home, id, presented('c'));
  t.equal(search.finder.known(T0, 'c'), undefined);
  for (let times = 0; times < 10; times++) search.tell(search.home, id, presented('d'));
  t.equal(search.count('introduction-misleading'), 1);
  search.answer(search.standby, presented('b'), 0xb2);
  t.equal(search.finder.known(T0, 'b')?.certificate.name, 'b');
});

const routed = { routes: ['10.9.0.0/16'] as Prefix[] };
const foreign = { networkId: new Uint8Array(16) };
const lies: Record<string, Presented> = {
  'introduction-misleading': presented('c'),
  'record-malformed': { ...presented('b'), record: Uint8Array.of(1) },
  'record-wrong-node': { ...presented('b'), record: presented('c').record },
  'record-signature': altered(presented('b')),
  'certificate-malformed': { ...presented('b'), chain: [Uint8Array.of(1)] },
  'certificate-wrong-network': presented('b', foreign, foreign),
  'record-foreign-network': presented('b', foreign),
  'record-wrong-serial': presented('b', { serial: 2n }),
};
const lags: Record<string, Presented> = {
  'record-expired': presented('b', { issuedAt: WALL - 100_000 }),
  'certificate-expired': presented('b', {}, { notAfter: WALL - 1 }),
  'certificate-unknown-authority': {
    ...presented('b'),
    chain: [sign(nodeFacts('b'), issuerKeypair('somebody'))],
  },
};

function altered({ record, chain }: Presented): Presented {
  const bytes = record.slice();
  bytes[bytes.length - 1] = (bytes.at(-1) as number) ^ 1;
  return { record: bytes, chain };
}

for (const [level, cases] of [
  ['alarm', lies],
  ['warn', lags],
] as const) {
  for (const [code, what] of Object.entries(cases)) {
    t.test(`${code} in an introduction: refused, ${level}, and the other manager is asked`, async (t) => {
      const search = new Search();
      search.finder.need(T0, B);
      search.answer(search.home, what, 0xb1);
      t.same(search.peers.length, 2);
      const notice = { type: 'notice', level, what: 'introduction-refused', code, peer: 'm1' };
      t.match(search.notices(), [{ ...notice, detail: `to ${B}` }]);
      t.equal(search.count(code), 1);
      search.answer(search.standby, presented('b'), 0xb2);
      t.same(search.peer('b')?.relays, ['via:2:000000b2']);
      t.equal(search.count('ok'), 1);
    });
  }
}

t.test('an issuer’s node is introduced with the issuer’s certificate', async (t) => {
  const search = new Search();
  const issuer = sign(issuerFacts('west'));
  const leaf = sign(
    nodeFacts('b', { name: 'b.west', notAfter: WALL + 86_400, notBefore: WALL }),
    issuerKeypair('west'),
  );
  search.finder.need(T0, B);
  search.answer(search.home, { ...presented('b', { node: 'b.west' }), chain: [leaf, issuer] }, 0xb1);
  t.ok(search.peer('b.west'));
});

t.test('an older record than is known is refused', async (t) => {
  const search = new Search();
  const b = search.find(presented('b', { incarnation: 5n }));
  b.answers = false;
  search.finder.miss(T0, b);
  search.answer(search.standby, presented('b', { incarnation: 4n }), 0xb2);
  t.match(search.notices(), [{ level: 'warn', code: 'record-superseded', peer: 'm2' }]);
  t.same(b.relays, ['via:1:000000b1']);
  search.answer(search.home, presented('b', { incarnation: 5n }), 0xb1);
  t.equal(search.count('ok'), 2, 'the same one is as good as new');
});

t.test(
  'who tells of an earlier boot than is known is shown the later one, by which its node can heal',
  async (t) => {
    for (const [told, isShown] of [
      [presented('b', { incarnation: 4n, seq: 9n }), true],
      [presented('b', { incarnation: 5n, seq: 6n }), false],
      [{ ...presented('b', { incarnation: 4n }), chain: presented('c').chain }, false],
    ] as const) {
      const search = new Search();
      const known = presented('b', { incarnation: 5n });
      const b = search.find(known);
      b.answers = false;
      search.finder.miss(T0, b);
      search.answer(search.standby, told, 0xb2);
      t.same(search.standby.sent, isShown ? [{ type: 'later', ...known }] : []);
    }
  },
);

t.test('a node behind a route is introduced when packets wait for an address in it', async (t) => {
  const search = new Search();
  const address = '10.9.8.7' as Address;
  search.finder.need(T0, address);
  search.answer(search.home, presented('b', {}, routed), 0xb1);
  t.ok(search.peer('b'));
});

t.test('where the config does not route an address to its owner, packets do not wait for it', async (t) => {
  const search = new Search();
  search.add('b', null).isRouted = false;
  search.finder.need(T0, B);
  search.answer(search.home, presented('b'), 0xb1);
  search.answer(search.standby, presented('b'), 0xb2);
  t.same(search.refused, [B]);
  t.equal(search.count('refused'), 1);
});

t.test('nobody is introduced to itself', async (t) => {
  const search = new Search();
  search.finder.need(T0, addressOf('a'));
  search.answer(search.home, presented('a'), 0xa1);
  t.match(search.notices(), [{ level: 'alarm', code: 'introduction-misleading' }]);
});

t.test('who cannot be a peer here is no lie of the manager', async (t) => {
  const search = new Search();
  search.fault = 'peer-wrong-address';
  search.finder.need(T0, B);
  search.answer(search.home, presented('b'), 0xb1);
  t.match(search.notices(), [{ level: 'warn', code: 'peer-wrong-address' }]);
});

t.test(
  'a manager that asks for this node is called, when what is told of it holds, and not too often',
  async (t) => {
    const search = new Search();
    const summon = (what: Presented | undefined): void =>
      search.finder.introduced(search.now, search.home, {
        ...{ type: 'introduction', id: 0, address: addressOf('m3'), result: 'ok' },
        ...what,
      });
    const endpoints = ['203.0.113.3:7077' as Endpoint];
    const m3 = presented('m3', { endpoints }, { role: 'manager' });
    summon(undefined);
    summon(m3);
    const peer = search.peer('m3');
    t.match(peer, { summons: 1, introduced: [{ endpoints }] });
    summon(presented('m3', { endpoints, seq: 0n }, { role: 'manager' }));
    t.match(search.notices(), [{ what: 'introduction-refused', code: 'record-superseded' }]);
    for (let times = 0; times < 100; times++) summon(m3);
    t.ok((peer?.summons ?? 0) <= 16, `${peer?.summons}`);
  },
);

t.test(
  'a peer with a session that leads nowhere is sought again and again, for its packets do not wait',
  async (t) => {
    const search = new Search();
    const b = search.find();
    Object.assign(b, { answers: false, hasSession: true, isStranded: true });
    search.finder.miss(search.now, b);
    search.pass(10_000);
    const asked = search.pass(20_000).map((at) => Number.parseInt(at, 10));
    const pauses = asked.map((at, i) => at - (asked[i - 1] ?? at));
    t.ok(asked.length > 20 && Math.max(...pauses) <= 1_040, `${asked}`);
  },
);

t.test('nobody has a node called by another one that is no manager', async (t) => {
  const search = new Search();
  search.finder.introduced(search.now, search.home, {
    ...{ type: 'introduction', id: 0, address: B, result: 'ok' },
    ...presented('b'),
  });
  t.match(search.notices(), [{ level: 'alarm', code: 'introduction-misleading', peer: 'm1' }]);
  t.equal(search.peer('b'), undefined);
});
