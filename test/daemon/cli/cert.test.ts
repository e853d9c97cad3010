import { chmodSync, existsSync, lstatSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import t from 'tap';
import { shortDirectory } from '../support/directory.js';
import { fakeDaemon } from '../support/fake-daemon.js';
import { certify, enroll, festoon, foundAcme, type Outcome } from '../support/network.js';

const NOW = Date.UTC(2026, 0, 1);
const DAY = 86_400_000;

type Path = (name: string) => string;

/** `CODE: message; remedy` of a command that failed, paths shortened. */
function said({ code, out, err }: Outcome, path: Path): string {
  return `${code} ${out}${err.replaceAll(`${path('')}/`, '')}`;
}

t.test('print', async (t) => {
  const path = await foundAcme(shortDirectory(t));
  await certify(path, 'a', ['--address', '10.77.0.1', '--route', '10.80.0.0/16', '--group', 'web']);

  t.test('shows every fact of a certificate', async (t) => {
    const { code, out, err } = await festoon(['cert', 'print', path('a.crt')]);
    t.match([code, err], [0, '']);
    t.match(out, /^certificate of the node a\n {2}serial +1767225600000\n/);
    t.match(out, / {2}valid +2025-12-31 23:00 UTC to 2027-01-01 00:00 UTC \(ends in 365 d\)\n/);
    t.match(out, / {2}addresses +10\.77\.0\.1\n {2}routes +10\.80\.0\.0\/16\n {2}groups +web\n/);
    const key = /key: (\S+)/.exec(readFileSync(path('a.crt'), 'utf8'))?.[1];
    t.ok(out.includes(`  key         ${key}\n`));
  });

  t.test('tells a certificate that has ended or has yet to begin', async (t) => {
    const at = async (time: number): Promise<string> =>
      (await festoon(['cert', 'print', path('a.crt')], time)).out;
    t.match(await at(NOW + 366 * DAY), /\(ended 1 d ago\)\n/);
    t.match(await at(NOW - DAY), /\(begins in 23 h\)\n/);
  });

  t.test('prints JSON, from standard input too', async (t) => {
    const text = readFileSync(path('a.crt'), 'utf8');
    const { out } = await festoon(['cert', 'print', '-', '--json'], NOW, text);
    t.match(JSON.parse(out), {
      festoon: 'cert-print/1',
      certificates: [
        {
          name: 'a',
          role: 'node',
          serial: '1767225600000',
          addresses: ['10.77.0.1'],
          routes: ['10.80.0.0/16'],
          groups: ['web'],
          notBefore: NOW / 1000 - 3600,
          notAfter: NOW / 1000 + 365 * 86_400,
        },
      ],
    });
    t.equal(out, (await festoon(['cert', 'print', path('a.crt'), '--json'])).out);
  });

  t.test('refuses what is no certificate', async (t) => {
    t.match(
      said(await festoon(['cert', 'print', path('a.req')]), path),
      /^1 festoon: file-malformed: a\.req:\n.*"request\/1" is not certificate\/1/,
    );
    t.match(
      said(await festoon(['cert', 'print', '-'], NOW, 'x'), path),
      /^1 festoon: file-malformed: stdin:/,
    );
    writeFileSync(path('odd.crt'), 'festoon: certificate/1\nchain: [AAAA]\n');
    t.match(
      said(await festoon(['cert', 'print', path('odd.crt')]), path),
      /^1 festoon: certificate-malformed: odd\.crt: a certificate is not encoded/,
    );
  });
});

t.test('verify', async (t) => {
  const path = await foundAcme(shortDirectory(t));
  const verify = (...rest: string[]): Promise<Outcome> =>
    festoon(['cert', 'verify', path('a.crt'), '--trust', path('acme.trust'), ...rest]);

  t.test('a certificate that holds', async (t) => {
    t.match(await verify('--key', path('a.key')), {
      code: 0,
      err: '',
      out: /a\.crt: holds\ncertificate of /,
    });
    t.match(JSON.parse((await verify('--json')).out), {
      festoon: 'cert-verify/1',
      ok: true,
      certificate: { name: 'a' },
    });
  });

  t.test('of another time', async (t) => {
    t.match(await verify('--at', '+364d'), { code: 0 });
    t.match(
      said(await verify('--at', '+366d'), path),
      /^1 festoon: certificate-expired: a\.crt: .* \(2025-12-31 23:00 UTC to 2027-01-01 00:00 UTC \(ended 1 d ago\)\)/,
    );
    t.match(said(await verify('--at', '2025-12-31'), path), /^1 festoon: certificate-not-yet-valid: a\.crt/);
    t.match(await verify('--at', '2025-12-31T23:00:01Z'), { code: 0 });
    for (const time of ['tomorrow', '2026-02-31x', '+1y', '2026-13-01'])
      t.match(await verify('--at', time), { code: 2, err: /Write one such as|Write a number/ });
  });

  t.test('of another key or authority', async (t) => {
    await enroll(path, 'b', ['--address', '10.77.0.2']);
    const other = await foundAcme(shortDirectory(t));
    t.match(
      said(await verify('--key', path('b.key')), path),
      /^1 festoon: certificate-wrong-key: a\.crt: .*another key/,
    );
    const wrong = await festoon(['cert', 'verify', path('a.crt'), '--trust', other('acme.trust'), '--json']);
    t.match([wrong.code, wrong.err], [1, /^festoon: certificate-wrong-network: /]);
    t.match(JSON.parse(wrong.out), {
      festoon: 'cert-verify/1',
      ok: false,
      code: 'certificate-wrong-network',
      message: /belongs to another network/,
    });
  });
});

t.test('install', async (t) => {
  /** A network with a's first certificate in place, and a later one as new.crt. */
  const scene = async (): Promise<{ path: Path; install: (...rest: string[]) => Promise<Outcome> }> => {
    const path = await foundAcme(shortDirectory(t));
    await sign(path, 'new.crt', NOW + DAY, '--address', '10.77.0.1', '--route', '10.80.0.0/16');
    return {
      path,
      install: (file = 'new.crt', ...rest) =>
        festoon(['cert', 'install', path(file), '--config', path('a.yaml'), ...rest], NOW + 2 * DAY),
    };
  };

  t.test('puts a newer certificate in place and keeps the old one', async (t) => {
    const { path, install } = await scene();
    const [old, fresh] = ['a.crt', 'new.crt'].map((name) => readFileSync(path(name), 'utf8'));
    const { code, out, err } = await install();
    t.equal(code, 0);
    t.equal(
      out,
      'serial       1767225600000 -> 1767312000000\n' +
        'valid until  2027-01-01 00:00 UTC (363 d left) -> 2027-01-02 00:00 UTC (364 d left)\n' +
        'addresses    10.77.0.1 fd77::1 -> 10.77.0.1\n',
    );
    t.equal(
      err.replaceAll(`${path('')}/`, ''),
      'wrote a.crt; the old one is a.crt.previous\nrun `festoon reload` to have the daemon use it\n',
    );
    t.equal(readFileSync(path('a.crt'), 'utf8'), fresh);
    t.equal(readFileSync(path('a.crt.previous'), 'utf8'), old);
    t.equal(lstatSync(path('a.crt')).mode & 0o777, 0o644);
  });

  t.test('comes from standard input too', async (t) => {
    const { path } = await scene();
    const fresh = readFileSync(path('new.crt'), 'utf8');
    const args = ['cert', 'install', '-', '--config', path('a.yaml')];
    t.match(await festoon(args, NOW + 2 * DAY, fresh), { code: 0, err: /^wrote / });
    t.equal(readFileSync(path('a.crt'), 'utf8'), fresh);
    t.match(await festoon(args, NOW + 2 * DAY, 'x'), { code: 1, err: /^festoon: file-malformed: stdin:/ });
  });

  t.test('says so when it is there already', async (t) => {
    const { path, install } = await scene();
    await install();
    const again = await install();
    t.match([again.code, again.out], [0, '']);
    t.match(again.err, /a\.crt is this certificate already\n$/);
    t.match(readFileSync(path('a.crt.previous'), 'utf8'), /serial 1767225600000/, 'the older one stays');
  });

  t.test('only shows what would change with --dry-run', async (t) => {
    const { path, install } = await scene();
    const old = readFileSync(path('a.crt'), 'utf8');
    t.match(await install('new.crt', '--dry-run', '--reload'), {
      code: 0,
      out: /^serial +1767225600000 -> 1767312000000\n/,
      err: /a\.crt would be replaced\n$/,
    });
    t.equal(readFileSync(path('a.crt'), 'utf8'), old);
    t.notOk(existsSync(path('a.crt.previous')));
  });

  t.test('is the first, or takes the place of a damaged file', async (t) => {
    const { path, install } = await scene();
    rmSync(path('a.crt'));
    const { code, out, err } = await install();
    t.match([code, out], [0, /^name +a\nrole +node\nserial +1767312000000\n[^>]*$/]);
    t.match(err, /^wrote \S+a\.crt\nrun/);
    writeFileSync(path('a.crt'), 'half');
    t.match(await install(), { code: 0, err: /the old one is \S+a\.crt\.previous\n/ });
    t.equal(readFileSync(path('a.crt.previous'), 'utf8'), 'half');
  });

  t.test('writes through a symbolic link', async (t) => {
    const { path, install } = await scene();
    writeFileSync(path('real.crt'), readFileSync(path('a.crt')));
    rmSync(path('a.crt'));
    symlinkSync('real.crt', path('a.crt'));
    t.match(await install(), { code: 0 });
    t.ok(lstatSync(path('a.crt')).isSymbolicLink());
    t.equal(readFileSync(path('real.crt'), 'utf8'), readFileSync(path('new.crt'), 'utf8'));
  });

  t.test('refuses what this host must not show', async (t) => {
    const { path, install } = await scene();
    const old = readFileSync(path('a.crt'), 'utf8');
    await enroll(path, 'b', ['--address', '10.77.0.2']);
    await sign(path, 'older.crt', NOW, '--address', '10.77.0.1', '--serial', '7');
    await sign(path, 'twin.crt', NOW, '--address', '10.77.0.9');
    await sign(path, 'short.crt', NOW + DAY, '--address', '10.77.0.1', '--lifetime', '1h');
    const refusals = {
      'older.crt':
        /^1 festoon: certificate-not-newer: older\.crt: .* \(serial 7, installed is 1767225600000\); /,
      'twin.crt':
        /^1 festoon: certificate-not-newer: twin\.crt: .* \(serial 1767225600000, installed is 1767/,
      'b.crt': /^1 festoon: certificate-wrong-key: b\.crt: /,
      'short.crt': /^1 festoon: certificate-expired: short\.crt: /,
      none: /^1 festoon: file-missing: none: /,
    };
    for (const [file, refusal] of Object.entries(refusals)) t.match(said(await install(file), path), refusal);
    const key = readFileSync(path('a.key'), 'utf8');
    writeFileSync(path('a.key'), key.replace('name: a', 'name: z'));
    t.match(
      said(await install(), path),
      /^1 festoon: identity-mismatch: new\.crt: is for a, not for this host's z; /,
    );
    chmodSync(path('a.key'), 0o644);
    t.match(said(await install(), path), /^1 festoon: file-exposed: a\.key: /);
    t.equal(readFileSync(path('a.crt'), 'utf8'), old);
  });

  t.test('shows and refuses the role that the config has no use for', async (t) => {
    const { path, install } = await scene();
    const old = readFileSync(path('a.crt'), 'utf8');
    const config = readFileSync(path('a.yaml'), 'utf8');
    await sign(path, 'manager.crt', NOW + DAY, '--address', '10.77.0.1', '--role', 'manager');
    t.match(await install('manager.crt', '--dry-run'), { code: 0, out: /^role +node -> manager$/m });
    writeFileSync(path('a.yaml'), `${config}role: manager\n`);
    const refusal =
      /^1 festoon: config-invalid: a\.yaml:\n {2}a\.yaml:6:7: role: this host’s certificate is not one of a manager; have it signed/;
    t.match(said(await install('new.crt', '--reload'), path), refusal);
    t.match(said(await install('new.crt', '--dry-run'), path), refusal);
    t.equal(readFileSync(path('a.crt'), 'utf8'), old, 'nothing was written');
    t.match(await install('manager.crt'), { code: 0 });
    t.match(await install('manager.crt'), { code: 0, err: /is this certificate already/ });
  });

  t.test('refuses a certificate that the rest of the config contradicts', async (t) => {
    const { path, install } = await scene();
    const old = readFileSync(path('a.crt'), 'utf8');
    const peer = `{name: b, key: ${Buffer.alloc(32, 2).toString('base64')}, addresses: [10.77.0.2]}`;
    writeFileSync(path('a.yaml'), `${readFileSync(path('a.yaml'), 'utf8')}peers: [${peer}]\n`);
    await sign(path, 'taken.crt', NOW + DAY, '--address', '10.77.0.2');
    t.match(
      said(await install('taken.crt'), path),
      /^1 festoon: config-invalid: a\.yaml:\n.*10\.77\.0\.2 belongs to this/,
    );
    t.equal(readFileSync(path('a.crt'), 'utf8'), old);
  });

  t.test('takes a key from elsewhere where the config names a credential', async (t) => {
    const { path, install } = await scene();
    const config = readFileSync(path('a.yaml'), 'utf8');
    writeFileSync(path('a.yaml'), config.replace('key: a.key', 'key: "credential:node.key"'));
    t.match(said(await install(), path), /^1 festoon: credential-absent: credential:node\.key: /);
    t.match(await install('new.crt', '--key', path('a.key')), { code: 0, err: /^wrote / });
    writeFileSync(path('a.yaml'), config.replace('certificate: a.crt', 'certificate: "credential:a.crt"'));
    t.match(
      said(await install(), path),
      /^1 festoon: file-unwritable: credential:a\.crt: is a credential of systemd; replace the file that LoadCredential= /,
    );
  });

  t.test('has the daemon reload with --reload', async (t) => {
    const { path, install } = await scene();
    const change = { key: 'identity.certificate', effect: 'live', before: 'serial 1', after: 'serial 2' };
    const answers = [
      { festoon: 'reload/1', ok: true, changes: [change] },
      {
        festoon: 'reload/1',
        ok: false,
        code: 'file-missing',
        problems: ['acme.trust: no such file; check the path'],
      },
    ];
    const { path: control, asked } = await fakeDaemon(t, {
      'POST /v1/reload': (_, nth) => answers[nth - 1] ?? 500,
    });
    writeFileSync(path('a.yaml'), `${readFileSync(path('a.yaml'), 'utf8')}`.replace('control.sock', control));
    const done = await install('new.crt', '--reload', '--json');
    t.match(done, {
      code: 0,
      err: /^wrote .*\nreloaded:\n {2}identity\.certificate {2}live {2}serial 1 -> serial 2\n$/,
    });
    t.match(JSON.parse(done.out), {
      festoon: 'cert-install/1',
      file: path('a.crt'),
      written: true,
      previous: path('a.crt.previous'),
      certificate: { serial: '1767312000000' },
      replaces: { serial: '1767225600000' },
      reload: { changes: [change] },
    });
    t.match(
      said(await install('new.crt', '--reload'), path),
      /^1 a\.crt is this certificate already\nfestoon: reload-refused:\n {2}acme\.trust: no such file; check/,
    );
    t.equal(asked.length, 2);
  });

  t.test('tells that no daemon could reload', async (t) => {
    const { path, install } = await scene();
    t.match(await install('new.crt', '--reload'), {
      code: 3,
      err: /^wrote .*\nfestoon: daemon-unreachable: \S+control\.sock: no such socket; /,
    });
    t.match(readFileSync(path('a.crt'), 'utf8'), /serial 1767312000000/, 'it is in place all the same');
  });
});

async function sign(path: Path, file: string, now: number, ...rest: string[]): Promise<void> {
  const args = ['authority', 'sign', path('a.req'), '--authority', path('acme.key'), ...rest];
  const { code, out, err } = await festoon(args, now);
  if (code !== 0) throw new Error(err);
  writeFileSync(path(file), out);
}
