import t from 'tap';
import { type HostFacts, overlayHolds, unsafeRanges } from '../../../daemon/io/guards.js';
import type { Address, Prefix } from '../../../protocol/address.js';
import { parsed } from '../config/configs.js';

const POOLS = ['10.77.0.0/16', 'fd77::/32'] as Prefix[];
const NOTHING: HostFacts = { ranges: [], gateways: [], ssh: [] };

interface Case {
  readonly pools?: readonly string[];
  readonly routes?: readonly string[];
  readonly endpoints?: readonly string[];
  readonly accepted?: readonly string[];
  readonly managed?: readonly string[];
  readonly advertised?: readonly string[];
  readonly force?: readonly string[];
  readonly ranges?: readonly (readonly [name: string, prefix: string])[];
  readonly gateways?: readonly (readonly [name: string, address: string])[];
  readonly ssh?: readonly (readonly [local: string, remote: string])[];
  /** Of this node's certificate. */
  readonly forwards?: readonly string[];
}

function config(host: Case): ReturnType<typeof parsed> {
  const { routes = [], endpoints = [], accepted = [], managed = [], advertised = [], force = [] } = host;
  const peer = { name: 'b', key: Buffer.alloc(32, 2).toString('base64'), addresses: ['10.77.0.2'] };
  return parsed({
    identity: { key: 'k', certificate: 'c' },
    trust: 't',
    secret: 's',
    force_routes: force,
    advertise: advertised,
    accept_routes: accepted,
    role: 'manager',
    managers: managed.map((endpoint, i) => {
      return { name: `m${i}`, key: Buffer.alloc(32, 3 + i).toString('base64'), endpoints: [endpoint] };
    }),
    peers: [{ ...peer, routes, endpoints }],
  });
}

/** What is refused: code, place and problem. */
function refused(host: Case): string[] {
  const { pools = POOLS, ranges = [], gateways = [], ssh = [], forwards = [] } = host;
  const facts: HostFacts = {
    ranges: ranges.map(([name, prefix]) => ({ interface: name, prefix: prefix as Prefix })),
    gateways: gateways.map(([name, address]) => ({ interface: name, address: address as Address })),
    ssh: ssh.map(([local, remote]) => ({ local: local as Address, remote: remote as Address })),
  };
  return unsafeRanges(config(host), { pools: pools as Prefix[], routes: forwards as Prefix[] }, facts).map(
    ({ code, file, path, message }) => `${code} ${file} ${path.join('.')}: ${message.replace(/;.*/, '')}`,
  );
}

t.test('an overlay beside everything the host needs is fine', async (t) => {
  t.same(
    refused({
      routes: ['172.16.0.0/12', 'fd80::/48'],
      endpoints: ['192.0.2.1:7077', 'b.example:7077', '[2001:db8::1]:7077'],
      ranges: [
        ['eth0', '10.76.0.0/16'],
        ['eth0', 'fd78::/64'],
        ['eth0', 'fe80::/64'],
        ['lo', '127.0.0.0/8'],
        ['ppp0', '0.0.0.0/0'],
      ],
      gateways: [['eth0', '10.76.0.1']],
      ssh: [['10.76.0.2', '198.51.100.7']],
    }),
    [],
  );
});

t.test('the default route and its halves are refused', async (t) => {
  for (const route of ['0.0.0.0/0', '0.0.0.0/1', '128.0.0.0/1', '::/0', '::/1', '8000::/1']) {
    t.match(refused({ routes: [route] })[0], 'route-unsafe config peers.0.routes.0: ', route);
  }
  t.match(refused({ pools: ['0.0.0.0/0'] }), [
    'route-unsafe trust pools.0: 0.0.0.0/0 would be the way to everywhere',
  ]);
  t.same(refused({ routes: ['64.0.0.0/2', '4000::/2'] }), []);
});

