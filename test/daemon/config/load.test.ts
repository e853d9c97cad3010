import { join } from 'node:path';
import t from 'tap';
import { ConfigError, Failure } from '../../../daemon/config/failure.js';
import { loadConfig, parseConfig } from '../../../daemon/config/load.js';

const KEY_B = Buffer.alloc(32, 2).toString('base64');
const KEY_C = Buffer.alloc(32, 3).toString('base64');

const NODE = `identity: {key: a.key, certificate: a.crt}
trust: /etc/acme.trust
secret: acme.secret
`;

function peer(name: string, key: string, address: string, rest = ''): string {
  return `  - {name: ${name}, key: ${key}, addresses: [${address}]${rest}}\n`;
}

/** The problems of a text, `line:column: key: message` without the file's name. */
function problems(text: string): string[] {
  try {
    parseConfig('f.yaml', text);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.message.split('\n').map((line) => line.replace(/^f\.yaml:/, ''));
  }
}

t.test('a minimal config is filled in with defaults and absolute paths', async (t) => {
  const config = parseConfig('/etc/festoon/festoon.yaml', NODE);
  t.same(config, {
    file: '/etc/festoon/festoon.yaml',
    identity: { key: '/etc/festoon/a.key', certificate: '/etc/festoon/a.crt' },
    trust: '/etc/acme.trust',
    secret: ['/etc/festoon/acme.secret'],
    state: '/var/lib/festoon',
    control: '/run/festoon/control.sock',
    listen: { addresses: ['0.0.0.0', '::'], port: 7077 },
    tun: { name: 'festoon0', mtu: 1372 },
    log: { level: 'info' },
    role: 'node',
    advertise: [],
    relay: { rate: 0 },
    acceptRoutes: [],
    forceRoutes: [],
    managers: [],
    peers: [],
  });
});

t.test('a full config is read into its parsed forms', async (t) => {
  const config = parseConfig(
    '/x/f.yaml',
    `${NODE.replace('acme.secret', '[new.secret, old.secret]')}
state: s
control: c.sock
listen: {addresses: ["FD00:0::1"], port: 9}
tun: {name: over.0, mtu: 1400}
metrics: {address: "[::1]:9077", peer_labels: off}
log: {level: warn}
force_routes: [0.0.0.0/0]
peers:
  - name: b
    key: ${KEY_B}
    next_key: ${KEY_C}
    addresses: [10.77.0.2, "fd77::2"]
    routes: [10.80.0.0/16]
    endpoints: ["203.0.113.5:7077", "[2001:db8::5]:1", "B.Example.:65535"]
`,
  );
  t.same(config.secret, ['/x/new.secret', '/x/old.secret']);
  t.same([config.state, config.control], ['/x/s', '/x/c.sock']);
  t.same(config.listen, { addresses: ['fd00::1'], port: 9 });
  t.same(config.tun, { name: 'over.0', mtu: 1400 });
  t.same(config.metrics, { address: '[::1]:9077', peerLabels: 'off' });
  t.same(config.log, { level: 'warn' });
  t.same(config.forceRoutes, ['0.0.0.0/0']);
  t.same(config.peers, [
    {
      name: 'b',
      key: new Uint8Array(32).fill(2),
      nextKey: new Uint8Array(32).fill(3),
      addresses: ['10.77.0.2', 'fd77::2'],
      routes: ['10.80.0.0/16'],
      endpoints: [
        { host: '203.0.113.5', port: 7077 },
        { host: '2001:db8::5', port: 1 },
        { host: 'b.example.', port: 65535 },
      ],
    },
  ]);
});

t.test('a port alone is a whole `listen`', async (t) => {
  t.same(parseConfig('f', `${NODE}listen: 51820\n`).listen, { addresses: ['0.0.0.0', '::'], port: 51820 });
});

t.test('an address alone is a whole `metrics`, a path too', async (t) => {
  const metrics = (text: string): unknown => parseConfig('/x/f.yaml', `${NODE}metrics: ${text}\n`).metrics;
  t.same(metrics('127.0.0.1:9077'), { address: '127.0.0.1:9077', peerLabels: 'auto' });
  t.same(metrics('unix:m.sock'), { address: 'unix:/x/m.sock', peerLabels: 'auto' });
  t.same(metrics('{address: "unix:/run/m.sock", peer_labels: on}'), {
    address: 'unix:/run/m.sock',
    peerLabels: 'on',
  });
  t.match(problems(`${NODE}metrics: unix:/${'x'.repeat(107)}\n`), [/^4:10: metrics\.address: .* is longer/]);
});

