// The program as a process of its own: pipes that close, colours, completion in a real shell.
import { spawnSync } from 'node:child_process';
import { openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { run } from '../../../daemon/cli/program.js';
import { reportStatus } from '../../../daemon/observe/status.js';
import { shortDirectory } from '../support/directory.js';
import { fakeDaemon } from '../support/fake-daemon.js';
import { HEALTHY, TIME } from '../support/status.js';

const MAIN = 'build/daemon/main.js';

function shell(script: string): { status: number | null; stdout: string; stderr: string } {
  return spawnSync('bash', ['-c', script], { encoding: 'utf8', timeout: 30_000 });
}

t.test('a reader that goes away ends the program quietly', async (t) => {
  const script = `node ${MAIN} --help | true; echo "\${PIPESTATUS[0]}"`;
  for (const _ of [1, 2, 3]) t.match(shell(script), { stdout: '0\n', stderr: '' });
});

t.test('errors that nobody reads are no errors', async (t) => {
  t.match(shell(`{ node ${MAIN} bogus; echo $? >&3; } 3>&1 2> >(true)`), { stdout: '2\n' });
});

t.test('results that cannot be written are a failure', async (t) => {
  const full = openSync('/dev/full', 'w');
  const { status, stderr } = spawnSync(process.execPath, [MAIN, '--help'], {
    stdio: ['ignore', full, 'pipe'],
    encoding: 'utf8',
  });
  t.equal(status, 1);
  t.match(stderr, /^festoon: file-unwritable: standard output: cannot be written \(ENOSPC\); /);
});

t.test('colours are on a terminal only, and can be refused', async (t) => {
  const { path } = await fakeDaemon(t, { 'GET /v1/status': () => reportStatus(HEALTHY, TIME) });
  const coloured = async (colour: boolean, ...args: string[]): Promise<boolean> => {
    let out = '';
    const terminal = {
      out: (text: string) => {
        out += text;
      },
      err: () => undefined,
      input: async () => '',
      colour,
      now: () => 0,
    };
    t.equal(await run([...args, '--control', path], terminal), 0);
    return out.includes('\u001b[');
  };
  t.equal(await coloured(true, 'status'), true);
  t.equal(await coloured(true, 'peers'), true);
  t.equal(await coloured(false, 'status'), false);
  t.equal(await coloured(true, 'status', '--no-color'), false);
  t.equal(await coloured(true, '--no-color', 'peers'), false);
});

t.test('completion offers what may follow', async (t) => {
  const file = join(shortDirectory(t), 'completion');
  const { stdout } = spawnSync(process.execPath, [MAIN, 'completion', 'bash'], { encoding: 'utf8' });
  writeFileSync(file, stdout);
  const offers = (...words: string[]): string[] => {
    const line = ['festoon', ...words].map((word) => `'${word}'`).join(' ');
    const script = `. ${file}; COMP_WORDS=(${line}); COMP_CWORD=${words.length}; _festoon; echo "\${COMPREPLY[*]}"`;
    return shell(script).stdout.trim().split(' ');
  };
  t.same(offers('st'), ['status']);
  t.same(offers('cert', 'in'), ['install']);
  t.same(offers('cert', 'install', '--r'), ['--reload']);
  t.same(offers('status', '--config', 'x', '--j'), ['--json']);
  t.same(offers('cert', 'install', 'x'), ['']);
  t.ok(offers('').includes('authority'));
});

t.test('completion for zsh loads what it builds on', async (t) => {
  const { stdout, status } = spawnSync(process.execPath, [MAIN, 'completion', 'zsh'], { encoding: 'utf8' });
  t.equal(status, 0);
  t.match(stdout, /^autoload -Uz compinit bashcompinit\n[\s\S]*^complete -o default -F _festoon festoon$/m);
});