t.test('what managers are asked about is guarded like what peers forward', async (t) => {
  const host: Case = {
    accepted: ['0.0.0.0/0', '169.254.0.0/16', '10.1.0.0/16', '10.2.0.0/16', '10.3.0.0/16', '10.4.0.0/16'],
    ranges: [['eth0', '10.1.0.0/24']],
    gateways: [['eth0', '10.2.0.1']],
    ssh: [['192.0.2.1', '10.3.0.7']],
  };
  const places = (found: readonly string[]): string[] => found.map((line) => line.replace(/: .*/, ''));
  t.same(places(refused({ ...host, routes: [] })).sort(), [
    'overlay-overlaps-local config accept_routes.2',
    'route-unsafe config accept_routes.0',
    'route-unsafe config accept_routes.1',
    'route-unsafe config accept_routes.3',
    'route-unsafe config accept_routes.4',
  ]);
  t.same(refused({ ...host, force: host.accepted ?? [] }), []);
  t.ok(overlayHolds(config(host), [])('10.4.0.1' as Address), 'it is reached through the overlay');
});

t.test('no endpoint of a manager or of this node lies in the overlay', async (t) => {
  const found = refused({
    accepted: ['10.90.0.0/16'],
    managed: ['10.77.4.4:1', '192.0.2.1:1', 'm.example:1'],
    advertised: ['192.0.2.2:1', '[fd77::9]:1', '10.90.0.1:1'],
  });
  t.same(found, [
    'endpoint-in-overlay config managers.0.endpoints.0: 10.77.4.4 lies in 10.77.0.0/16, which is reached through the overlay',
    'endpoint-in-overlay config advertise.1: fd77::9 lies in fd77::/32, which is reached through the overlay',
    'endpoint-in-overlay config advertise.2: 10.90.0.1 lies in 10.90.0.0/16, which is reached through the overlay',
  ]);
});

t.test('so is what holds link-local addresses or those of metadata, or lies among them', async (t) => {
  for (const route of ['169.254.0.0/16', '169.254.169.254/32', '168.0.0.0/6', 'fe80::/10', 'fe80::1/128']) {
    t.match(refused({ routes: [route] }), [/^route-unsafe config peers\.0\.routes\.0: .* link-local/], route);
  }
  t.match(refused({ routes: ['fd00::/16', 'fd20:ce::/32'] }), [
    /fd00::\/16 .* AWS$/,
    /fd20:ce::\/32 .* Google Cloud$/,
  ]);
  t.match(refused({ routes: ['168.63.0.0/16'] }), [/Azure$/]);
});

t.test('so is what holds a connected ssh client, unless it came through the overlay', async (t) => {
  const routes = ['198.51.100.0/24'];
  t.same(refused({ routes, ssh: [['192.0.2.1', '198.51.100.7']] }), [
    'route-unsafe config peers.0.routes.0: 198.51.100.0/24 holds 198.51.100.7, which is connected to this host by ssh',
  ]);
  t.same(refused({ routes, ssh: [['10.77.0.1', '198.51.100.7']] }), [], 'a host behind a peer');
  const behind = { routes, ssh: [['172.20.0.1', '198.51.100.7']] } as const;
  t.same(refused({ ...behind, forwards: ['172.20.0.0/16'] }), [], 'that reached what this node forwards');
  t.equal(refused({ ...behind, forwards: ['172.21.0.0/16'] }).length, 1);
  t.same(
    refused({
      ssh: [
        ['10.77.0.1', '10.77.0.2'],
        ['fd77::1', 'fd77::2'],
      ],
    }),
    [],
    'a peer',
  );
  t.match(refused({ ssh: [['192.0.2.1', '10.77.0.2']] }), [/^route-unsafe trust pools\.0: .*10\.77\.0\.2/]);
});

t.test('so is what holds a gateway', async (t) => {
  t.match(refused({ routes: ['172.31.0.0/16'], gateways: [['eth0', '172.31.1.1']] }), [
    'route-unsafe config peers.0.routes.0: 172.31.0.0/16 holds the gateway 172.31.1.1 of interface eth0',
  ]);
});

