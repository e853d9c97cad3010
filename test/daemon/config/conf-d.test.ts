import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { Failure } from '../../../daemon/config/failure.js';
import { loadConfig } from '../../../daemon/config/load.js';

const KEY = (seed: number): string => Buffer.alloc(32, seed).toString('base64');
const NODE = `identity: {key: a.key, certificate: a.crt}
trust: acme.trust
secret: acme.secret
`;
const peer = (name: string, seed: number, rest = ''): string =>
  `  - {name: ${name}, key: ${KEY(seed)}, addresses: [10.77.0.${seed}]${rest}}\n`;

type Files = Readonly<Record<string, string>>;

function written(t: Test, main: string, files: Files): string {
  return t.testdir({ 'festoon.yaml': main, 'conf.d': { ...files } });
}

function outcome(directory: string): unknown {
  try {
    return loadConfig(join(directory, 'festoon.yaml'));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return error.message.replaceAll(`${directory}/`, '').split('\n');
  }
}

t.test('files of conf.d add to the config in order of their names', async (t) => {
  const directory = written(t, `${NODE}peers:\n${peer('b', 2)}`, {
    '20-d.yaml': `peers:\n${peer('d', 4)}`,
    '10-c.yaml': `peers:\n${peer('c', 3)}listen: {port: 9}\ntun: {mtu: 1300}\n`,
    '30-tun.yaml': 'tun: {name: t9}\nlisten: {addresses: ["::"]}\nsecret: old.secret\ntrust: acme.trust\n',
  });
  t.match(outcome(directory), {
    peers: [{ name: 'b' }, { name: 'c' }, { name: 'd' }],
    listen: { addresses: ['::'], port: 9 },
    tun: { name: 't9', mtu: 1300 },
    secret: [join(directory, 'acme.secret'), join(directory, 'old.secret')],
  });
});

t.test('two values for one key are refused, and both places are named', async (t) => {
  const directory = written(t, `${NODE}listen: 7077\ntun: {mtu: 1300}\n`, {
    'a.yaml': 'listen: 7078\ntun: {mtu: 1300}\n',
    'b.yaml': 'tun:\n  mtu: 1400\ntrust: [x]\n',
  });
  t.same(outcome(directory), [
    'conf.d/a.yaml:1:9: listen.port: has another value at festoon.yaml:4:9; keep one of the two',
    'conf.d/b.yaml:2:8: tun.mtu: has another value at festoon.yaml:5:12; keep one of the two',
    'conf.d/b.yaml:3:8: trust: has another value at festoon.yaml:2:8; keep one of the two',
  ]);
});

t.test('each problem names the file that it stands in', async (t) => {
  const directory = written(t, `${NODE}peers:\n${peer('b', 2)}log: {level: loud}\n`, {
    'a.yaml': `peers:\n${peer('c', 3, ', routes: [10.80.1.0/16]')}${peer('d', 4, ', bogus: 1')}`,
    'b.yaml': `peers:\n${peer('e', 5, ', endpoints: [x]')}`,
    'c.yaml': 'metrics: 1\nextra: 2\n',
  });
  t.match(outcome(directory), [
    /^festoon.yaml:6:14: log.level: "loud" is not/,
    /^conf.d\/a.yaml:2:99: peers.1.routes.0: "10.80.1.0\/16" is not a prefix/,
    /^conf.d\/a.yaml:3:97: peers.2.bogus: unknown key/,
    /^conf.d\/b.yaml:2:102: peers.3.endpoints.0: "x" is not an endpoint/,
    /^conf.d\/c.yaml:1:10: metrics: expected an address and port/,
    /^conf.d\/c.yaml:2:8: extra: unknown key/,
  ]);
});

t.test('what peers cannot share is refused across files', async (t) => {
  const directory = written(t, `${NODE}peers:\n${peer('b', 2, ', routes: [10.80.0.0/16]')}`, {
    'a.yaml': `peers:\n${peer('b', 3, ', routes: [10.80.3.0/24]')}`,
  });
  t.match(outcome(directory), [
    /^conf.d\/a.yaml:2:12: peers.1.name: name is already that of peers.0.name \(.*festoon.yaml:5:12\); /,
    /^conf.d\/a.yaml:2:99: peers.1.routes.0: .* of peers.0.routes.0 \(.*festoon.yaml:5:99\); /,
  ]);
});

t.test('only regular *.yaml files are read', async (t) => {
  const directory = written(t, NODE, {
    'a.yaml~': 'bogus: 1\n',
    '.a.yaml': 'bogus: 1\n',
    '#a.yaml#': 'bogus: 1\n',
    'a.yaml.dpkg-old': 'bogus: 1\n',
    'a.yml': 'bogus: 1\n',
    README: 'not a config',
    'real.yaml': 'listen: 9\n',
  });
  t.match(outcome(directory), { listen: { port: 9 } });
  t.testdir({ 'festoon.yaml': NODE, 'conf.d': { 'folder.yaml': {} } });
  t.match(outcome(t.testdirName), { listen: { port: 7077 } });
});

t.test('a file that cannot be read is refused by name', async (t) => {
  const directory = written(t, NODE, { 'empty.yaml': '' });
  t.same(outcome(directory), ['conf.d/empty.yaml: is empty']);
  t.testdir({ 'festoon.yaml': NODE, 'conf.d': {} });
  symlinkSync('gone', join(t.testdirName, 'conf.d/link.yaml'));
  t.same(outcome(t.testdirName), ['conf.d/link.yaml: no such file']);
  t.testdir({ 'festoon.yaml': NODE, 'conf.d': 'a file' });
  t.same(outcome(t.testdirName), ['conf.d: is not a directory']);
});

t.test('a file that is not YAML does not hide what is wrong in the others', async (t) => {
  const directory = written(t, NODE, {
    'a.yaml': 'peers: [\n',
    'b.yaml': 'a: 1\na: 2\n',
    'c.yaml': '# none\n',
    'd.yaml': 'text\n',
  });
  t.match(outcome(directory), [
    /^conf.d\/a.yaml:2:1: is indented wrongly/,
    /^conf.d\/b.yaml:2:1: a: is written twice; keep one/,
    /^conf.d\/c.yaml:1:1: holds no keys/,
    /^conf.d\/d.yaml:1:1: expected a group of keys, found text/,
  ]);
});
