// docs/cli.md against the commands: their options, and the fields of what they print with --json.
import { readFileSync, writeFileSync } from 'node:fs';
import t, { type Test } from 'tap';
import { canonicalConfig } from '../../../daemon/config/canonical.js';
import { loadConfig } from '../../../daemon/config/load.js';
import { reportStatus } from '../../../daemon/observe/status.js';
import { shortDirectory } from '../support/directory.js';
import { fakeDaemon } from '../support/fake-daemon.js';
import { certify, festoon, foundAcme } from '../support/network.js';
import { MANAGER, TIME } from '../support/status.js';
import { commandDocs } from './command-docs.js';

const text = readFileSync('docs/cli.md', 'utf8');

t.test('docs/cli.md has every command with its options', async (t) => {
  const commands = /<!-- commands -->\n([\s\S]*?)\n<!-- end -->/.exec(text)?.[1];
  t.equal(commands, commandDocs(), 'run `make docs`');
});

t.test('docs/cli.md has every exit code', async (t) => {
  t.same(
    [...text.matchAll(/^\| (\d) \| /gm)].map(([, code]) => code),
    ['0', '1', '2', '3', '4'],
  );
});

t.test('docs/cli.md has the fields of all that is printed with --json', async (t) => {
  const documented = documentedFields();
  const printed = await printedFields(t);
  const named = [...commandDocs().matchAll(/`festoon: ([\w-]+\/\d+)`/g)].map(([, kind]) => kind ?? '');
  t.same([...documented.keys()].sort(), [...new Set(named)].sort(), 'kinds that options name');
  for (const [kind, fields] of documented) {
    const found = printed.get(kind) ?? new Set();
    t.same(
      [...fields].filter((field) => !found.has(field)),
      [],
      `${kind}: documented but never printed`,
    );
    const top = (all: Iterable<string>): string[] => [
      ...new Set([...all].map((field) => field.split(/[.[]/)[0] ?? '')),
    ];
    t.same(top(found).sort(), top(fields).sort(), `${kind}: fields`);
  }
});

function documentedFields(): Map<string, Set<string>> {
  const table = /<!-- json -->\n([\s\S]*?)\n<!-- end -->/.exec(text)?.[1] ?? '';
  const kinds = new Map<string, Set<string>>();
  let fields = new Set<string>();
  for (const [, kind, cell = ''] of table.matchAll(/^\| (?:`([\w-]+\/\d+)`)? ?\| (.*?) \|/gm)) {
    if (kind !== undefined) {
      fields = new Set();
      kinds.set(kind, fields);
    }
    for (const [, field = ''] of cell.matchAll(/`([^`]+)`/g)) fields.add(field);
  }
  return kinds;
}

/** What commands print, in every way that they can end. */
async function printedFields(t: Test): Promise<Map<string, Set<string>>> {
  const change = { key: 'a', effect: 'live', before: '1', after: '2' };
  const ping = { festoon: 'ping/1', ok: true, peer: 'b', endpoint: '203.0.113.5:7077', rttMs: 1 };
  const path = await foundAcme(shortDirectory(t));
  const managers = MANAGER.control.managers.map((one) => ({ ...one, refused: 'directory-full' as const }));
  const refused = { ...MANAGER.control, managers };
  const { path: control } = await fakeDaemon(t, {
    'GET /v1/config': () => ({
      ...JSON.parse(canonicalConfig(loadConfig(path('a.yaml')))),
      listen: { port: 9 },
    }),
    'GET /v1/status': () => reportStatus({ ...MANAGER, control: refused }, TIME),
    'POST /v1/ping': () => ping,
    'POST /v1/reload': (_, nth) =>
      nth === 1
        ? { festoon: 'reload/1', ok: false, code: 'config-invalid', problems: ['x'] }
        : { festoon: 'reload/1', ok: true, changes: [change] },
  });
  writeFileSync(path('bad.yaml'), 'bogus: 1\n');
  writeFileSync(path('a.yaml'), readFileSync(path('a.yaml'), 'utf8').replace('control.sock', control));
  const asks: readonly (readonly string[])[] = [
    ['reload', '--control', control],
    ['reload', '--control', control],
    ['status', '--control', control],
    ['peers', '--rtt', '--control', control],
    ['managers', '--control', control],
    ['ping', 'b', '-c', '1', '--control', control],
    ['config', 'check', path('a.yaml')],
    ['config', 'check', path('bad.yaml')],
    ['config', 'diff', path('a.yaml'), '--control', control],
    ['cert', 'print', path('a.crt')],
    ['cert', 'verify', path('a.crt'), '--trust', path('acme.trust')],
    ['cert', 'verify', path('a.crt'), '--trust', path('acme.trust'), '--at', '2030-01-01'],
    ['cert', 'install', path('new.crt'), '--config', path('a.yaml'), '--reload'],
  ];
  const installed = readFileSync(path('a.crt'));
  await certify(path, 'a', ['--address', '10.77.0.1', '--serial', '9000000000000']);
  writeFileSync(path('new.crt'), readFileSync(path('a.crt')));
  writeFileSync(path('a.crt'), installed);

  const kinds = new Map<string, Set<string>>();
  for (const args of asks) {
    const { out, err } = await festoon([...args, '--json']);
    if (out === '') throw new Error(err);
    const { festoon: kind, ...fields } = JSON.parse(out);
    const found = kinds.get(kind) ?? new Set();
    for (const field of fieldsOf(fields)) found.add(field);
    kinds.set(kind, found);
  }
  return kinds;
}

/** `a`, `a.b`, `a[]`, `a[].b`. A list is `a[]` also when it is empty. */
function fieldsOf(value: unknown, above = ''): string[] {
  if (Array.isArray(value)) return [`${above}[]`, ...value.flatMap((item) => fieldsOf(item, `${above}[]`))];
  if (typeof value !== 'object' || value === null) return above === '' ? [] : [above];
  const inner = Object.entries(value).flatMap(([key, one]) =>
    fieldsOf(one, above === '' ? key : `${above}.${key}`),
  );
  return above === '' || above.endsWith('[]') ? inner : [above, ...inner];
}
