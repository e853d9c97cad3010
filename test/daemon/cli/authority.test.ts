import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { parseDocument } from '../../../daemon/config/documents.js';
import { readDocument } from '../../../daemon/io/files.js';
import { createSodium } from '../../../daemon/io/sodium.js';
import { decodeCertificate } from '../../../protocol/certificate.js';
import { verifyChain } from '../../../protocol/trust.js';
import { shortDirectory } from '../support/directory.js';
import { festoon, foundAcme, type Outcome } from '../support/network.js';

const crypto = createSodium();
const NOW = Date.UTC(2026, 0, 1);
const SECONDS = NOW / 1000;

type Path = (name: string) => string;

function sign(path: Path, rest: readonly string[], now = NOW, request = 'a.req'): Promise<Outcome> {
  return festoon(['authority', 'sign', path(request), '--authority', path('acme.key'), ...rest], now);
}

/** `CODE: message; remedy` of a command that failed, paths shortened. */
function said({ code, out, err }: Outcome, path: Path): string {
  return `${code} ${out}${err.replaceAll(`${path('')}/`, '')}`;
}

t.test('init writes a key, a trust file and a secret of one network', async (t) => {
  const path = await foundAcme(shortDirectory(t));
  const key = readDocument('authority-key', path('acme.key'));
  const trust = readDocument('trust', path('acme.trust'));
  const secret = readDocument('secret', path('acme.secret'));
  t.same(trust.network, key.network);
  t.same(secret.network, key.network);
  t.same(trust.authorities, [crypto.importSigningKeypair(key.seed).publicKey]);
  t.same(trust.pools, ['10.77.0.0/16', 'fd77::/48']);
  t.same(
    ['acme.key', 'acme.secret'].map((name) => statSync(path(name)).mode & 0o777),
    [0o600, 0o600],
  );
  const seed = Buffer.from(key.seed).toString('base64');
  t.notMatch(readFileSync(path('acme.trust'), 'utf8') + readFileSync(path('acme.secret'), 'utf8'), seed);
});

t.test('init overwrites nothing, not even one of the three', async (t) => {
  const path = await foundAcme(shortDirectory(t));
  const other = shortDirectory(t);
  writeFileSync(join(other, 'acme.secret'), 'mine');
  const again = (directory: string): Promise<Outcome> =>
    festoon(['authority', 'init', 'acme', '--pool', '10.0.0.0/8', '--out', directory]);
  const before = readFileSync(path('acme.key'));
  t.match(await again(path('')), { code: 1, err: /^festoon: file-exists: .*acme\.key: exists already/ });
  t.same(readFileSync(path('acme.key')), before);
  t.match(await again(other), { code: 1, err: /acme\.secret: exists already/ });
  t.same(readdirSync(other), ['acme.secret']);
});

t.test('sign prints a certificate that the trust file accepts', async (t) => {
  const path = await foundAcme(shortDirectory(t));
  const rest = [
    '--address',
    '10.77.0.9',
    '--route',
    '10.80.0.0/16',
    '--group',
    'web',
    '--group',
    'db',
    '--lifetime',
    '72h',
  ];
  const { code, out, err } = await sign(path, rest);
  t.match([code, err], [0, '']);
  const { chain } = parseDocument('certificate', 'stdout', out);
  const { network, authorities, pools } = readDocument('trust', path('acme.trust'));
  const verified = verifyChain(crypto, { networkId: network, authorities, pools }, chain, SECONDS);
  if (!verified.ok) throw new Error(verified.code);
  const request = readDocument('request', path('a.req'));
  t.match(verified.value.certificate, {
    name: 'a',
    serial: BigInt(NOW),
    noiseKey: request.key,
    recordKey: request.record,
    addresses: ['10.77.0.9'],
    routes: ['10.80.0.0/16'],
    groups: ['web', 'db'],
    role: 'node',
    notBefore: SECONDS - 3600,
    notAfter: SECONDS + 72 * 3600,
  });
  t.match(out, `#     key: ${Buffer.from(request.key).toString('base64')}`, 'what peers need is in it');
});

t.test('a certificate lasts a year, and a later one has a higher serial', async (t) => {
  const path = await foundAcme(shortDirectory(t));
  const serialAt = async (now: number, ...more: string[]): Promise<bigint> => {
    const { out } = await sign(path, ['--address', '10.77.0.1', ...more], now);
    const decoded = decodeCertificate(parseDocument('certificate', 'f', out).chain[0] as Uint8Array);
    if (!decoded.ok) throw new Error(decoded.code);
    t.equal(decoded.value.notAfter, Math.floor(now / 1000) + 365 * 86_400);
    return decoded.value.serial;
  };
  t.ok((await serialAt(NOW + 1)) > (await serialAt(NOW)));
  t.equal(await serialAt(NOW, '--serial', '99'), 99n);
});

