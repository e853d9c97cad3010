import fs, {
  appendFileSync,
  chmodSync,
  chownSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import t from 'tap';
import { formatDocument } from '../../../daemon/config/documents.js';
import { readTextFile } from '../../../daemon/config/text-file.js';
import { readDocument, userId, writeTextFile } from '../../../daemon/io/files.js';
import { failureOf } from '../support/failure.js';

const SECRET = { network: new Uint8Array(16).fill(1), secret: new Uint8Array(32).fill(2) };
const TEXT = formatDocument('secret', SECRET, []);

t.test('a secret is read only when nobody else can reach it', async (t) => {
  const directory = t.testdir({ secret: TEXT });
  const path = join(directory, 'secret');
  for (const mode of [0o600, 0o400]) {
    chmodSync(path, mode);
    t.match(readDocument('secret', path), SECRET);
  }
  for (const mode of [0o644, 0o640, 0o604, 0o620, 0o602, 0o700, 0o610, 0o601]) {
    chmodSync(path, mode);
    t.equal(
      await failureOf(() => readDocument('secret', path)),
      `file-exposed: ${path}: has mode 0${mode.toString(8)}, not 0600 or stricter; run \`chmod 600 ${path}\``,
    );
  }
});

t.test('a symbolic link to a secret is refused, a link to a public file is followed', async (t) => {
  const trust = formatDocument(
    'trust',
    { name: 'n', network: SECRET.network, authorities: [SECRET.secret], pools: [] },
    [],
  ).replace('pools: []', 'pools: [10.0.0.0/8]');
  const directory = t.testdir({ secret: TEXT, trust });
  chmodSync(join(directory, 'secret'), 0o600);
  symlinkSync('secret', join(directory, 'link'));
  symlinkSync('trust', join(directory, 'link.trust'));
  t.match(
    await failureOf(() => readDocument('secret', join(directory, 'link'))),
    /^file-unsuitable: .*is a symbolic link/,
  );
  t.equal(readDocument('trust', join(directory, 'link.trust')).name, 'n');
});

t.test('a credential is read from where systemd put it', async (t) => {
  const directory = t.testdir({ secret: TEXT });
  const path = join(directory, 'secret');
  chmodSync(path, 0o400);
  const before = process.env['CREDENTIALS_DIRECTORY'];
  t.teardown(() => {
    if (before === undefined) delete process.env['CREDENTIALS_DIRECTORY'];
    else process.env['CREDENTIALS_DIRECTORY'] = before;
  });
  delete process.env['CREDENTIALS_DIRECTORY'];
  t.match(
    await failureOf(() => readDocument('secret', 'credential:secret')),
    /^credential-absent: .*LoadCredential/,
  );
  process.env['CREDENTIALS_DIRECTORY'] = directory;
  t.match(readDocument('secret', 'credential:secret'), SECRET);
  t.match(
    await failureOf(() => readDocument('secret', 'credential:none')),
    /^file-missing: .*\/none: no such file/,
  );
  for (const mode of [0o444, 0o460, 0o450, 0o644]) {
    chmodSync(path, mode);
    t.match(
      await failureOf(() => readDocument('secret', 'credential:secret')),
      /^file-exposed/,
      mode.toString(8),
    );
  }
});

t.test('the ACL mask of a credential of root is not taken for access of a group', async (t) => {
  if (process.getuid?.() !== 0) return t.pass('only root can make a file of root');
  const directory = t.testdir({ secret: TEXT });
  const path = join(directory, 'secret');
  chmodSync(path, 0o440);
  process.env['CREDENTIALS_DIRECTORY'] = directory;
  t.teardown(() => delete process.env['CREDENTIALS_DIRECTORY']);
  t.match(readDocument('secret', 'credential:secret'), SECRET);
  t.match(await failureOf(() => readDocument('secret', path)), /^file-exposed/, 'but of a path it is');
  chownSync(path, 0, 12345);
  t.match(
    await failureOf(() => readDocument('secret', 'credential:secret')),
    /^file-exposed/,
    'and of another group',
  );
});

t.test('the bytes of a secret are wiped once read, also when they are no secret after all', async (t) => {
  const directory = t.testdir({
    secret: TEXT,
    cut: TEXT.slice(0, 90),
    odd: Buffer.from('a: \u00e9', 'latin1'),
  });
  const buffers: Buffer[] = [];
  const { readSync } = fs;
  const { from } = Buffer;
  t.teardown(() => {
    Object.assign(fs, { readSync });
    Object.assign(Buffer, { from });
    syncBuiltinESMExports();
  });
  const keep = (buffer: Buffer): Buffer => {
    buffers.push(buffer);
    return buffer;
  };
  Object.assign(fs, { readSync: (fd: number, buffer: Buffer) => readSync(fd, keep(buffer)) });
  const keepDecoded = (...given: Parameters<typeof from>): Buffer => {
    const made = from.apply(Buffer, given);
    return (given as unknown[])[1] === 'base64' ? keep(made) : made;
  };
  Object.assign(Buffer, { from: keepDecoded });
  syncBuiltinESMExports();
  for (const name of ['secret', 'cut', 'odd']) {
    chmodSync(join(directory, name), 0o600);
    buffers.length = 0;
    await failureOf(() => readDocument('secret', join(directory, name)));
    const wiped = buffers.filter((buffer) => buffer.every((byte) => byte === 0)).length;
    t.ok(buffers.length > 0, name);
    t.equal(wiped, buffers.length, name);
  }
});

t.test('a file that is written while it is read is refused', async (t) => {
  const path = join(t.testdir({ f: 'text\n' }), 'f');
  const inspect = (): void => appendFileSync(path, 'more\n');
  t.match(
    await failureOf(() => readTextFile(path, { maxBytes: 99, inspect })),
    /^file-unsuitable: .*changed while it was read; try again/,
  );
});

t.test('a secret of another user is refused', async (t) => {
  if (process.getuid?.() !== 0) return t.pass('only root can give a file away');
  const path = join(t.testdir({ secret: TEXT }), 'secret');
  chmodSync(path, 0o600);
  chownSync(path, 12345, 0);
  t.match(
    await failureOf(() => readDocument('secret', path)),
    /file-exposed: .*belongs to user 12345, not to 0 or root; run `chown 0 /,
  );
});

t.test('a missing, cut, empty or oversized file is named', async (t) => {
  const directory = t.testdir({ cut: TEXT.slice(0, 60), empty: '', huge: '#'.repeat(20_000), folder: {} });
  const failure = (name: string): Promise<string> => {
    const path = join(directory, name);
    if (name !== 'none' && name !== 'folder') chmodSync(path, 0o600);
    return failureOf(() => readDocument('secret', path));
  };
  t.match(await failure('none'), /^file-missing: .*none: no such file/);
  t.match(await failure('cut'), /^file-malformed: .*cut:\d+:\d+: /);
  t.match(await failure('empty'), /^file-unsuitable: .*empty: is empty/);
  t.match(await failure('huge'), /^file-unsuitable: .*huge: is larger than 16384 bytes/);
  t.match(await failure('folder'), /^file-unsuitable: .*folder: is a directory/);
  t.match(
    await failureOf(() => readDocument('secret', '/dev/null')),
    /^file-unsuitable: .* is not a regular file/,
  );
});

t.test('a file is written whole, with its mode, and nothing is left beside it', async (t) => {
  const directory = t.testdir({});
  const path = join(directory, 'new');
  writeTextFile(path, 'one\n', { mode: 0o600 });
  t.equal(readFileSync(path, 'utf8'), 'one\n');
  t.equal(statSync(path).mode & 0o777, 0o600);
  t.same(readdirSync(directory), ['new']);
  t.equal(
    await failureOf(() => writeTextFile(path, 'two\n', { mode: 0o600 })),
    `file-exists: ${path}: exists already; choose another path, or pass --force to replace it`,
  );
  t.equal(readFileSync(path, 'utf8'), 'one\n');
  writeTextFile(path, 'three\n', { mode: 0o600, force: true });
  t.equal(readFileSync(path, 'utf8'), 'three\n');
  t.same(readdirSync(directory), ['new']);
});

t.test('the umask takes nothing from the mode that is asked for', async (t) => {
  const before = process.umask(0o077);
  t.teardown(() => process.umask(before));
  const directory = t.testdir({});
  for (const mode of [0o644, 0o600]) {
    const path = join(directory, mode.toString(8));
    writeTextFile(path, 'x\n', { mode });
    t.equal(statSync(path).mode & 0o777, mode);
  }
});

t.test('what is replaced hands on its mode, but a secret is not opened wider than asked', async (t) => {
  const directory = t.testdir({ file: 'old', secret: 'old' });
  const replaced = (name: string, mode: number, asked: number): number => {
    const path = join(directory, name);
    chmodSync(path, mode);
    writeTextFile(path, 'new\n', { mode: asked, force: true });
    return statSync(path).mode & 0o777;
  };
  for (const mode of [0o640, 0o644, 0o664, 0o600]) t.equal(replaced('file', mode, 0o644), mode);
  t.equal(replaced('secret', 0o644, 0o600), 0o600);
  t.equal(replaced('secret', 0o400, 0o600), 0o400);
  symlinkSync('file', join(directory, 'link'));
  writeTextFile(join(directory, 'link'), 'new\n', { mode: 0o644, force: true });
  t.equal(statSync(join(directory, 'link')).mode & 0o777, 0o644, 'a link has none');
});

t.test('and its owner, where root replaces it', async (t) => {
  if (process.getuid?.() !== 0) return t.pass('only root can give a file away');
  const path = join(t.testdir({ f: 'old' }), 'f');
  chownSync(path, 12345, 54321);
  chmodSync(path, 0o640);
  writeTextFile(path, 'new\n', { mode: 0o644, force: true });
  const { uid, gid, mode } = statSync(path);
  t.same([uid, gid, mode & 0o777], [12345, 54321, 0o640]);
});

t.test('an existing symbolic link is not written through', async (t) => {
  const directory = t.testdir({ target: 'kept' });
  symlinkSync('target', join(directory, 'link'));
  t.match(
    await failureOf(() => writeTextFile(join(directory, 'link'), 'x', { mode: 0o600 })),
    /^file-exists/,
  );
  t.equal(readFileSync(join(directory, 'target'), 'utf8'), 'kept');
});

t.test('what cannot be written is named', async (t) => {
  const directory = t.testdir({ file: '' });
  writeFileSync(join(directory, 'file'), 'x');
  t.match(
    await failureOf(() => writeTextFile(join(directory, 'none', 'x'), '', { mode: 0o600 })),
    /^file-unwritable: .*its directory does not exist/,
  );
  t.match(
    await failureOf(() => writeTextFile(join(directory, 'file', 'x'), '', { mode: 0o600 })),
    /^file-unwritable: .*ENOTDIR/,
  );
});

t.test('the id of a user is read from passwd', async (t) => {
  const passwd = 'root:x:0:0::/root:/bin/sh\nfestoon2:x:7:7::/:/bin/false\nfestoon:x:998:997::/:/bin/false\n';
  t.equal(userId('festoon', passwd), 998);
  t.equal(userId('other', passwd), undefined);
  t.equal(userId('festoon', ''), undefined);
});
