import t from 'tap';
import { ConfigError } from '../../../daemon/config/failure.js';
import { parseConfig } from '../../../daemon/config/load.js';

const [KEY_B, KEY_C, KEY_D] = [2, 3, 4].map((byte) => Buffer.alloc(32, byte).toString('base64'));
const NODE = 'identity: {key: a.key, certificate: a.crt}\ntrust: acme.trust\nsecret: acme.secret\n';
const manager = (rest: string): string => `managers:\n  - {${rest}}\n`;
const M1 = manager(`name: m1, key: ${KEY_B}, endpoints: ["192.0.2.1:7077"]`);

/** `line:column: key: message` of each problem. */
function problems(text: string): string[] {
  try {
    parseConfig('f.yaml', NODE + text);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.message.split('\n').map((line) => line.replace(/^f\.yaml:/, ''));
  }
}

t.test('what a node knows of its managers is read', async (t) => {
  const config = parseConfig(
    '/x/f.yaml',
    `${NODE}
role: manager
domain: zone-1
advertise: ["203.0.113.9:7077", "[2001:db8::9]:1", "A.Example:2"]
relay: {rate: 500}
accept_routes: [10.90.0.0/16, "fd90::/32"]
managers:
  - {name: m1, key: ${KEY_B}, endpoints: ["192.0.2.1:7077", "m1.example:1"]}
  - {name: m2, key: ${KEY_C}, next_key: ${KEY_D}, addresses: [10.77.0.2], endpoints: ["192.0.2.2:1"], domain: z}
`,
  );
  t.match(config, { role: 'manager', domain: 'zone-1', relay: { rate: 500 } });
  t.same(config.advertise, [
    { host: '203.0.113.9', port: 7077 },
    { host: '2001:db8::9', port: 1 },
    { host: 'a.example', port: 2 },
  ]);
  t.same(config.acceptRoutes, ['10.90.0.0/16', 'fd90::/32']);
  t.same(config.managers, [
    {
      name: 'm1',
      key: new Uint8Array(32).fill(2),
      addresses: [],
      endpoints: [
        { host: '192.0.2.1', port: 7077 },
        { host: 'm1.example', port: 1 },
      ],
    },
    {
      name: 'm2',
      key: new Uint8Array(32).fill(3),
      nextKey: new Uint8Array(32).fill(4),
      addresses: ['10.77.0.2'],
      endpoints: [{ host: '192.0.2.2', port: 1 }],
      domain: 'z',
    },
  ]);
});

const MANAGER_KEYS = '`name`, `key`, `next_key`, `addresses`, `endpoints`, `domain`';

const WRONG: readonly (readonly [text: string, ...found: string[]])[] = [
  ['role: boss', '4:7: role: "boss" is not one of the words known here; write node or manager'],
  ['role: [manager]', '4:7: role: expected one of the words known here, found a list; write node or manager'],
  ['domain: Zone 1', '4:9: domain: "Zone 1" is not a name; use 1 to 63 of a-z, 0-9, dot and hyphen'],
  ['domain: 7', '4:9: domain: expected a name, found a number; put it in quotes'],
  [
    'advertise: 192.0.2.1:7077',
    '4:12: advertise: expected a list of endpoints, found text; write address:port or name:port',
  ],
  [
    'advertise: ["192.0.2.1"]',
    '4:13: advertise.0: "192.0.2.1" is not an endpoint; write address:port, "[IPv6]:port" or name:port, port 1 to 65535',
  ],
  [
    'advertise: ["0.0.0.0:1", "192.0.2.1:1", "[::]:7", "127.0.0.1:1", "a.example:1"]',
    '4:13: advertise.0: 0.0.0.0 is no address that others can call; write one of this host’s',
    '4:41: advertise.2: :: is no address that others can call; write one of this host’s',
    '4:51: advertise.3: 127.0.0.1 is no address that others can call; write one of this host’s',
  ],
  [
    `advertise: [${Array.from({ length: 9 }, (_, i) => `"192.0.2.${i}:1"`).join(', ')}]`,
    '4:12: advertise: has more than 8 endpoints; write address:port or name:port',
  ],
  ['relay: 500', '4:8: relay: expected a group of keys, found a number; write `rate`'],
  [
    'role: manager\nrelay: {rate: -1}',
    '5:15: relay.rate: -1 is not a rate in Mbit/s; write a whole number from 0 to 1000000',
  ],
  [
    'role: manager\nrelay: {rate: 1 Gbit/s}',
    '5:15: relay.rate: expected a rate in Mbit/s, found text; write a whole number from 0 to 1000000',
  ],
  ['relay: {rate: 5}', '4:15: relay.rate: only a manager relays; write `role: manager`, or leave it out'],
  [
    'accept_routes: [10.90.0.1/16]',
    '4:17: accept_routes.0: "10.90.0.1/16" is not a prefix; write one such as 10.80.0.0/16 or "fd80::/48", host bits zero',
  ],
  [
    'accept_routes: [10.90.0.0/16]',
    '4:16: accept_routes: there is nobody to ask who has them; list `managers`, or leave it out',
  ],
  [
    'managers: {name: m}',
    '4:11: managers: expected a list of managers, found a group of keys; write `- name: ...` for each manager',
  ],
  ['managers: [m1]', `4:12: managers.0: expected a manager, found text; write ${MANAGER_KEYS}`],
  [
    manager(`name: m, key: ${KEY_B}`),
    '5:5: managers.0.endpoints: is missing; write at least one address:port or name:port',
  ],
  [
    manager(`name: m, key: ${KEY_B}, endpoints: []`),
    '5:77: managers.0.endpoints: is an empty list; write at least one address:port or name:port',
  ],
  [
    manager(`name: m, key: ${KEY_B}, addresses: [], endpoints: ["192.0.2.1:1"]`),
    '5:77: managers.0.addresses: is an empty list; write overlay addresses of the manager, or leave them out',
  ],
  [
    manager(`name: m, key: ${KEY_B}, routes: [10.90.0.0/16], endpoints: ["192.0.2.1:1"]`),
    '5:74: managers.0.routes: unknown key; known here: name, key, next_key, addresses, endpoints, domain',
  ],
];

