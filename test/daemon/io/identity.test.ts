import { readFileSync, writeFileSync } from 'node:fs';
import t from 'tap';
import { parseConfig } from '../../../daemon/config/load.js';
import { readDocument } from '../../../daemon/io/files.js';
import { type Identity, loadIdentity } from '../../../daemon/io/identity.js';
import { createSodium } from '../../../daemon/io/sodium.js';
import type { Span } from '../../../protocol/trust.js';
import { shortDirectory } from '../support/directory.js';
import { failureOf } from '../support/failure.js';
import { certify, enroll, foundAcme } from '../support/network.js';

const DAY = 86_400;
const NOW = Date.UTC(2026, 0, 1) / 1000;
const crypto = createSodium();

/** Loads the identity of a.yaml with more text at its end. */
function load(path: (name: string) => string, more = '', wall: number | Span = NOW): Identity {
  const text = readFileSync(path('a.yaml'), 'utf8') + more;
  return loadIdentity(crypto, parseConfig(path('a.yaml'), text), wall);
}

t.test('the files that the commands made fit together', async (t) => {
  const path = await foundAcme(shortDirectory(t));
  const { node, noise, record, chain, trust, secrets } = load(path);
  t.equal(node.certificate.name, 'a');
  t.same(node.certificate.addresses, ['10.77.0.1', 'fd77::1']);
  t.same(node.certificate.routes, ['10.80.0.0/16']);
  t.same(node.certificate.noiseKey, noise.publicKey);
  t.same(node.certificate.recordKey, record.publicKey);
  t.equal(chain.length, 1);
  t.same(trust.pools, ['10.77.0.0/16', 'fd77::/48']);
  t.same(
    secrets.map((secret) => secret.length),
    [32],
  );
});

t.test('a certificate outside its time is refused', async (t) => {
  const path = await foundAcme(shortDirectory(t));
  await certify(path, 'a', ['--address', '10.77.0.1', '--lifetime', '2d']);
  t.match(await failureOf(() => load(path, '', NOW + 3 * DAY)), /^certificate-expired: .*a\.crt: /);
  t.match(await failureOf(() => load(path, '', NOW - DAY)), /^certificate-not-yet-valid: .*a\.crt: /);
  t.equal(await failureOf(() => load(path, '', NOW - 1800)), 'no failure', 'clocks may differ a little');
  const orLater = { from: NOW - DAY, to: Number.POSITIVE_INFINITY };
  t.equal(load(path, '', orLater).node.certificate.name, 'a', 'a clock may be behind');
});

t.test('files of different hosts or networks are refused', async (t) => {
  const path = await foundAcme(shortDirectory(t));
  const other = await foundAcme(shortDirectory(t));
  await enroll(path, 'b', ['--address', '10.77.0.2']);
  const swap = async (name: string, from: string): Promise<string> => {
    const before = readFileSync(path(name));
    writeFileSync(path(name), readFileSync(from));
    const failure = await failureOf(() => load(path));
    writeFileSync(path(name), before);
    return failure;
  };
  t.match(await swap('a.crt', path('b.crt')), /^certificate-wrong-key: /);
  t.match(await swap('a.key', path('b.key')), /^certificate-wrong-key: /);
  t.match(await swap('a.crt', other('a.crt')), /^certificate-wrong-network: /);
  t.match(
    await swap('acme.secret', other('acme.secret')),
    /^identity-mismatch: .*acme\.secret: belongs to another network/,
  );
  t.match(await swap('acme.trust', other('acme.trust')), /^identity-mismatch: /);
  t.match(await swap('a.crt', path('a.req')), /^file-malformed: /);
  t.equal(await failureOf(() => load(path)), 'no failure');
});

t.test('each of the two keys must be the one in the certificate', async (t) => {
  const path = await foundAcme(shortDirectory(t));
  const whole = readFileSync(path('a.key'), 'utf8');
  const other = `: ${Buffer.alloc(32, 5).toString('base64')}`;
  for (const key of ['key', 'record']) {
    writeFileSync(path('a.key'), whole.replace(new RegExp(`^${key}: .*`, 'm'), key + other));
    t.match(await failureOf(() => load(path)), /^certificate-wrong-key: /, key);
  }
});

t.test('a peer that takes what is this node’s own is refused', async (t) => {
  const path = await foundAcme(shortDirectory(t));
  const own = Buffer.from(load(path).noise.publicKey).toString('base64');
  const key = Buffer.alloc(32, 9).toString('base64');
  const peer = (rest: string): Promise<string> => failureOf(() => load(path, `peers:\n  - {${rest}}\n`));
  t.match(
    await peer(`name: a, key: ${key}, addresses: [10.77.0.2]`),
    /^config-invalid: .*a\.yaml:\d+:\d+: peers\.0\.name: a is this node itself/,
  );
  t.match(
    await peer(`name: b, key: ${own}, addresses: [10.77.0.2]`),
    /^config-invalid: .*a\.yaml:\d+:\d+: peers\.0\.key: is this node’s own key/,
  );
  t.match(
    await peer(`name: b, key: ${key}, addresses: [10.77.0.1]`),
    /^config-invalid: .*a\.yaml:\d+:\d+: peers\.0\.addresses\.0: 10\.77\.0\.1 belongs to/,
  );
  t.match(
    await peer(`name: b, key: ${key}, addresses: [10.77.0.2, 10.78.0.2]`),
    /addresses\.1: 10\.78\.0\.2 is outside the network’s pools; choose one in/,
  );
  t.match(
    await peer(`name: b, key: ${key}, addresses: [10.77.0.2], routes: [10.80.4.0/24]`),
    /routes\.0: 10\.80\.4\.0\/24 overlaps this node’s own 10\.80\.0\.0\/16/,
  );
  t.equal(await peer(`name: b, key: ${key}, addresses: [10.77.0.2], routes: [10.81.0.0/16]`), 'no failure');
  t.match(
    await peer(`name: a, key: ${own}, addresses: [10.78.0.2]`),
    /peers\.0\.name.*\n.*peers\.0\.key.*\n.*peers\.0\.addresses\.0/,
    'all at once',
  );
  const around = `{name: b, key: ${key}, addresses: [10.77.0.2], routes: [10.0.0.0/8]}`;
  t.match(
    await failureOf(() => load(path, `peers: [${around}]\n`)),
    /10\.0\.0\.0\/8 overlaps this node’s own/,
  );
  const forced = `force_routes: [10.0.0.0/8]\npeers: [${around}]\n`;
  t.equal(await failureOf(() => load(path, forced)), 'no failure');
});

