import t from 'tap';
import { Directory } from '../../../daemon/control/directory.js';
import type { Address, Prefix } from '../../../protocol/address.js';
import type { Presented } from '../../../protocol/control-message.js';
import type { RecordFacts } from '../../../protocol/record.js';
import type { Result } from '../../../protocol/result.js';
import {
  authority,
  crypto,
  issuerFacts,
  issuerKeypair,
  nodeFacts,
  seed,
  sign,
  signedRecord,
  WALL,
} from '../../protocol/support/network.js';
import { after, presented, sharedOf, T0 } from './support/manager.js';
import { key } from './support/node.js';

const HOUR = 3_600_000;
const b: Address = nodeFacts('b').addresses[0] as Address;

function put(directory: Directory, what: Presented, now = T0): 'new' | 'known' | string {
  const result: Result<{ isNew: boolean }> = directory.put(now, what);
  return result.ok ? (result.value.isNew ? 'new' : 'known') : result.code;
}

function seqOf(directory: Directory, name: string, now = T0): bigint | undefined {
  return directory.byName(now, name)?.record.seq;
}

t.test('a node is found by its name, its addresses and its routes', async (t) => {
  const directory = new Directory(sharedOf('m1').shared);
  const routes = ['10.9.0.0/16'] as Prefix[];
  t.equal(put(directory, presented('b', {}, { routes })), 'new');
  t.equal(put(directory, presented('c')), 'new');
  t.equal(directory.byName(T0, 'b')?.record.node, 'b');
  t.equal(directory.byName(T0, 'd'), undefined);
  const names = (at: string): readonly string[] =>
    directory.owners(T0, at as Address).map(({ record }) => record.node);
  for (const address of nodeFacts('b').addresses) t.same(names(address), ['b']);
  t.same(names('10.9.8.7'), ['b']);
  t.same(names('10.10.0.1'), []);
  t.equal(directory.size, 2);
});

t.test('several nodes may have one route; an address of its own is nearer', async (t) => {
  const directory = new Directory(sharedOf('m1').shared);
  const routes = ['10.77.0.0/16'] as Prefix[];
  put(directory, presented('b', {}, { routes }));
  put(directory, presented('c', {}, { routes }));
  const names = (at: string): readonly string[] =>
    directory.owners(T0, at as Address).map(({ record }) => record.node);
  t.same(names('10.77.255.1'), ['b', 'c']);
  t.same(names(b), ['b']);
  put(directory, presented('e', {}, { routes: [`${b}/32` as Prefix] }));
  t.same(names(b), ['b'], 'nearer than any route');
  put(directory, presented('b', { seq: 8n, goodbye: true }));
  t.same(names(b), ['e']);
});

t.test('the newest record counts, by serial, incarnation and seq, in whatever order they come', async (t) => {
  const versions: readonly Partial<RecordFacts>[] = [
    { serial: 1n, incarnation: 3n, seq: 7n },
    { serial: 1n, incarnation: 3n, seq: 8n },
    { serial: 1n, incarnation: 4n, seq: 1n },
    { serial: 2n, incarnation: 1n, seq: 1n },
  ];
  const show = (version: Partial<RecordFacts>): Presented =>
    presented('b', version, { serial: version.serial as bigint });
  for (const [i, newer] of versions.entries()) {
    for (const older of versions.slice(0, i)) {
      const directory = new Directory(sharedOf('m1').shared);
      t.equal(put(directory, show(older)), 'new');
      t.equal(put(directory, show(newer)), 'new');
      t.equal(put(directory, show(older)), 'record-superseded');
      t.equal(put(directory, show(newer)), 'known');
      t.equal(seqOf(directory, 'b'), newer.seq);
    }
  }
});

t.test('what is replaced leaves nothing behind', async (t) => {
  const directory = new Directory(sharedOf('m1').shared);
  const routes = ['10.9.0.0/16'] as Prefix[];
  put(directory, presented('b', {}, { routes }));
  put(directory, presented('b', {}, { serial: 2n, addresses: ['10.77.9.9'] as Address[] }));
  t.same(directory.owners(T0, '10.9.0.1' as Address), []);
  t.same(directory.owners(T0, b), []);
  t.equal(directory.owners(T0, '10.77.9.9' as Address).length, 1);
  t.equal(directory.size, 1);
});

t.test('of two records of one version every manager keeps the same one, and says so', async (t) => {
  const twins = [presented('b', { capabilities: 1 }), presented('b', { capabilities: 2 })] as const;
  const kept = [twins, [twins[1], twins[0]] as const].map(([first, second]) => {
    const { shared, actions } = sharedOf('m1');
    const directory = new Directory(shared);
    t.equal(put(directory, first), 'new');
    const outcome = put(directory, second);
    t.match(actions, [{ type: 'notice', level: 'alarm', code: 'record-equivocation', peer: 'b' }]);
    return { outcome, capabilities: directory.byName(T0, 'b')?.record.capabilities };
  });
  t.equal(kept[0]?.capabilities, kept[1]?.capabilities);
  t.same(kept.map(({ outcome }) => outcome).sort(), ['new', 'record-equivocation']);
});