t.test('what cannot be used is named with its place and the way out', async (t) => {
  for (const [text, ...found] of WRONG) t.same(problems(`${text}\n`), found, text);
});

t.test('at most 16 managers', async (t) => {
  const many = (count: number): string[] => {
    const lines = Array.from({ length: count }, (_, i) => {
      const key = Buffer.alloc(32, 50 + i).toString('base64');
      return `  - {name: m${i}, key: ${key}, endpoints: ["192.0.2.1:1"]}\n`;
    });
    return problems(`managers:\n${lines.join('')}`);
  };
  t.same(many(16), []);
  t.match(many(17), [/^5:3: managers: has more than 16 managers; /]);
});

t.test('a node is a manager or a peer, and shares nothing with another', async (t) => {
  const peer = (name: string, key = '', address = '10.77.0.9', rest = ''): string =>
    `peers:\n  - {name: ${name}, key: ${key}, addresses: [${address}]${rest}}\n`;
  t.match(problems(M1 + peer('m1', KEY_C)), [
    /^7:12: peers\.0\.name: name is already that of managers\.0\.name \(f\.yaml:5:12\); list a node in one of the two$/,
  ]);
  t.match(problems(M1 + peer('b', KEY_B)), [
    /^7:\d+: peers\.0\.key: key is already that of managers\.0\.key /,
  ]);
  const [m1 = ''] = [M1.replace('}', ', addresses: [10.77.0.2]}')];
  t.match(problems(m1 + peer('b', KEY_C, '10.77.0.2')), [
    /peers\.0\.addresses\.0: address is already that of managers\.0\.addresses\.0 /,
  ]);
  t.match(problems(m1 + m1.replace('managers:\n', '')), [
    /^6:\d+: managers\.1\.name: .*; give each peer its own$/,
    /managers\.1\.key: /,
    /managers\.1\.addresses\.0: /,
  ]);
  t.match(problems(m1 + peer('b', KEY_C, '10.77.0.9', ', endpoints: ["10.77.0.2:1"]')), [
    /peers\.0\.endpoints\.0: 10\.77\.0\.2 is an overlay address; /,
  ]);
  t.match(problems(M1.replace('192.0.2.1', '10.77.0.9') + peer('b', KEY_C)), [
    /^5:\d+: managers\.0\.endpoints\.0: 10\.77\.0\.9 is an overlay address; write the address of the peer’s own/,
  ]);
  t.match(problems(`${M1}advertise: ["10.77.0.9:1"]\n${peer('b', KEY_C)}`), [
    /advertise\.0: 10\.77\.0\.9 is an overlay address; write the address of this host’s own/,
  ]);
});

t.test('routes may be accepted by whoever can ask', async (t) => {
  const routes = 'accept_routes: [10.90.0.0/16]\n';
  t.same(problems(routes + M1), []);
  t.same(problems(`${routes}role: manager\n`), [], 'a manager has the directory itself');
});
