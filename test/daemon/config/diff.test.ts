import fc from 'fast-check';
import t from 'tap';
import { canonicalConfig } from '../../../daemon/config/canonical.js';
import { diffConfig, withRestartKeys } from '../../../daemon/config/diff.js';
import { KEYS } from '../../../daemon/config/keys.js';
import { configs, type File, parsed } from './configs.js';

const NODE = { identity: { key: 'a.key', certificate: 'a.crt' }, trust: 'acme.trust', secret: 'acme.secret' };
const KEY = Buffer.alloc(32, 2).toString('base64');
const NEXT = Buffer.alloc(32, 3).toString('base64');
const PEER = { name: 'b', key: KEY, addresses: ['10.77.0.2'] };

function diff(before: File, after: File): unknown {
  return diffConfig(parsed({ ...NODE, ...before }), parsed({ ...NODE, ...after }));
}

t.test('each key has its value before and after, and what puts it in force', async (t) => {
  t.same(
    diff({}, { listen: 9, tun: { name: 't9', mtu: 1300 }, metrics: 'unix:/m', log: { level: 'warn' } }),
    [
      { key: 'listen.port', effect: 'live', before: '7077', after: '9' },
      { key: 'tun.name', effect: 'restart', before: '"festoon0"', after: '"t9"' },
      { key: 'tun.mtu', effect: 'live', before: '1372', after: '1300' },
      { key: 'metrics.address', effect: 'live', after: '"unix:/m"' },
      { key: 'metrics.peer_labels', effect: 'live', after: '"auto"' },
      { key: 'log.level', effect: 'live', before: '"info"', after: '"warn"' },
    ],
  );
});

t.test('peers are told apart by name', async (t) => {
  const c = { ...PEER, name: 'c', key: NEXT, addresses: ['10.77.0.3'] };
  t.same(diff({ peers: [PEER, c] }, { peers: [c, PEER] }), [], 'their order is nothing');
  t.match(diff({ peers: [PEER] }, { peers: [c] }), [
    { key: 'peers[b]', effect: 'live', before: /"key":"AgIC/, after: undefined },
    { key: 'peers[c]', effect: 'live', before: undefined, after: /"key":"AwMD/ },
  ]);
  t.same(diff({ peers: [PEER] }, { peers: [{ ...PEER, next_key: NEXT, routes: ['10.80.0.0/16'] }] }), [
    { key: 'peers[b].next_key', effect: 'live', after: JSON.stringify(NEXT) },
    { key: 'peers[b].routes', effect: 'live', before: '[]', after: '["10.80.0.0/16"]' },
  ]);
});

t.test('managers are told apart by name too', async (t) => {
  const m = { name: 'm', key: KEY, endpoints: ['192.0.2.1:1'] };
  t.same(
    diff({ managers: [m] }, { managers: [{ ...m, domain: 'z', addresses: ['10.77.0.2'] }], role: 'manager' }),
    [
      { key: 'role', effect: 'live', before: '"node"', after: '"manager"' },
      { key: 'managers[m].addresses', effect: 'live', after: '["10.77.0.2"]' },
      { key: 'managers[m].domain', effect: 'live', after: '"z"' },
    ],
  );
  t.match(diff({ managers: [m] }, { peers: [PEER] }), [
    { key: 'managers[m]', effect: 'live', before: /"endpoints":\["192/, after: undefined },
    { key: 'peers[b]', effect: 'live', before: undefined },
  ]);
});

t.test('every key is live or restart, groups are neither', async (t) => {
  for (const { path, reload, group } of KEYS) t.equal(reload === undefined, group, path);
  const restart = KEYS.filter(({ reload }) => reload === 'restart').map(({ path }) => path);
  t.same(restart, ['state', 'control', 'tun.name']);
});

t.test('a diff is empty exactly when both configs say the same', async () => {
  fc.assert(
    fc.property(configs, configs, (a, b) => {
      const [before, after] = [parsed(a), parsed(b)];
      const same = canonicalConfig(before) === canonicalConfig(after);
      return (diffConfig(before, after).length === 0) === same && diffConfig(before, parsed(a)).length === 0;
    }),
    { numRuns: 1000 },
  );
});

t.test(
  'restart keys stay as they run, all others become as wanted, and a second time changes nothing',
  async () => {
    fc.assert(
      fc.property(configs, configs, (a, b) => {
        const [running, wanted] = [parsed(a), parsed(b)];
        const next = withRestartKeys(running, wanted);
        return (
          diffConfig(running, next).every(({ effect }) => effect === 'live') &&
          diffConfig(next, wanted).every(({ effect }) => effect === 'restart') &&
          canonicalConfig(withRestartKeys(running, next)) === canonicalConfig(next)
        );
      }),
      { numRuns: 1000 },
    );
  },
);