t.test('a credential is named as it is, not as a path', async (t) => {
  const text = NODE.replace(/(a\.key|acme\.secret|\/etc\/acme\.trust)/g, 'credential:$1').replace(
    '/etc/',
    '',
  );
  const config = parseConfig('/x/f.yaml', text);
  t.equal(config.identity.key, 'credential:a.key');
  t.same(config.secret, ['credential:acme.secret']);
  t.equal(config.trust, 'credential:acme.trust');
  for (const name of ['', '../a', 'a/b', '.', '..', 'a b']) {
    t.match(
      problems(NODE.replace('acme.secret', `"credential:${name}"`)),
      [/secret\.0: .* is not a path or/],
      name,
    );
  }
});

t.test('a config is frozen all through', async (t) => {
  const config = parseConfig('f', `${NODE}peers:\n${peer('b', KEY_B, '10.77.0.2')}`);
  t.throws(() => Object.assign(config.tun, { mtu: 1 }), TypeError);
  t.throws(() => Object.assign(config.peers[0] ?? {}, { name: 'x' }), TypeError);
  t.throws(() => (config.peers as unknown[]).push(1), TypeError);
});

t.test('every problem is listed at once, in the order of the file', async (t) => {
  const text = `identity: {key: a.key, certficate: a.crt}
trust: 5
secret: []
listen: 99999
tun: {name: "a name too long here", mtu: 100}
metrics: localhost:9
extra: 1
peers:
  - name: B
    key: AAAA
    addresses: [10.77.0.2/32]
    routes: [10.80.1.0/16]
    endpoints: ["fd00::1:7077", "h:0"]
`;
  t.same(problems(text), [
    '1:11: identity.certificate: is missing; write the path of the certificate',
    '1:36: identity.certficate: unknown key, perhaps `certificate` is meant; known here: key, certificate',
    '2:8: trust: expected a path or credential:NAME, found a number; put it in quotes',
    '3:9: secret: is an empty list; write one path or a list of two',
    '4:9: listen.port: 99999 is not a port; write a whole number from 1 to 65535',
    '5:13: tun.name: "a name too long here" is not an interface name; use 1 to 15 letters, digits, dots, hyphens or underscores',
    '5:42: tun.mtu: 100 is not an MTU; write a whole number from 1280 to 9000',
    '6:10: metrics.address: "localhost:9" is not an address and port or unix:PATH; write one such as 127.0.0.1:9077 or unix:/run/festoon/metrics.sock',
    '7:8: extra: unknown key; known here: identity, trust, secret, state, control, listen, tun, metrics, log, role, domain, advertise, relay, accept_routes, force_routes, managers, peers',
    '9:11: peers.0.name: "B" is not a name; use 1 to 63 of a-z, 0-9, dot and hyphen',
    '10:10: peers.0.key: "AAAA" is not the peer’s public key (32 bytes of base64); copy it again, whole',
    '11:17: peers.0.addresses.0: "10.77.0.2/32" is not an IP address; write one such as 10.77.0.1 or "fd77::1", without a prefix length',
    '12:14: peers.0.routes.0: "10.80.1.0/16" is not a prefix; write one such as 10.80.0.0/16 or "fd80::/48", host bits zero',
    '13:17: peers.0.endpoints.0: "fd00::1:7077" is not an endpoint; write address:port, "[IPv6]:port" or name:port, port 1 to 65535',
    '13:33: peers.0.endpoints.1: "h:0" is not an endpoint; write address:port, "[IPv6]:port" or name:port, port 1 to 65535',
  ]);
});

