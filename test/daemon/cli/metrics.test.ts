import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { shortDirectory } from '../support/directory.js';
import { fakeDaemon } from '../support/fake-daemon.js';
import { festoon } from '../support/network.js';

const TEXT = '# HELP x y\n# TYPE x counter\nx 1\n';

t.test('print shows what the daemon exposes', async (t) => {
  const { path } = await fakeDaemon(t, { 'GET /v1/metrics': () => TEXT });
  t.same(await festoon(['metrics', 'print', '--control', path]), { code: 0, out: TEXT, err: '' });
});

t.test('write replaces a file and leaves nothing else beside it', async (t) => {
  const { path } = await fakeDaemon(t, { 'GET /v1/metrics': () => TEXT });
  const directory = shortDirectory(t);
  const file = join(directory, 'festoon.prom');
  writeFileSync(file, 'old', { mode: 0o640 });
  t.same(await festoon(['metrics', 'write', file, '--control', path]), { code: 0, out: '', err: '' });
  t.equal(readFileSync(file, 'utf8'), TEXT);
  t.equal(statSync(file).mode & 0o777, 0o640, 'who may read it is up to its owner');
  t.same(readdirSync(directory), ['festoon.prom']);
});

t.test('a file that it makes may be read by the collector, whatever the umask', async (t) => {
  const { path } = await fakeDaemon(t, { 'GET /v1/metrics': () => TEXT });
  const before = process.umask(0o077);
  t.teardown(() => process.umask(before));
  const file = join(shortDirectory(t), 'festoon.prom');
  t.match(await festoon(['metrics', 'write', file, '--control', path]), { code: 0 });
  t.equal(statSync(file).mode & 0o777, 0o644);
});

t.test('write keeps the old file when there is nothing to write, or nowhere', async (t) => {
  const { path } = await fakeDaemon(t, {});
  const file = join(shortDirectory(t), 'festoon.prom');
  writeFileSync(file, 'old');
  t.match(await festoon(['metrics', 'write', file, '--control', path]), {
    code: 1,
    err: /^festoon: daemon-answer: /,
  });
  t.match(await festoon(['metrics', 'write', file, '--control', `${path}.none`]), { code: 3 });
  t.equal(readFileSync(file, 'utf8'), 'old');
  const { path: live } = await fakeDaemon(t, { 'GET /v1/metrics': () => TEXT });
  t.match(await festoon(['metrics', 'write', `${file}/x.prom`, '--control', live]), {
    code: 1,
    err: /^festoon: file-unwritable: /,
  });
});

t.test('a file that the collector would not read is refused', async (t) => {
  for (const name of ['festoon.txt', '.prom', 'd/.prom', 'x.prom/'])
    t.match(await festoon(['metrics', 'write', name]), { code: 2, err: /must end in \.prom/ }, name);
});