t.test('so is what meets the range of an interface, in either direction', async (t) => {
  t.same(refused({ ranges: [['eth0', '10.77.4.0/22']] }), [
    'overlay-overlaps-local trust pools.0: 10.77.0.0/16 overlaps 10.77.4.0/22 of interface eth0',
  ]);
  t.match(refused({ ranges: [['eth0', '10.0.0.0/8']] }), [/^overlay-overlaps-local trust pools\.0/]);
  t.match(refused({ ranges: [['eth0', 'fd77:0:1::/128']] }), [/^overlay-overlaps-local trust pools\.1/]);
  t.match(refused({ routes: ['192.168.0.0/16'], ranges: [['docker0', '192.168.7.0/24']] }), [
    /^overlay-overlaps-local config peers\.0\.routes\.0: .*docker0$/,
  ]);
});

t.test('the interface of the overlay itself is no reason', async (t) => {
  t.same(
    refused({
      routes: ['10.80.0.0/16'],
      ranges: [
        ['festoon0', '10.77.0.0/16'],
        ['festoon0', '10.80.0.0/16'],
      ],
      gateways: [['festoon0', '10.77.0.9']],
    }),
    [],
  );
});

t.test('exactly what force_routes lists is let through, with all that it brings', async (t) => {
  const host = {
    routes: ['0.0.0.0/0'],
    ranges: [['eth0', '192.0.2.0/24']],
    endpoints: ['192.0.2.9:1'],
  } as const;
  t.equal(refused(host).length, 2);
  t.same(refused({ ...host, force: ['0.0.0.0/0'] }), []);
  t.equal(refused({ ...host, force: ['0.0.0.0/1'] }).length, 2);
  t.same(refused({ ranges: [['eth0', '10.77.4.0/22']], force: ['10.77.0.0/16'] }), []);
});

t.test('each range is named once, for the gravest reason, and all of them at once', async (t) => {
  const ssh = [['192.0.2.1', '10.77.9.9']] as const;
  const ranges = [
    ['eth0', '10.77.9.0/24'],
    ['eth1', '172.16.0.0/24'],
  ] as const;
  t.match(refused({ routes: ['172.16.0.0/12', '::/0'], ssh, ranges }), [
    /^route-unsafe config peers\.0\.routes\.1: ::\/0/,
    /^route-unsafe trust pools\.0: .*ssh$/,
    /^overlay-overlaps-local config peers\.0\.routes\.0: /,
  ]);
});

t.test('an endpoint inside a pool or a route is refused', async (t) => {
  const routes = ['203.0.113.0/24'];
  t.match(
    refused({ routes, endpoints: ['b:1', '10.77.3.3:1', '[fd77::9]:1', '203.0.113.5:1', '192.0.2.1:1'] }),
    [
      'endpoint-in-overlay config peers.0.endpoints.1: 10.77.3.3 lies in 10.77.0.0/16',
      'endpoint-in-overlay config peers.0.endpoints.2: fd77::9 lies in fd77::/32',
      'endpoint-in-overlay config peers.0.endpoints.3: 203.0.113.5 lies in 203.0.113.0/24',
    ],
  );
  const holds = overlayHolds(config({ routes }), POOLS);
  t.same(
    ['10.77.0.9', '203.0.113.5', '192.0.2.1'].map((text) => holds(text as Address)),
    [true, true, false],
  );
});

t.test('10,000 routes are looked through in a moment', async (t) => {
  const peers = Array.from({ length: 10_000 }, (_, i) => ({
    routes: [`11.${i >> 8}.${i & 255}.0/24`],
    endpoints: [{ host: `192.0.${i >> 8}.${i & 255}`, port: 1 }],
  }));
  const many = { ...config({}), peers } as unknown as ReturnType<typeof parsed>;
  t.same(unsafeRanges(many, { pools: POOLS, routes: [] }, NOTHING), []);
});