const WRONG_TYPES: readonly (readonly [text: string, problem: string])[] = [
  [
    'listen: "7077"',
    '4:9: listen: expected a port or a group of keys, found text; write `addresses`, `port`',
  ],
  ['listen: {port: 70.5}', '4:16: listen.port: 70.5 is not a port; write a whole number from 1 to 65535'],
  [
    'listen: {port: "7077"}',
    '4:16: listen.port: expected a port, found text; write a whole number from 1 to 65535',
  ],
  [
    'listen: {addresses: 1.2.3.4}',
    '4:21: listen.addresses: expected a list of addresses, found text; write addresses of this host',
  ],
  ['tun: festoon0', '4:6: tun: expected a group of keys, found text; write `name`, `mtu`'],
  [
    'tun: {name: ..}',
    '4:13: tun.name: ".." is not an interface name; use 1 to 15 letters, digits, dots, hyphens or underscores',
  ],
  [
    'metrics: true',
    '4:10: metrics: expected an address and port or a group of keys, found true or false; write `address`, `peer_labels`',
  ],
  [
    'metrics:',
    '4:1: metrics: expected an address and port or a group of keys, found nothing; write `address`, `peer_labels`',
  ],
  [
    'metrics: {}',
    '4:10: metrics.address: is missing; write one such as 127.0.0.1:9077 or unix:/run/festoon/metrics.sock',
  ],
  [
    'log: {level: debug}',
    '4:14: log.level: "debug" is not one of the words known here; write error, warn or info',
  ],
  ['state: ""', '4:8: state: "" is not a path; write the path of the state directory'],
  ['control: [a]', '4:10: control: expected a path, found a list; write the path of the control socket'],
  [
    'peers: {name: b}',
    '4:8: peers: expected a list of peers, found a group of keys; write `- name: ...` for each peer',
  ],
  [
    'peers: [b]',
    '4:9: peers.0: expected a peer, found text; write `name`, `key`, `next_key`, `addresses`, `routes`, `endpoints`',
  ],
];

t.test('a wrong type names what was found and what is expected', async (t) => {
  for (const [text, problem] of WRONG_TYPES) t.same(problems(`${NODE}${text}\n`), [problem], text);
});

t.test('endpoints that are not host:port are refused', async (t) => {
  const bad = [
    'b',
    'b:',
    ':7077',
    'b:70777',
    'b:07',
    '1.2.3:7',
    '256.1.1.1:7',
    '[1.2.3.4]:7',
    '[fd00::1]',
    '-b:7',
    'b..c:7',
    'b c:7',
  ];
  for (const endpoint of bad) {
    const text = `${NODE}peers:\n${peer('b', KEY_B, '10.77.0.2', `, endpoints: ["${endpoint}"]`)}`;
    t.match(problems(text), [/peers\.0\.endpoints\.0: .* is not an endpoint/], endpoint);
  }
});

t.test('what two peers cannot share is refused at the second', async (t) => {
  const text = `${NODE}peers:
${peer('b', KEY_B, '10.77.0.2', ', routes: [10.80.0.0/16]')}${peer('b', KEY_B, '10.77.0.2', ', routes: [10.80.3.0/24]')}`;
  t.same(problems(text), [
    '6:12: peers.1.name: name is already that of peers.0.name (f.yaml:5:12); give each peer its own',
    '6:20: peers.1.key: key is already that of peers.0.key (f.yaml:5:20); give each peer its own',
    '6:78: peers.1.addresses.0: address is already that of peers.0.addresses.0 (f.yaml:5:78); give each peer its own',
    '6:99: peers.1.routes.0: 10.80.3.0/24 overlaps 10.80.0.0/16 of peers.0.routes.0 (f.yaml:5:99); route each range through one peer',
  ]);
});

t.test('a key that comes next is no other peer’s either', async (t) => {
  const text = `${NODE}peers:
${peer('b', KEY_B, '10.77.0.2', `, next_key: ${KEY_C}`)}${peer('c', KEY_C, '10.77.0.3')}${peer('d', Buffer.alloc(32, 4).toString('base64'), '10.77.0.4', `, next_key: ${KEY_B}`)}`;
  t.match(problems(text), [
    /^6:20: peers\.1\.key: key is already that of peers\.0\.next_key /,
    /^7:\d+: peers\.2\.next_key: key is already that of peers\.0\.key /,
  ]);
});

