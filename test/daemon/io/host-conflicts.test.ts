import { appendFileSync } from 'node:fs';
import t from 'tap';
import { loadConfig } from '../../../daemon/config/load.js';
import type { HostFacts } from '../../../daemon/io/guards.js';
import { overlayOf, refuseHostConflicts } from '../../../daemon/io/host-conflicts.js';
import { loadIdentity } from '../../../daemon/io/identity.js';
import { createSodium } from '../../../daemon/io/sodium.js';
import type { Address, Prefix } from '../../../protocol/address.js';
import { shortDirectory } from '../support/directory.js';
import { failureOf } from '../support/failure.js';
import { foundAcme } from '../support/network.js';

const NOW = Date.UTC(2026, 0, 1) / 1000;
const NOTHING: HostFacts = { ranges: [], gateways: [], ssh: [] };
const PEER = `  - {name: b, key: ${Buffer.alloc(32, 9).toString('base64')}, addresses: [10.77.0.2]`;

t.test('what would cut this host off is named where it stands', async (t) => {
  const path = await foundAcme(shortDirectory(t));
  appendFileSync(
    path('a.yaml'),
    `peers:\n${PEER}, routes: [10.90.0.0/16, "128.0.0.0/1"], endpoints: ["10.77.9.9:1"]}\n`,
  );
  const config = loadConfig(path('a.yaml'));
  const identity = loadIdentity(createSodium(), config, NOW);
  const range = { interface: 'eth0', prefix: '10.77.0.0/24' as Prefix };
  const problem = await failureOf(() =>
    refuseHostConflicts({ config, identity }, { ...NOTHING, ranges: [range] }),
  );
  t.same(problem.replaceAll(`${path('')}/`, '').split('\n'), [
    'route-unsafe: a.yaml:7:113: peers.0.routes.1: 128.0.0.0/1 would be the way to everywhere, or to half of it; narrow the range, or list it in `force_routes` if it is meant',
    'a.yaml:7:141: peers.0.endpoints.0: 10.77.9.9 lies in 10.77.0.0/16, which is reached through the overlay; write the address on the underlying network',
    'acme.trust:8:5: pools.0: 10.77.0.0/16 overlaps 10.77.0.0/24 of interface eth0; choose another range, or list it in `force_routes` if it is meant; ',
  ]);
});

t.test('an ssh client that came through the overlay to what this node forwards is not cut off', async (t) => {
  const path = await foundAcme(shortDirectory(t));
  appendFileSync(path('a.yaml'), `peers:\n${PEER}, routes: [10.90.0.0/16]}\n`);
  const config = loadConfig(path('a.yaml'));
  const identity = loadIdentity(createSodium(), config, NOW);
  const connected = (local: string): Promise<string> => {
    const ssh = [{ local: local as Address, remote: '10.90.0.7' as Address }];
    return failureOf(() => refuseHostConflicts({ config, identity }, { ...NOTHING, ssh }));
  };
  t.equal(await connected('10.80.0.1'), 'no failure', 'in 10.80.0.0/16 of its certificate');
  t.match(await connected('192.0.2.1'), /^route-unsafe: .*10\.90\.0\.7, which is connected/);
});

t.test('what stands in files that are gone meanwhile is named all the same', async (t) => {
  const path = await foundAcme(shortDirectory(t));
  appendFileSync(path('a.yaml'), `peers:\n${PEER}, routes: ["128.0.0.0/1"]}\n`);
  const config = { ...loadConfig(path('a.yaml')), file: path('gone.yaml') };
  const identity = loadIdentity(createSodium(), config, NOW);
  t.match(
    await failureOf(() => refuseHostConflicts({ config, identity }, NOTHING)),
    /^route-unsafe: .*gone\.yaml:1:1: peers\.0\.routes\.0: 128\.0\.0\.0\/1 would be/,
  );
});

t.test('a setup that takes nothing from this host is taken', async (t) => {
  const path = await foundAcme(shortDirectory(t));
  const config = loadConfig(path('a.yaml'));
  const identity = loadIdentity(createSodium(), config, NOW);
  const setup = { config, identity };
  t.equal(await failureOf(() => refuseHostConflicts(setup)), 'no failure');
  const holds = overlayOf(setup);
  t.same([holds('10.77.1.1' as Address), holds('192.0.2.1' as Address)], [true, false]);
  t.equal(overlayOf(setup), holds, 'made once');
  const other = { config, identity: { ...identity, trust: { ...identity.trust, pools: [] } } };
  t.notOk(overlayOf(other)('10.77.1.1' as Address), 'for each setup');
});
