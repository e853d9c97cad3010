import { spawnSync } from 'node:child_process';
import { closeSync, fstatSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { isJournal } from '../../../daemon/io/system-log.js';

t.test('the journal reads a descriptor when JOURNAL_STREAM names that very file', async (t) => {
  const fd = openSync('.', 'r');
  t.teardown(() => closeSync(fd));
  const { dev, ino } = fstatSync(fd);
  t.equal(isJournal(fd, `${dev}:${ino}`), true);
  t.equal(isJournal(fd, `${dev}:${ino + 1}`), false);
  t.equal(isJournal(fd, ''), false);
  t.equal(isJournal(fd, undefined), false);
});

t.test('a daemon logs in the form of whoever reads its standard error', async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'festoon-log-'));
  t.teardown(() => rmSync(directory, { recursive: true }));
  const module = new URL('../../../daemon/io/system-log.js', import.meta.url);
  const script = `import('${module}').then(({ systemLog }) => systemLog().warn('odd', { peer: 'b' }))`;
  const logged = (streamOf: (fd: number) => string): string => {
    const file = join(directory, 'stderr');
    const fd = openSync(file, 'w');
    const env = { ...process.env, JOURNAL_STREAM: streamOf(fd) };
    const { status } = spawnSync(process.execPath, ['-e', script], { stdio: ['ignore', 'ignore', fd], env });
    closeSync(fd);
    t.equal(status, 0);
    return readFileSync(file, 'utf8');
  };
  const name = (fd: number): string => `${fstatSync(fd).dev}:${fstatSync(fd).ino}`;
  t.equal(logged(name), '<4>warn odd peer=b\n');
  t.match(
    logged(() => '8:1'),
    /^\d{4}-\d\d-\d\dT[\d:.]+Z warn odd peer=b\n$/,
  );
});