t.test('overlapping routes are found in any order, in both families', async (t) => {
  const routes = [
    '10.81.0.0/16',
    'fd80:1::/48',
    '10.80.7.0/24',
    '0.0.0.0/0',
    '10.80.7.0/24',
    'fd80::/16',
    '192.168.0.0/16',
  ];
  const text = routes.map((route, i) => {
    const key = Buffer.alloc(32, 100 + i).toString('base64');
    return peer(`p${i}`, key, `10.77.0.${i}`, `, routes: ["${route}"]`);
  });
  const found = problems(`${NODE}peers:\n${text.join('')}`).map((line) =>
    line.replace(/^.*?: (.*) \(.*/, '$1'),
  );
  t.same(found, [
    'peers.0.routes.0: 10.81.0.0/16 overlaps 0.0.0.0/0 of peers.3.routes.0',
    'peers.1.routes.0: fd80:1::/48 overlaps fd80::/16 of peers.5.routes.0',
    'peers.2.routes.0: 10.80.7.0/24 overlaps 0.0.0.0/0 of peers.3.routes.0',
    'peers.4.routes.0: 10.80.7.0/24 overlaps 0.0.0.0/0 of peers.3.routes.0',
    'peers.6.routes.0: 192.168.0.0/16 overlaps 0.0.0.0/0 of peers.3.routes.0',
  ]);
});

t.test('a config of 10,000 peers is read', async (t) => {
  const peers = Array.from({ length: 10_000 }, (_, i) => {
    const key = Buffer.alloc(32);
    key.writeUInt32BE(i + 1);
    const low = `${i >> 8}.${i & 255}`;
    return peer(`p${i}`, key.toString('base64'), `10.77.${low}`, `, routes: [10.128.${low}/32]`);
  });
  t.equal(parseConfig('f', `${NODE}peers:\n${peers.join('')}`).peers.length, 10_000);
});

t.test('an endpoint inside the overlay is refused', async (t) => {
  const text = `${NODE}peers:
${peer('b', KEY_B, '10.77.0.2', ', endpoints: ["10.77.0.3:7077"]')}${peer('c', KEY_C, '10.77.0.3')}`;
  t.match(problems(text), [/^5:\d+: peers\.0\.endpoints\.0: 10\.77\.0\.3 is an overlay address; /]);
});

t.test('a control socket longer than a socket address is refused', async (t) => {
  t.match(problems(`${NODE}control: /${'x'.repeat(107)}\n`), [
    /^4:10: control: .* is longer than 107 bytes; /,
  ]);
  t.same(problems(`${NODE}control: /${'x'.repeat(106)}\n`), []);
});

t.test('a key that was mistyped is told which one is meant', async (t) => {
  const guess = (text: string): string | undefined =>
    /perhaps `(\w+)`/.exec(problems(NODE + text)[0] ?? '')?.[1];
  t.equal(guess('lisetn: 1\n'), 'listen');
  t.equal(guess('metric: 1\n'), 'metrics');
  t.equal(guess('force-routes: 1\n'), 'force_routes');
  t.equal(guess('tunnel: 1\n'), undefined);
  t.equal(guess(`${'x'.repeat(10_000)}: 1\n`), undefined);
});

t.test('what a half-written file shows is refused', async (t) => {
  const cut = / ends within a line, as a half-written file does; write it whole/;
  t.match(problems(`${NODE}listen: 70`), [/^4:11: ends within a line/]);
  t.match(problems(`${NODE}peers:\n  - name`).join('\n'), cut);
  t.match(problems(`${NODE}${'\0'.repeat(9)}`).join('\n'), /4:1: holds NUL bytes.*; restore it/);
  t.match(problems('{"identity": {"key": "a", "cer').join('\n'), cut);
  const json = JSON.stringify({ identity: { key: 'a', certificate: 'a' }, trust: 't', secret: 's' });
  t.same(problems(json), [], 'a value in brackets is whole without a last newline');
});

t.test('a long list of problems is cut', async (t) => {
  const lines = problems(NODE + Array.from({ length: 60 }, (_, i) => `x${i}: 1\n`).join(''));
  t.equal(lines.length, 51);
  t.match(lines.at(-1), /^ and 10 more$/);
});

t.test('files that cannot be a config are refused by name', async (t) => {
  const directory = t.testdir({
    'empty.yaml': '',
    'comments.yaml': '# nothing yet\n',
    'ok.yaml': NODE,
    'huge.yaml': 'a'.repeat((16 << 20) + 1),
    'latin.yaml': Buffer.from('trust: a\nsecret: gr\xfcn\n', 'latin1'),
    folder: {},
  });
  const failure = (name: string): string => {
    try {
      return loadConfig(join(directory, name)).trust;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      return `${error.code}: ${error.message.replaceAll(`${directory}/`, '')}`;
    }
  };
  t.equal(failure('ok.yaml'), '/etc/acme.trust');
  t.equal(failure('none.yaml'), 'file-missing: none.yaml: no such file');
  t.equal(failure('ok.yaml/x'), 'file-missing: ok.yaml/x: no such file');
  t.equal(failure('folder'), 'file-unsuitable: folder: is a directory');
  t.equal(failure('empty.yaml'), 'file-unsuitable: empty.yaml: is empty');
  t.equal(
    failure('comments.yaml'),
    'config-invalid: comments.yaml:1:1: holds no keys; fill it in or restore it',
  );
  t.equal(failure('huge.yaml'), 'file-unsuitable: huge.yaml: is larger than 16777216 bytes');
  t.equal(failure('latin.yaml'), 'file-unsuitable: latin.yaml:2:11: is not UTF-8 text');
});
