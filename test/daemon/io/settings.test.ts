import t from 'tap';
import { parseConfig } from '../../../daemon/config/load.js';
import { isOpen, type Settings } from '../../../daemon/control/shared.js';
import type { Identity } from '../../../daemon/io/identity.js';
import { settingsOf } from '../../../daemon/io/settings.js';
import { verifyChain } from '../../../protocol/trust.js';
import {
  crypto,
  must,
  networkSecret,
  nodeFacts,
  recordKeypair,
  seed,
  sign,
  trust,
  WALL,
} from '../../protocol/support/network.js';

const chain = [sign(nodeFacts('a', { role: 'manager' }))];
const identity: Identity = {
  noise: crypto.importKeypair(seed('a noise')),
  record: recordKeypair('a'),
  chain,
  node: must(verifyChain(crypto, trust, chain, WALL)),
  trust,
  secrets: [networkSecret],
};
const [KEY, OTHER] = [2, 3].map((byte) => Buffer.alloc(32, byte).toString('base64'));
const MANAGERS = `managers: [{name: m, key: ${KEY}, endpoints: ["m.example:7"], domain: z}]\n`;
const PEERS = `peers: [{name: b, key: ${OTHER}, addresses: [10.77.0.2]}]\n`;

function settings(text: string): Settings {
  const head = 'identity: {key: k, certificate: c}\ntrust: t\nsecret: s\n';
  return settingsOf(crypto, { config: parseConfig('/f.yaml', head + text), identity });
}

t.test('managers are peers that are known to be managers', async (t) => {
  const { peers } = settings(PEERS + MANAGERS);
  t.same(
    peers.all().map(({ name, manager }) => [name, manager]),
    [
      ['m', { domain: 'z' }],
      ['b', undefined],
    ],
  );
  t.match(peers.managers(), [
    { name: 'm', addresses: [], routes: [], endpoints: [{ host: 'm.example', port: 7 }] },
  ]);
  t.same(settings(MANAGERS.replace(', domain: z', '')).peers.byName('m')?.manager, {});
});

t.test('pools and accepted routes are open to found peers, where there may be any', async (t) => {
  const routes = 'accept_routes: [10.90.0.0/16]\n';
  t.same(settings(PEERS).asked, []);
  t.notOk(isOpen(settings(PEERS)));
  t.same(settings(MANAGERS).asked, trust.pools);
  t.same(settings(MANAGERS + routes).asked, [...trust.pools, '10.90.0.0/16']);
  t.same(settings(`role: manager\n${routes}`).asked, [...trust.pools, '10.90.0.0/16']);
  for (const text of [MANAGERS, 'role: manager\n']) t.ok(isOpen(settings(text)), text);
});

t.test('what a node says of itself, and what it relays', async (t) => {
  const told = 'domain: z\nadvertise: ["192.0.2.9:7"]\nrole: manager\nrelay: {rate: 9}\n';
  const { domain, advertise, role, relayRate, record } = settings(told);
  t.same(
    { domain, advertise, role, relayRate },
    {
      domain: 'z',
      advertise: [{ host: '192.0.2.9', port: 7 }],
      role: 'manager',
      relayRate: 9,
    },
  );
  t.equal(record, identity.record);
  t.match(settings(''), { role: 'node', advertise: [], relayRate: 0, domain: undefined });
});
