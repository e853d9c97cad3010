import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { isIP } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import {
  dropReasons,
  Engine,
  forbidDumps,
  hardware,
  localAddresses,
  lockFile,
  socketPair,
  version,
} from '../../native/index.js';
import { ERRORS } from '../../protocol/errors.js';

const SEED = new Uint8Array(32);
const engine = (): Engine => new Engine({ seed: SEED, lanes: 1 });

t.test('a refused argument throws with a code and names the field', async (t) => {
  const e = engine();
  for (const [attempt, field] of [
    [() => new Engine({ seed: new Uint8Array(31), lanes: 1 }), 'seed'],
    [() => new Engine({ seed: SEED, lanes: 256 }), 'lanes'],
    [() => e.setPeer({ peer: 1, sources: ['10.0.0.1/24'] }), '10.0.0.1/24'],
    [() => e.setIdentity({ publicKey: new Uint8Array(33), secrets: [] }), 'publicKey'],
    [() => e.setPath({ peer: 1, path: '10.0.0.1' }), '10.0.0.1'],
    [() => e.replaceRoutes([{ prefix: 'x/8', peer: 1 }]), 'x/8'],
    [() => e.setAsked(['10.0.0.0/8', '10.0.0.1/8']), '10.0.0.1/8'],
    [() => e.refuseAddress('x'), 'x'],
    [() => e.bindUdp({ address: 'localhost', port: 0 }), 'localhost'],
    [() => e.bindUdp({ address: '127.0.0.1', port: 65536 }), 'port'],
    [() => e.setPath({} as never), 'peer'],
  ] as const) {
    t.throws(attempt, { code: 'engine-argument', message: new RegExp(field.replaceAll('.', '\\.')) });
  }
});

t.test('a refused command throws with the code of its reason', async (t) => {
  t.throws(() => new Engine({ seed: SEED, lanes: 9 }), { code: 'engine-option' });
  t.throws(() => new Engine({ seed: SEED, lanes: 1, sessions: 65_536 }), { code: 'engine-option' });
  t.throws(() => new Engine({ seed: SEED, lanes: 1, sessions: '9' as never }), { code: 'engine-argument' });
  t.throws(() => engine().setPath({ peer: 1, path: null }), { code: 'engine-unknown-peer' });
  t.throws(() => engine().retireSession(1), { code: 'engine-unknown-session' });
});

t.test('an interface is updated only where one was opened', async (t) => {
  const none = engine();
  const want = { mtu: 1372, addresses: ['10.77.0.1/32'], routes: [] };
  t.throws(() => none.updateTun(want), { code: 'netlink-no-device' });
  t.throws(() => none.updateTun({ ...want, addresses: ['10.77.0.1'] }), { code: 'engine-argument' });
  none.attachTun(socketPair()[0]);
  t.throws(() => none.updateTun(want), { code: 'netlink-no-device' });
});

t.test('UDP ports: bound, refused while in use, given back', async (t) => {
  const [first, second] = [engine(), engine()];
  const bound = first.bindUdp({ address: '127.0.0.1', port: 0 });
  t.match(bound, { id: 1, address: '127.0.0.1', gso: true, gro: true });
  t.ok(bound.port > 0 && bound.receiveBuffer > 0);
  const again = { address: '127.0.0.1', port: bound.port };
  t.throws(() => second.bindUdp(again), { code: 'port-in-use', message: /choose another listen port/ });
  t.equal(first.unbindUdp(bound.id), true);
  t.equal(first.unbindUdp(bound.id), false);
  t.equal(second.bindUdp(again).port, bound.port);
});

t.test('a state directory has one holder', async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'festoon-'));
  t.teardown(() => rmSync(directory, { recursive: true }));
  const path = join(directory, 'lock');
  const lock = lockFile(path);
  t.throws(() => lockFile(path), { code: 'state-locked' });
  lock.release();
  lock.release();
  lockFile(path).release();
  t.throws(() => lockFile(join(directory, 'missing', 'lock')), { code: 'state-unusable' });
});

t.test('facts about the core and this host', async (t) => {
  t.match(version(), /^\d+\.\d+\.\d+$/);
  t.match(hardware(), { aes: Boolean, suites: [Number], sodium: /^1\.0\./ });
  t.equal(hardware().suites.at(-1), 3, 'ChaCha20-Poly1305 runs everywhere');
  t.equal(new Set(dropReasons()).size, dropReasons().length);
  t.equal(engine().counters().dropped.length, dropReasons().length);
  const loopback = localAddresses().find(({ address }) => address === '127.0.0.1/8');
  t.equal(loopback?.interface, 'lo');
  t.ok(localAddresses().every(({ address }) => isIP(address.split('/')[0] ?? '') !== 0));
  t.doesNotThrow(forbidDumps);
});

t.test('every code that the core throws is in the error registry', async (t) => {
  const files = ['native/core/src', 'native/node/src'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  );
  const rust = files.filter((path) => path.endsWith('.rs'));
  const sources = rust.map((path) => readFileSync(path, 'utf8')).join('\n');
  const thrown = [
    ...sources.matchAll(/IoError::(?:new|from_os)\(\s*"([^"]+)"/g),
    ...sources.matchAll(/CommandError::\w+(?: \{ \.\. \})? => "([^"]+)"/g),
    ...sources.matchAll(/Error::new\("([^"]+)"/g),
  ].map(([, code = '']) => code);
  t.ok(new Set(thrown).size > 30);
  t.same(
    thrown.filter((code) => !(code in ERRORS)),
    [],
  );
});
