import fc from 'fast-check';
import t from 'tap';
import { canonicalConfig, parseCanonicalConfig } from '../../../daemon/config/canonical.js';
import { configs, parsed } from './configs.js';

t.test('canonical text is a config file that says the same', async () => {
  fc.assert(
    fc.property(configs, (file) => {
      const config = parsed(file);
      const again = parseCanonicalConfig(canonicalConfig(config));
      return canonicalConfig(again) === canonicalConfig(config);
    }),
  );
});

t.test('every key stands in the text, paths absolute and keys in base64', async (t) => {
  const file = { identity: { key: 'a.key', certificate: 'credential:a.crt' }, trust: 't', secret: 's' };
  const peer = { name: 'b', key: Buffer.alloc(32, 2).toString('base64'), addresses: ['fd77::2'] };
  const endpoints = ['192.0.2.1:1', '[2001:db8::1]:2', 'b.example:3'];
  const manager = { name: 'm1', key: Buffer.alloc(32, 3).toString('base64'), endpoints };
  const member = { role: 'manager', domain: 'z', advertise: endpoints, relay: { rate: 9 } };
  const peers = [{ ...peer, endpoints }];
  const text = canonicalConfig(parsed({ ...file, ...member, managers: [manager], peers }));
  t.same(JSON.parse(text), {
    identity: { key: '/etc/festoon/a.key', certificate: 'credential:a.crt' },
    trust: '/etc/festoon/t',
    secret: ['/etc/festoon/s'],
    state: '/var/lib/festoon',
    control: '/run/festoon/control.sock',
    listen: { addresses: ['0.0.0.0', '::'], port: 7077 },
    tun: { name: 'festoon0', mtu: 1372 },
    log: { level: 'info' },
    ...member,
    accept_routes: [],
    force_routes: [],
    managers: [manager],
    peers: [{ ...peer, routes: [], endpoints }],
  });
});

t.test('the order of peers and of managers makes no difference', async (t) => {
  const file = { identity: { key: 'k', certificate: 'c' }, trust: 't', secret: 's' };
  const peers = ['c', 'b', 'a'].map((name, i) => ({
    name,
    key: Buffer.alloc(32, i).toString('base64'),
    addresses: [`10.77.0.${i}`],
  }));
  for (const list of ['peers', 'managers']) {
    const nodes = peers.map((peer) => ({ ...peer, endpoints: ['192.0.2.1:1'] }));
    const text = canonicalConfig(parsed({ ...file, [list]: nodes }));
    t.equal(text, canonicalConfig(parsed({ ...file, [list]: nodes.toReversed() })), list);
  }
});
