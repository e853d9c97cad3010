import { appendFileSync, chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import t, { type Test } from 'tap';
import { canonicalConfig } from '../../../daemon/config/canonical.js';
import { loadConfig } from '../../../daemon/config/load.js';
import { shortDirectory } from '../support/directory.js';
import { fakeDaemon } from '../support/fake-daemon.js';
import { festoon, foundAcme } from '../support/network.js';

const KEY = Buffer.alloc(32, 9).toString('base64');
const peer = (rest: string): string => `peers:\n  - {name: b, key: ${KEY}, addresses: [10.77.0.2]${rest}}\n`;

type Path = (name: string) => string;

/** Exit code, what is printed as the outcome, and each line about what is wrong, without the directory. */
async function check(
  path: Path,
  ...options: string[]
): Promise<{ code: number; out: string; err: string[] }> {
  const { code, out, err } = await festoon(['config', 'check', path('a.yaml'), ...options]);
  const short = (text: string): string => text.replaceAll(`${dirname(path('x'))}/`, '');
  return { code, out: short(out), err: short(err).split('\n').slice(0, -1) };
}

t.test('a config that the daemon would take holds', async (t) => {
  const path = await foundAcme(shortDirectory(t));
  t.same(await check(path), { code: 0, out: 'a.yaml: holds, with 0 peers\n', err: [] });
  appendFileSync(path('a.yaml'), peer(', endpoints: ["192.0.2.1:7077"]'));
  t.same(await check(path), { code: 0, out: 'a.yaml: holds, with 1 peer\n', err: [] });
  const { out } = await check(path, '--json');
  t.match(JSON.parse(out), { festoon: 'config-check/1', ok: true, problems: [], unchecked: [] });
});

t.test(
  'managers are counted, and what is wrong with them and with what they are asked is told',
  async (t) => {
    const path = await foundAcme(shortDirectory(t));
    const whole = readFileSync(path('a.yaml'), 'utf8');
    const managers = `managers: [{name: m, key: ${KEY}, endpoints: ["192.0.2.1:7077"]}]\n`;
    writeFileSync(path('a.yaml'), whole + managers);
    t.same(await check(path), { code: 0, out: 'a.yaml: holds, with 1 manager and 0 peers\n', err: [] });
    const wrong = 'role: manager\naccept_routes: [10.80.1.0/24, "::/1"]\nadvertise: ["10.77.0.9:1"]\n';
    writeFileSync(path('a.yaml'), whole + managers.replace('192.0.2.1', '10.77.0.8') + wrong);
    t.match(await check(path), {
      code: 1,
      err: [
        'festoon: config-invalid: a.yaml:',
        /^ {2}a\.yaml:7:7: role: this host’s certificate is not one of a manager; have it signed/,
        /^ {2}a\.yaml:8:17: accept_routes\.0: 10\.80\.1\.0\/24 overlaps this node’s own 10\.80\.0\.0\/16; /,
        'festoon: route-unsafe: a.yaml:',
        /^ {2}a\.yaml:6:\d+: managers\.0\.endpoints\.0: 10\.77\.0\.8 lies in 10\.77\.0\.0\/16/,
        /^ {2}a\.yaml:8:31: accept_routes\.1: ::\/1 would be the way to everywhere/,
        /^ {2}a\.yaml:9:13: advertise\.0: 10\.77\.0\.9 lies in/,
      ],
    });
  },
);

t.test('keys that cannot be used are all named', async (t) => {
  const path = await foundAcme(shortDirectory(t));
  appendFileSync(path('a.yaml'), 'lisen: 1\nmetrics: x\n');
  t.match(await check(path), {
    code: 1,
    out: '',
    err: [
      'festoon: config-invalid: a.yaml:',
      /^ {2}a\.yaml:6:8: lisen: unknown key, perhaps/,
      /^ {2}a\.yaml:7:10: metrics/,
    ],
  });
});

t.test('every file that the config names is looked at', async (t) => {
  const path = await foundAcme(shortDirectory(t));
  rmSync(path('a.crt'));
  chmodSync(path('a.key'), 0o644);
  writeFileSync(path('acme.trust'), 'festoon: trust/1\n');
  writeFileSync(path('acme.secret'), '');
  t.match(await check(path), {
    code: 1,
    out: '',
    err: [
      /^festoon: file-exposed: a\.key: has mode 0644.*; run `chmod 600 /,
      /^festoon: file-missing: a\.crt: no such file; /,
      'festoon: file-malformed: acme.trust:',
      /^ {2}acme\.trust:1:1: name: is missing/,
      /./,
      /./,
      /./,
      /^festoon: file-unsuitable: acme\.secret: is empty; /,
    ],
  });
});

t.test('identity and host are checked together, each problem with its place', async (t) => {
  const path = await foundAcme(shortDirectory(t));
  appendFileSync(path('a.yaml'), peer(', routes: ["128.0.0.0/1", 10.80.1.0/24], endpoints: ["10.77.3.4:1"]'));
  t.match(await check(path), {
    code: 1,
    err: [
      'festoon: config-invalid: a.yaml:',
      /^ {2}a\.yaml:7:114: peers\.0\.routes\.1: 10\.80\.1\.0\/24 overlaps this node’s own 10\.80\.0\.0\/16; /,
      'festoon: route-unsafe: a.yaml:',
      /^ {2}a\.yaml:7:99: peers\.0\.routes\.0: 128\.0\.0\.0\/1 would be/,
      /^ {2}a\.yaml:7:141: peers\.0\.endpoints\.0: 10\.77\.3\.4 lies in/,
    ],
  });
  const { code, out, err } = await check(path, '--json');
  t.same([code, err], [1, []]);
  t.match(JSON.parse(out), {
    ok: false,
    problems: [
      {
        code: 'config-invalid',
        file: /a\.yaml$/,
        line: 7,
        column: 114,
        key: 'peers.0.routes.1',
        message: /; /,
      },
      { code: 'route-unsafe', key: 'peers.0.routes.0' },
      { code: 'route-unsafe', key: 'peers.0.endpoints.0' },
    ],
  });
});

t.test('a certificate that has ended is told', async (t) => {
  const path = await foundAcme(shortDirectory(t));
  const outcome = await festoon(['config', 'check', path('a.yaml')], Date.UTC(2040, 0, 1));
  t.match(outcome, { code: 1, err: /^festoon: certificate-expired: .*a\.crt: / });
});

t.test('credentials are left to the service, the rest is checked', async (t) => {
  const path = await foundAcme(shortDirectory(t));
  const text = readFileSync(path('a.yaml'), 'utf8').replace(
    'secret: acme.secret',
    'secret: credential:acme.secret',
  );
  writeFileSync(path('a.yaml'), text);
  const unchecked =
    /^not checked: credential:acme\.secret: \$CREDENTIALS_DIRECTORY is not set: only the service/;
  t.match(await check(path), { code: 0, out: /holds/, err: [unchecked] });
  const { out } = await check(path, '--json');
  t.match(JSON.parse(out), { ok: true, unchecked: [/^credential:acme\.secret/] });
  appendFileSync(path('a.yaml'), peer(', routes: ["::/1"]'));
  t.match(await check(path), { code: 1, err: ['festoon: route-unsafe: a.yaml:', /::\/1/, unchecked] });
});

t.test('what another user may not read is left to the daemon', async (t) => {
  const path = await foundAcme(shortDirectory(t));
  chmodSync(dirname(path('x')), 0o755);
  appendFileSync(path('a.yaml'), peer(', routes: ["::/1"]'));
  if (process.getuid?.() !== 0) return t.pass('only root can become another user');
  process.seteuid?.(65_534);
  const outcome = await check(path).finally(() => process.seteuid?.(0));
  t.match(outcome, {
    code: 1,
    err: [
      'festoon: route-unsafe: a.yaml:',
      /::\/1/,
      /^not checked: a\.key: cannot be read \(EACCES\): ask as root/,
      /^not checked: acme\.secret: cannot be read/,
    ],
  });
});

t.test('who came by ssh through the overlay is no reason', async (t) => {
  const path = await foundAcme(shortDirectory(t));
  appendFileSync(path('a.yaml'), peer(', routes: [10.90.0.0/16]'));
  const before = process.env['SSH_CONNECTION'];
  t.teardown(() => {
    if (before === undefined) delete process.env['SSH_CONNECTION'];
    else process.env['SSH_CONNECTION'] = before;
  });
  process.env['SSH_CONNECTION'] = '10.90.0.7 50000 10.80.0.1 22';
  t.match(await check(path), { code: 0 }, 'to what its certificate lets it forward');
  process.env['SSH_CONNECTION'] = '10.90.0.7 50000 192.0.2.1 22';
  t.match(await check(path), { code: 1, err: ['festoon: route-unsafe: a.yaml:', /10\.90\.0\.7/] });
});

t.test('files of conf.d count', async (t) => {
  const path = await foundAcme(shortDirectory(t));
  mkdirSync(path('conf.d'));
  writeFileSync(path('conf.d/b.yaml'), peer(', routes: ["::/1"]'));
  t.match(await check(path), {
    code: 1,
    err: ['festoon: route-unsafe: a.yaml:', /^ {2}conf\.d\/b\.yaml:2:99: peers\.0\.routes\.0/],
  });
});

t.test('a config that is not there is the one problem', async (t) => {
  t.match(await festoon(['config', 'check', '/none/x.yaml']), {
    code: 1,
    err: 'festoon: file-missing: /none/x.yaml: no such file; check the path, or create the file\n',
  });
  t.match(await festoon(['config', 'check', 'a', 'b']), { code: 2 });
});

async function withDaemon(t: Test): Promise<{ path: Path; control: string }> {
  const path = await foundAcme(shortDirectory(t));
  const text = canonicalConfig(loadConfig(path('a.yaml')));
  const { path: control } = await fakeDaemon(t, { 'GET /v1/config': () => JSON.parse(text) });
  return { path, control };
}

t.test('what differs from the running config is shown, and what puts it in force', async (t) => {
  const { path, control } = await withDaemon(t);
  const diff = (...options: string[]): ReturnType<typeof festoon> =>
    festoon(['config', 'diff', path('a.yaml'), '--control', control, ...options]);
  t.same(await diff('--exit-code'), { code: 0, out: 'no difference\n', err: '' });
  appendFileSync(path('a.yaml'), `listen: 7078\ntun: {name: f1}\n${peer('')}`);
  const { code, out } = await diff();
  t.equal(code, 0);
  t.match(out.split('\n'), [
    '  listen.port  live     7077 -> 7078',
    '  tun.name     restart  "festoon0" -> "f1"',
    /^ {2}peers\[b\] {5}live {5}\(none\) -> \{"name":"b",/,
    '',
  ]);
  t.match(await diff('--exit-code'), { code: 1 });
  t.match(JSON.parse((await diff('--json')).out), {
    festoon: 'config-diff/1',
    file: path('a.yaml'),
    changes: [{ key: 'listen.port', effect: 'live', before: '7077', after: '7078' }, {}, { key: 'peers[b]' }],
  });
});

t.test('a diff needs a config that holds and a daemon that answers', async (t) => {
  const { path, control } = await withDaemon(t);
  t.match(await festoon(['config', 'diff', path('a.yaml'), '--control', '/none.sock']), {
    code: 3,
    err: /daemon-unreachable/,
  });
  const odd = await fakeDaemon(t, { 'GET /v1/config': () => ({ festoon: 'other/1' }) });
  t.match(await festoon(['config', 'diff', path('a.yaml'), '--control', odd.path]), {
    code: 1,
    err: /daemon-answer: .*cannot be read/,
  });
  appendFileSync(path('a.yaml'), 'bogus: 1\n');
  t.match(await festoon(['config', 'diff', path('a.yaml'), '--control', control]), {
    code: 1,
    err: /bogus: unknown key/,
  });
});