t.test('another key under the same serial is refused', async (t) => {
  const { shared, actions } = sharedOf('m1');
  const directory = new Directory(shared);
  put(directory, presented('b'));
  t.equal(put(directory, presented('b', { seq: 9n }, { noiseKey: key('other') })), 'peer-key-conflict');
  t.match(actions, [{ type: 'notice', level: 'alarm', code: 'peer-key-conflict', peer: 'b' }]);
  t.equal(seqOf(directory, 'b'), 7n);
  t.equal(put(directory, presented('b', {}, { serial: 2n, noiseKey: key('other') })), 'new');
});

t.test(
  'nothing enters that is not signed by this network, in this network, for this node and now',
  async (t) => {
    const directory = new Directory(sharedOf('m1').shared);
    put(directory, presented('b'));
    const chain = [sign(nodeFacts('b'))];
    const stranger = crypto.importSigningKeypair(seed('stranger'));
    const damaged = signedRecord('b', { seq: 9n });
    damaged[damaged.length - 1] = (damaged.at(-1) as number) ^ 1;
    const bad: Record<string, Presented> = {
      'record-malformed': { record: Uint8Array.of(1, 2, 3), chain },
      'record-foreign-network': presented('b', { seq: 9n, networkId: seed('elsewhere').slice(0, 16) }),
      'certificate-wrong-network': presented('b', { seq: 9n }, { networkId: seed('elsewhere').slice(0, 16) }),
      'certificate-unknown-authority': {
        record: signedRecord('b', { seq: 9n }),
        chain: [sign(nodeFacts('b'), stranger)],
      },
      'record-wrong-node': { record: signedRecord('b', { seq: 9n }), chain: [sign(nodeFacts('c'))] },
      'record-wrong-serial': { record: signedRecord('b', { seq: 9n, serial: 2n }), chain },
      'record-signature': { record: damaged, chain },
      'record-expired': presented('b', { seq: 9n, issuedAt: WALL - 86_400 - 601 }),
      'record-not-yet-valid': presented('b', { seq: 9n, issuedAt: WALL + 86_401 }),
      'certificate-expired': presented('b', { seq: 9n }, { notAfter: WALL - 1 }),
      'certificate-chain': { record: signedRecord('b', { seq: 9n }), chain: [] },
    };
    for (const [code, what] of Object.entries(bad)) t.equal(put(directory, what), code, code);
    t.equal(seqOf(directory, 'b'), 7n);
    t.equal(directory.size, 1);
  },
);

t.test('who may tell of itself alone tells of nobody else', async (t) => {
  const directory = new Directory(sharedOf('m1').shared);
  t.same(directory.put(T0, presented('b'), 'c'), { ok: false, code: 'record-not-own' });
  t.equal(directory.size, 0);
  t.ok(directory.put(T0, presented('b'), 'b').ok);
  t.same(directory.put(T0, presented('b'), 'c'), { ok: false, code: 'record-not-own' });
});

t.test('a chain with an issuer is taken and handed on whole', async (t) => {
  const directory = new Directory(sharedOf('m1').shared);
  const issuer = issuerFacts('issuer');
  const facts = nodeFacts('b.west', { notAfter: WALL + 86_400 });
  const chain = [sign(facts, issuerKeypair('issuer')), sign(issuer, authority)];
  const shown = { record: signedRecord('b.west'), chain };
  t.equal(put(directory, shown), 'new');
  t.same(directory.byName(T0, 'b.west')?.presented, shown);
  t.equal(put(directory, shown), 'known');
});

t.test('one record may come with other certificates, if they hold', async (t) => {
  const directory = new Directory(sharedOf('m1').shared);
  const renewed = presented('b', {}, { notAfter: WALL + 1_000 });
  t.equal(put(directory, presented('b')), 'new');
  t.equal(put(directory, renewed), 'known');
  t.same(directory.byName(T0, 'b')?.presented, renewed);
  t.equal(put(directory, presented('b', {}, { notAfter: WALL - 1 })), 'certificate-expired');
  t.equal(put(directory, presented('b', {}, { noiseKey: key('other') })), 'peer-key-conflict');
  t.same(directory.byName(T0, 'b')?.presented, renewed);
  t.equal(directory.byName(after(1_001_000), 'b'), undefined, 'it ends with them');
});

t.test(
  'a record ends ten minutes after its time to live, a certificate earlier if it ends earlier',
  async (t) => {
    const directory = new Directory(sharedOf('m1').shared);
    put(directory, presented('b', { ttl: 3_600 }));
    put(directory, presented('c', {}, { notAfter: WALL + 100 }));
    const end = HOUR + 600_000;
    t.equal(directory.byName(after(100_000), 'c')?.record.node, 'c');
    t.equal(directory.byName(after(101_000), 'c'), undefined);
    t.equal(directory.byName(after(end), 'b')?.record.node, 'b');
    t.equal(directory.owners(after(end), b).length, 1);
    t.same(directory.owners(after(end + 1_000), b), []);
    t.equal(directory.size, 0);
  },
);

