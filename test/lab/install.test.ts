// What `make install` puts below DESTDIR runs without the source tree, and `make uninstall` takes exactly that away.
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { attempt, run } from '../../daemon/lab/command.js';
import { bringUp, createServers, introduce } from '../../daemon/lab/servers.js';
import { ROOT } from '../rules/tree.js';
import { labTest, reachEachOther } from './support.js';

const PREFIX = '/opt/acme';
/** The source tree is gone for the command that follows, which runs in the place of this one, as does this environment. */
const ALONE = [
  ...['env', '-i', `PATH=${process.env['PATH']}`],
  ...['unshare', '--mount', 'sh', '-c', 'mount -t tmpfs tmpfs "$0" && cd / && exec "$@"', ROOT],
];

labTest('what is installed runs without the source tree', async (t, sandbox) => {
  const root = sandbox.path('root');
  await make('install', root);
  const festoon = (...args: string[]): string[] => [...ALONE, `${root}${PREFIX}/bin/festoon`, ...args];
  const inside = (name: string): string => join(sandbox.path('keys'), name);
  mkdirSync(sandbox.path('keys'));

  t.match(await run([...ALONE, 'ls', '-A', ROOT]), /^$/, 'the source tree is out of sight');
  t.match(await run(festoon('--version')), /^\d+\.\d+\.\d+\n$/);
  await run(festoon('authority', 'init', 'acme', '--pool', '10.77.0.0/16', '--out', sandbox.path('keys')));
  writeFileSync(inside('a.req'), await run(festoon('keygen', '--name', 'a', '--key', inside('a.key'))));
  const signed = await run(
    festoon(
      'authority',
      'sign',
      inside('a.req'),
      '--authority',
      inside('acme.key'),
      '--address',
      '10.77.0.1',
    ),
  );
  t.match(signed, /^festoon: certificate\/1$/m);
  t.match(await attempt(festoon('status', '--control', sandbox.path('none'))), { code: 3 });

  const { a, b } = (await createServers(sandbox, ['a', 'b'])).nodes;
  await introduce([a, b], 4);
  for (const node of [a, b]) node.program = festoon();
  await bringUp([a, b]);
  await reachEachOther(t, a, b);
});

labTest('install writes what the daemon needs and nothing else', async (t, sandbox) => {
  const root = sandbox.path('root');
  await make('install', root);
  const files = tree(root);
  for (const path of files) {
    const { mode } = lstatSync(root + path);
    const program = path === `${PREFIX}/lib/festoon/build/daemon/main.js`;
    if (path === `${PREFIX}/bin/festoon`)
      t.equal(readlinkSync(root + path), '../lib/festoon/build/daemon/main.js');
    else if ((mode & 0o7777) !== (program ? 0o755 : 0o644)) t.fail(`${path} has mode ${mode.toString(8)}`);
  }
  const outside = files.filter((path) => !path.startsWith(`${PREFIX}/lib/festoon/`));
  t.same(outside, [
    `${PREFIX}/bin/festoon`,
    `${PREFIX}/lib/systemd/system/festoon.service`,
    `${PREFIX}/lib/systemd/system/festoon@.service`,
    `${PREFIX}/lib/sysusers.d/festoon.conf`,
    `${PREFIX}/lib/tmpfiles.d/festoon.conf`,
    `${PREFIX}/share/festoon/festoon.schema.json`,
    `${PREFIX}/share/festoon/festoon.yaml`,
    `${PREFIX}/share/festoon/prometheus/alerts.yml`,
    `${PREFIX}/share/festoon/prometheus/prometheus.yml`,
  ]);
  t.same(
    files.filter((path) => path.endsWith('.node')).map((path) => path.replace(`${PREFIX}/lib/festoon/`, '')),
    [
      'build/native/festoon.node',
      `node_modules/sodium-native/prebuilds/${process.platform}-${process.arch}/sodium-native.node`,
    ],
  );
  t.same(
    files.filter((path) => /\.(?:ts|map|md|rs)$|\/(?:test|tap|typescript)\//.test(path)),
    [],
    'no sources, no tests, no development packages',
  );
  for (const unit of ['festoon.service', 'festoon@.service']) {
    const text = readFileSync(`${root}${PREFIX}/lib/systemd/system/${unit}`, 'utf8');
    const programs = [...text.matchAll(/^Exec\w+=(\S+)/gm)].map(([, program]) => program);
    t.same(
      programs,
      [`${PREFIX}/bin/festoon`, `${PREFIX}/bin/festoon`],
      `${unit} names the installed program`,
    );
  }
});

labTest('uninstall takes away exactly what install wrote', async (t, sandbox) => {
  const root = sandbox.path('root');
  const others = ['/etc/festoon/festoon.yaml', '/var/lib/festoon/boot-epoch', `${PREFIX}/lib/other/file`];
  for (const path of others) {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), path);
  }
  const before = await everything(root);
  await make('install', root);
  t.equal(existsSync(`${root}${PREFIX}/bin/festoon`), true);

  writeFileSync(`${root}${PREFIX}/lib/festoon/build/daemon/gone.js`, '');
  const listed = `${root}${PREFIX}/lib/festoon/installed`;
  writeFileSync(listed, `${readFileSync(listed, 'utf8')}${PREFIX}/lib/festoon/build/daemon/gone.js\n`);
  await make('install', root);
  t.equal(
    existsSync(`${root}${PREFIX}/lib/festoon/build/daemon/gone.js`),
    false,
    'a newer version removes leftovers',
  );

  writeFileSync(`${root}${PREFIX}/share/festoon/of-the-operator`, '');
  await make('uninstall', root);
  t.equal(
    existsSync(`${root}${PREFIX}/share/festoon/of-the-operator`),
    true,
    'a file of somebody else stays',
  );
  await run(['rm', '-r', `${root}${PREFIX}/share`]);
  t.equal(await everything(root), before);

  const again = await attempt(['make', '-C', ROOT, 'uninstall', `PREFIX=${PREFIX}`, `DESTDIR=${root}`]);
  t.match(again, { code: 2, stderr: /nothing is installed/ });
});

function make(target: 'install' | 'uninstall', root: string): Promise<string> {
  return run(['make', '-C', ROOT, target, `PREFIX=${PREFIX}`, `DESTDIR=${root}`], { timeoutMillis: 60_000 });
}

/** Files below, as seen from there, sorted. */
function tree(root: string): readonly string[] {
  const walk = (folder: string): string[] =>
    readdirSync(root + folder, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? walk(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`],
    );
  return walk('').sort();
}

/** Every path with type, mode and owner. */
function everything(root: string): Promise<string> {
  return run(['find', root, '-printf', '%P %y %m %U\\n']);
}