t.test(
  'a manager that takes what is this node’s own is refused, and so is a route to what it forwards',
  async (t) => {
    const path = await foundAcme(shortDirectory(t));
    const own = Buffer.from(load(path).noise.publicKey).toString('base64');
    const key = Buffer.alloc(32, 9).toString('base64');
    const manager = (rest: string, more = ''): Promise<string> =>
      failureOf(() => load(path, `managers:\n  - {endpoints: ["192.0.2.1:1"], ${rest}}\n${more}`));
    const all = await manager(`name: a, key: ${own}, addresses: [10.78.0.2, "fd77::1"]`);
    for (const problem of [
      /^config-invalid: .*a\.yaml:\d+:\d+: managers\.0\.name: a is this node itself; leave it out of `managers`/,
      /a\.yaml:\d+:\d+: managers\.0\.key: is this node’s own key/,
      /a\.yaml:\d+:\d+: managers\.0\.addresses\.0: 10\.78\.0\.2 is outside the network’s pools/,
      /a\.yaml:\d+:\d+: managers\.0\.addresses\.1: fd77::1 belongs to this node’s certificate/,
    ])
      t.match(all, problem);
    t.equal(
      await manager(`name: m, key: ${key}`),
      'no failure',
      'its addresses are those of its certificate',
    );
    const routes = 'accept_routes: [10.81.0.0/16, 10.80.4.0/24]\n';
    t.match(
      await manager(`name: m, key: ${key}`, routes),
      /^config-invalid: .*a\.yaml:\d+:\d+: accept_routes\.1: 10\.80\.4\.0\/24 overlaps this node’s own 10\.80\.0\.0\/16; choose/,
    );
    t.equal(await manager(`name: m, key: ${key}`, `${routes}force_routes: [10.80.4.0/24]\n`), 'no failure');
  },
);

t.test('only the certificate of a manager makes one', async (t) => {
  const path = await foundAcme(shortDirectory(t));
  const whole = readFileSync(path('a.yaml'), 'utf8');
  writeFileSync(path('a.yaml'), `${whole}role: manager\n`);
  t.match(
    await failureOf(() => load(path)),
    /^config-invalid: .*a\.yaml:6:7: role: this host’s certificate is not one of a manager; have it signed with `festoon authority sign --role manager`, or write `role: node`/,
  );
  await certify(path, 'a', ['--address', '10.77.0.1', '--role', 'manager']);
  t.equal(load(path).node.certificate.role, 'manager');
  writeFileSync(path('a.yaml'), whole);
  t.equal(await failureOf(() => load(path)), 'no failure', 'it need not be one');
});

t.test('whichever file is refused, nothing secret that was read stays', async (t) => {
  const path = await foundAcme(shortDirectory(t));
  const other = await foundAcme(shortDirectory(t));
  const whole = readFileSync(path('a.yaml'), 'utf8');
  /** All that was handed out as secret by the reading of files, and what it failed with. */
  const held = async (change: (config: string) => string, wall = NOW) => {
    const secrets: Uint8Array[] = [];
    const recording = ((kind: 'node-key', file: string) => {
      const document: object = readDocument(kind, file);
      for (const name of ['key', 'record', 'secret']) {
        const value = (document as Record<string, unknown>)[name];
        if (value instanceof Uint8Array) secrets.push(value);
      }
      return document;
    }) as typeof readDocument;
    const config = parseConfig(path('a.yaml'), change(whole));
    return { failure: await failureOf(() => loadIdentity(crypto, config, wall, recording)), secrets };
  };
  const key = Buffer.alloc(32, 9).toString('base64');
  const cases: readonly [string, string, number, (config: string) => string, number?][] = [
    ['certificate', 'file-missing', 2, (text) => text.replace('a.crt', 'none.crt')],
    ['trust', 'file-missing', 2, (text) => text.replace('acme.trust', 'none.trust')],
    ['first secret', 'file-missing', 2, (text) => text.replace('acme.secret', 'none.secret')],
    ['second secret', 'file-missing', 3, (text) => text.replace('acme.secret', '[acme.secret, none.secret]')],
    ['foreign secret', 'identity-mismatch', 3, (text) => text.replace('acme.secret', other('acme.secret'))],
    ['ended certificate', 'certificate-expired', 3, (text) => text, NOW + 1000 * DAY],
    [
      'conflict',
      'config-invalid',
      3,
      (text) => `${text}peers:\n  - {name: a, key: ${key}, addresses: [10.77.0.2]}\n`,
    ],
  ];
  for (const [what, code, count, change, wall] of cases) {
    const { failure, secrets } = await held(change, wall);
    t.match(failure, new RegExp(`^${code}: `), what);
    t.equal(secrets.length, count, what);
    t.ok(secrets.every(isWiped), `${what}: all of it`);
  }
});

function isWiped(secret: Uint8Array): boolean {
  return secret.every((byte) => byte === 0);
}