t.test('what is over goes although nobody asks for it', async (t) => {
  const directory = new Directory(sharedOf('m1').shared);
  t.equal(directory.nextAt, Number.POSITIVE_INFINITY);
  put(directory, presented('b', { ttl: 60 }));
  put(directory, presented('c', { ttl: 3_600 }));
  for (let at = directory.nextAt; at < after(HOUR).mono; at = directory.nextAt) {
    const now = after(at - T0.mono);
    directory.sweep(after(at - T0.mono - 1));
    directory.sweep(now);
    t.equal(directory.size, now.mono <= after(660_000).mono ? 2 : 1);
  }
  directory.sweep(after(2 * HOUR));
  t.equal(directory.size, 0);
  t.equal(directory.nextAt, Number.POSITIVE_INFINITY);
});

t.test('who has taken leave is not found, and stays away', async (t) => {
  const directory = new Directory(sharedOf('m1').shared);
  put(directory, presented('b'));
  t.equal(put(directory, presented('b', { seq: 8n, goodbye: true })), 'new');
  t.same(directory.owners(T0, b), []);
  t.equal(directory.byName(T0, 'b')?.record.goodbye, true);
  t.equal(put(directory, presented('b')), 'record-superseded');
  t.equal(put(directory, presented('b', { incarnation: 4n })), 'new');
  t.equal(directory.owners(T0, b).length, 1);
});

t.test(
  'a later boot of a node is told from another record of the same, and from one of another certificate',
  async (t) => {
    const directory = new Directory(sharedOf('m1').shared);
    const later = (what: Presented): unknown => {
      const taken = directory.putLaterBoot(T0, what);
      return taken.ok ? taken.value.isLaterBoot : taken.code;
    };
    const known = (what: Presented): unknown => directory.laterBoot(T0, what.record)?.record.incarnation;
    t.equal(later(presented('b', { incarnation: 4n })), 'message-unasked', 'nothing is known of it');
    t.equal(known(presented('b')), undefined);
    t.equal(put(directory, presented('b')), 'new');
    t.equal(later(presented('b', { seq: 8n })), 'message-unasked', 'of the same boot');
    t.equal(later(presented('b', { incarnation: 4n, serial: 2n }, { serial: 2n })), 'message-unasked');
    t.equal(
      later({ ...presented('b', { incarnation: 4n }), chain: presented('c').chain }),
      'record-wrong-node',
    );
    const forged = presented('b', { incarnation: 4n });
    forged.record[forged.record.length - 1] = (forged.record.at(-1) as number) ^ 1;
    t.equal(later(forged), 'record-signature');
    t.equal(later({ ...forged, record: Uint8Array.of(1) }), 'record-malformed');
    t.equal(seqOf(directory, 'b'), 7n, 'so far nothing has changed');
    t.equal(later(presented('b', { incarnation: 4n, seq: 1n })), true);
    t.equal(later(presented('b', { incarnation: 4n, seq: 1n })), 'message-unasked', 'again');
    t.equal(known(presented('b', { seq: 9n })), 4n);
    t.equal(known(presented('b', { incarnation: 4n, seq: 0n })), undefined);
    t.equal(known(presented('b', { serial: 2n }, { serial: 2n })), undefined);
    t.equal(directory.laterBoot(T0, Uint8Array.of(1)), undefined);
  },
);

t.test('it holds so many nodes and no more; who is in it stays in it', async (t) => {
  const directory = new Directory(sharedOf('m1').shared, 2);
  put(directory, presented('b', { ttl: 60 }));
  put(directory, presented('c'));
  t.equal(put(directory, presented('d')), 'directory-full');
  t.equal(put(directory, presented('b', { ttl: 60, seq: 8n })), 'new');
  directory.sweep(after(HOUR));
  t.equal(put(directory, presented('d'), after(HOUR)), 'new');
});

t.test('under a new trust only those hold that it vouches for', async (t) => {
  const { shared } = sharedOf('m1');
  const directory = new Directory(shared);
  const older = crypto.importSigningKeypair(seed('older authority'));
  put(directory, presented('b'));
  put(directory, { record: signedRecord('c'), chain: [sign(nodeFacts('c'), older)] });
  const { trust } = shared.settings;
  shared.settings = { ...shared.settings, trust: { ...trust, authorities: [authority.publicKey] } };
  t.equal(directory.byName(T0, 'b')?.record.node, 'b');
  t.equal(directory.byName(T0, 'b')?.record.node, 'b');
  t.equal(directory.byName(T0, 'c'), undefined);
  t.equal(directory.size, 1);
});