t.test('a manager is signed as one, and its certificate says how nodes list it', async (t) => {
  const path = await foundAcme(shortDirectory(t));
  const address = ['--address', '10.77.0.1'];
  const { out } = await sign(path, [...address, '--role', 'manager']);
  writeFileSync(path('m.crt'), out);
  t.match(await festoon(['cert', 'print', path('m.crt')]), { out: /^certificate of the manager a\n/ });
  t.match(out, /^# Certificate of the manager a, serial \d+, valid until 2027/);
  t.match(out, /\n# In the config of the nodes, under `managers`:\n# {3}- name: a\n/);
  t.match(
    (await sign(path, address)).out,
    /^# Certificate of the node a, .*\n# In the config of its peers:\n/,
  );
  for (const role of ['issuer', 'Manager', ''])
    t.match(await sign(path, [...address, '--role', role]), { code: 2, out: '' }, role);
});

t.test('what the network does not allow is not signed', async (t) => {
  const path = await foundAcme(shortDirectory(t));
  const refused = async (...rest: string[]): Promise<string> => said(await sign(path, rest), path);
  t.equal(
    await refused('--address', '10.77.0.1', '--address', '10.78.0.1'),
    "1 festoon: sign-refused: 10.78.0.1 is outside the network's pools; choose one in 10.77.0.0/16, fd77::/48\n",
  );
  t.equal(
    await refused('--address', '10.77.0.1', '--route', '10.77.4.0/24'),
    "1 festoon: sign-refused: the route 10.77.4.0/24 overlaps the pool 10.77.0.0/16; route only ranges outside the network's pools\n",
  );
  t.match(
    await refused('--address', '10.77.0.1', '--route', '0.0.0.0/0'),
    /sign-refused: the route 0\.0\.0\.0\/0 overlaps/,
  );
  const groups = Array.from({ length: 9 }, (_, i) => ['--group', `${i}`.repeat(60)]).flat();
  t.match(
    await refused('--address', '10.77.0.1', ...groups),
    /^1 festoon: certificate-too-large: a\.req: .*; sign it with fewer routes or groups/,
  );
});

t.test('a request that is not one is refused', async (t) => {
  const path = await foundAcme(shortDirectory(t));
  const text = readFileSync(path('a.req'), 'utf8');
  const refused = async (change: string): Promise<string> => {
    writeFileSync(path('x.req'), change);
    return said(await sign(path, ['--address', '10.77.0.1'], NOW, 'x.req'), path);
  };
  t.match(
    await refused(text.replace('name: a', 'name: b')),
    /^1 festoon: request-forged: x\.req: its signature does not hold; /,
  );
  t.match(
    await refused(readFileSync(path('acme.trust'), 'utf8')),
    /^1 festoon: file-malformed: x\.req:\n {2}x\.req:2:10: festoon: "trust\/1" is not request\/1; /,
  );
  t.match(await refused(text.slice(0, 100)), /^1 festoon: file-malformed: x\.req:\n/);
  t.match(await refused(''), /^1 festoon: file-unsuitable: x\.req: is empty; /);
  t.match(
    said(await sign(path, ['--address', '10.77.0.1'], NOW, 'none'), path),
    /^1 festoon: file-missing: none: no such file; /,
  );
});

t.test(
  'an authority key in the open, or of another network than the trust file, does not sign',
  async (t) => {
    const path = await foundAcme(shortDirectory(t));
    const other = await foundAcme(shortDirectory(t));
    const address = ['--address', '10.77.0.1'];
    t.match(
      said(await sign(path, [...address, '--trust', other('acme.trust')]), path),
      /^1 festoon: identity-mismatch: .*belongs to another network/,
    );
    const theirs = readFileSync(other('acme.trust'), 'utf8');
    const network = /network: .*/.exec(readFileSync(path('acme.trust'), 'utf8'))?.[0] ?? '';
    writeFileSync(path('mixed.trust'), theirs.replace(/network: .*/, network));
    t.match(
      said(await sign(path, [...address, '--trust', path('mixed.trust')]), path),
      /^1 festoon: identity-mismatch: mixed\.trust: does not list the authority/,
    );
    chmodSync(path('acme.key'), 0o640);
    t.match(
      said(await sign(path, address), path),
      /^1 festoon: file-exposed: acme\.key: has mode 0640, not 0600 or stricter; run `chmod 600 acme\.key`/,
    );
  },
);
