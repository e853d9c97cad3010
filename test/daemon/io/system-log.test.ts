import { closeSync, fstatSync, openSync } from 'node:fs';
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
