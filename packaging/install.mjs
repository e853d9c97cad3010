// What `make install` and `make uninstall` do: install.mjs install|uninstall PREFIX DESTDIR
// Every path that is made is written down in PREFIX/lib/festoon/installed; uninstall removes those and nothing else.
import {
  chmodSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('..', import.meta.url));
const [command, prefix = '', destdir = ''] = process.argv.slice(2);
if (!prefix.startsWith('/')) fail(`PREFIX=${prefix}: write an absolute path`);
const root = destdir === '' ? '' : resolve(destdir);
const lib = `${prefix}/lib/festoon`;
const share = `${prefix}/share/festoon`;
const list = `${lib}/installed`;

if (command === 'install') install();
else if (command === 'uninstall') uninstall();
else fail(`no such command: ${command}`);

function install() {
  if (root !== '') mkdirSync(root, { recursive: true });
  const before = existsSync(root + list) ? listed() : [];
  const made = new Set(before.filter((path) => path.endsWith('/')));
  const files = wanted();
  for (const file of files) {
    makeDirectory(dirname(file.to), made);
    place(file);
  }
  const paths = [...files.map(({ to }) => to), list];
  place({ to: list, text: `${[...paths, ...made].join('\n')}\n` });
  const now = new Set(paths);
  remove(before.filter((path) => !path.endsWith('/') && !now.has(path)));
  console.log(`installed ${files.length} files below ${root}${prefix}`);
}

function uninstall() {
  if (!existsSync(root + list)) fail(`${root}${list}: not there, so nothing is installed below that PREFIX`);
  remove(listed());
  console.log(`removed what was installed below ${root}${prefix}; configuration and state stay`);
}

/** All that is installed: where to, and a file, a text or a link's target. */
function wanted() {
  const { devDependencies: _, scripts: __, tap: ___, ...manifest } = JSON.parse(text('package.json'));
  const unit = (name) => ({
    to: `${prefix}/lib/systemd/system/${name}`,
    text: text(`packaging/systemd/${name}`).replaceAll('/usr/bin/festoon', `${prefix}/bin/festoon`),
  });
  const lists = (kind) => ({
    to: `${prefix}/lib/${kind}/festoon.conf`,
    text: text(`packaging/${kind}/festoon.conf`),
  });
  return [
    { to: `${prefix}/bin/festoon`, link: '../lib/festoon/build/daemon/main.js' },
    { to: `${lib}/package.json`, text: `${JSON.stringify(manifest, undefined, 2)}\n` },
    { to: `${lib}/LICENSE`, text: text('LICENSE') },
    ...['build/daemon', 'build/protocol', 'build/native'].flatMap((folder) =>
      below(folder, /\.(?:js|node)$/).map((path) => ({
        to: `${lib}/${path}`,
        from: path,
        ...(path === 'build/daemon/main.js' && { mode: 0o755 }),
      })),
    ),
    { to: `${lib}/protocol/generated/festoon.js`, from: 'protocol/generated/festoon.js' },
    ...packages().map((path) => ({ to: `${lib}/${path}`, from: path })),
    unit('festoon.service'),
    unit('festoon@.service'),
    lists('sysusers.d'),
    lists('tmpfiles.d'),
    ...['festoon.yaml', 'festoon.schema.json', 'prometheus/alerts.yml', 'prometheus/prometheus.yml'].map(
      (path) => ({
        to: `${share}/${path}`,
        from: `packaging/${path}`,
      }),
    ),
  ];
}

/** Programs and licences of the packages that the daemon needs while it runs; of native code, this platform's. */
function packages() {
  const platform = `/prebuilds/${process.platform}-${process.arch}/`;
  return Object.entries(JSON.parse(text('package-lock.json')).packages)
    .filter(([path, { dev, devOptional }]) => path !== '' && !dev && !devOptional)
    .flatMap(([path]) => below(path, /\.(?:js|cjs|mjs|json|node)$|\/(?:LICEN[CS]E|NOTICE)[^/]*$/i))
    .filter((path) => !path.includes('/prebuilds/') || path.includes(platform));
}

/** Files below a folder whose path matches, without tests; of nested packages, their own entry in the lockfile tells. */
function below(folder, matching) {
  return readdirSync(join(source, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory())
      return ['node_modules', 'test'].includes(entry.name) ? [] : below(path, matching);
    return entry.isFile() && matching.test(path) ? [path] : [];
  });
}

function text(path) {
  return readFileSync(join(source, path), 'utf8');
}

/** Under another name first: a daemon that runs keeps the file that it has open. */
function place({ to, from, text, link, mode = 0o644 }) {
  const path = root + to;
  const temporary = `${path}.new`;
  rmSync(temporary, { force: true });
  if (link !== undefined) symlinkSync(link, temporary);
  else {
    if (from === undefined) writeFileSync(temporary, text);
    else copyFileSync(join(source, from), temporary);
    chmodSync(temporary, mode);
  }
  renameSync(temporary, path);
}

/** Notes in `made`, with a slash at the end, each directory that was not there. */
function makeDirectory(path, made) {
  if (existsSync(root + path)) return;
  makeDirectory(dirname(path), made);
  mkdirSync(root + path);
  chmodSync(root + path, 0o755);
  made.add(`${path}/`);
}

function listed() {
  return readFileSync(root + list, 'utf8')
    .trimEnd()
    .split('\n');
}

/** Files first, then directories from the deepest up, those only where nothing else is in them. */
function remove(paths) {
  for (const path of paths.filter((one) => !one.endsWith('/'))) rmSync(root + path, { force: true });
  const directories = paths.filter((one) => one.endsWith('/')).sort((a, b) => b.length - a.length);
  for (const path of directories) {
    if (
      lstatSync(root + path, { throwIfNoEntry: false })?.isDirectory() &&
      readdirSync(root + path).length === 0
    )
      rmdirSync(root + path);
  }
}

function fail(message) {
  console.error(`festoon: ${message}`);
  process.exit(1);
}
