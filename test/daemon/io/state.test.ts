import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { openState } from '../../../daemon/io/state.js';
import { failureOf } from '../support/failure.js';

function bootEpoch(directory: string): bigint {
  const state = openState(directory);
  state.close();
  return state.bootEpoch;
}

t.test('the boot epoch rises at each start and is on disk before it is known', async (t) => {
  const directory = join(t.testdir({}), 'made', 'state');
  for (const expected of [1n, 2n, 3n]) {
    t.equal(bootEpoch(directory), expected);
    t.match(readFileSync(join(directory, 'boot-epoch'), 'utf8'), `epoch: "${expected}"`);
  }
  t.equal(statSync(directory).mode & 0o777, 0o700);
  t.same(readdirSync(directory).sort(), ['boot-epoch', 'lock']);
});

t.test('a boot epoch is raised on disk, for later starts too', async (t) => {
  const directory = join(t.testdir({}), 'state');
  const state = openState(directory);
  state.raise(41n);
  t.match(readFileSync(join(directory, 'boot-epoch'), 'utf8'), 'epoch: "41"');
  state.close();
  t.equal(bootEpoch(directory), 42n);
});

t.test('a damaged boot epoch is named and left as it is', async (t) => {
  const directory = join(t.testdir({}), 'state');
  bootEpoch(directory);
  const path = join(directory, 'boot-epoch');
  const whole = readFileSync(path, 'utf8');
  for (const damage of ['', whole.slice(0, -6), '\0'.repeat(40), whole.replace('"1"', '"-1"')]) {
    writeFileSync(path, damage);
    t.match(
      await failureOf(() => openState(directory)),
      /^state-corrupt: .*boot-epoch: is damaged; restore it, or remove it and start again$/,
    );
    t.equal(readFileSync(path, 'utf8'), damage);
  }
  writeFileSync(path, whole);
  t.equal(bootEpoch(directory), 2n, 'the lock was given back each time');
});

t.test('a leftover of a write that was cut off changes nothing', async (t) => {
  const directory = join(t.testdir({}), 'state');
  bootEpoch(directory);
  writeFileSync(join(directory, `boot-epoch.${process.pid}.new`), 'festoon: boot-ep');
  t.equal(bootEpoch(directory), 2n);
  t.same(readdirSync(directory).sort(), ['boot-epoch', 'lock']);
});

t.test('a directory that others could change is refused', async (t) => {
  const directory = t.testdir({ file: '' });
  for (const mode of [0o755, 0o710, 0o707]) {
    chmodSync(directory, mode);
    t.equal(
      await failureOf(() => openState(directory)),
      `state-exposed: ${directory}: has mode 0${mode.toString(8)}, not 0700; run \`chmod 700 ${directory}\``,
    );
  }
  chmodSync(directory, 0o700);
  t.match(
    await failureOf(() => openState(join(directory, 'file'))),
    /^state-exposed: .*file: is not a directory/,
  );
  symlinkSync('.', join(directory, 'link'));
  t.match(
    await failureOf(() => openState(join(directory, 'link'))),
    /^state-exposed: .*link: is not a directory/,
  );
  t.match(
    await failureOf(() => openState(join(directory, 'file', 'x'))),
    /^file-unwritable: .*cannot be made \(ENOTDIR\)/,
  );
  t.same(readdirSync(directory).sort(), ['file', 'link']);
});

t.test('a directory of another user is refused', async (t) => {
  if (process.getuid?.() !== 0) return t.pass('only root can give a directory away');
  const directory = t.testdir({});
  chmodSync(directory, 0o700);
  chownSync(directory, 12345, 0);
  t.match(
    await failureOf(() => openState(directory)),
    /^state-exposed: .*belongs to user 12345, not to 0 or root/,
  );
});

t.test(
  'a second daemon is refused while the first holds the directory, also when that is killed',
  async (t) => {
    const directory = join(t.testdir({}), 'state');
    const module = JSON.stringify(new URL('../../../daemon/io/state.js', import.meta.url).href);
    const script = `import(${module}).then((m) => { globalThis.held = m.openState(${JSON.stringify(directory)}); console.log('held'); setInterval(() => {}, 1000); })`;
    // Kept in reach: the lock of a state that nobody can reach any more is let go.
    const holder = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(holder.stdout, 'data');
    t.throws(() => openState(directory), { code: 'state-locked' });
    t.match(readFileSync(join(directory, 'boot-epoch'), 'utf8'), 'epoch: "1"', 'nothing was counted');
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    t.equal(bootEpoch(directory), 2n);
  },
);
