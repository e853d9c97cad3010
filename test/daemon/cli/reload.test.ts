import t from 'tap';
import { fakeDaemon } from '../support/fake-daemon.js';
import { festoon } from '../support/network.js';

const CHANGES = [
  { key: 'listen.port', effect: 'live', before: '7077', after: '7078' },
  { key: 'tun.name', effect: 'restart', before: '"festoon0"', after: '"f1"' },
  { key: 'peers[c]', effect: 'live', after: '{"name":"c"}' },
];

t.test('each key that changed is printed with what became of it', async (t) => {
  const { path } = await fakeDaemon(t, {
    'POST /v1/reload': () => ({ festoon: 'reload/1', ok: true, changes: CHANGES }),
  });
  t.same(await festoon(['reload', '--control', path]), {
    code: 0,
    out:
      'reloaded:\n' +
      '  listen.port  live     7077 -> 7078\n' +
      '  tun.name     restart  "festoon0" -> "f1"\n' +
      '  peers[c]     live     (none) -> {"name":"c"}\n' +
      '1 of them takes effect when the daemon is restarted\n',
    err: '',
  });
  const { out } = await festoon(['reload', '--json', '--control', path]);
  t.same(JSON.parse(out), { festoon: 'reload/1', ok: true, changes: CHANGES });
});

t.test('a reload without a change says so', async (t) => {
  const { path } = await fakeDaemon(t, {
    'POST /v1/reload': () => ({ festoon: 'reload/1', ok: true, changes: [] }),
  });
  t.match(await festoon(['reload', '--control', path]), {
    code: 0,
    out: 'reloaded: no key of the config has changed\n',
  });
});

t.test('a refused reload is exit code 1 with every reason', async (t) => {
  const problems = [
    'f.yaml:1:1: trust: is missing; write it',
    'f.yaml:2:8: \u001bbogus: unknown key; known here: x',
  ];
  const { path } = await fakeDaemon(t, {
    'POST /v1/reload': () => ({ festoon: 'reload/1', ok: false, code: 'config-invalid', problems }),
  });
  const refused =
    'festoon: reload-refused:\n' +
    '  f.yaml:1:1: trust: is missing; write it\n' +
    '  f.yaml:2:8: \\u001bbogus: unknown key; known here: x\n';
  t.same(await festoon(['reload', '--control', path]), { code: 1, out: '', err: refused });
  const { code, out, err } = await festoon(['reload', '--json', '--control', path]);
  t.same([code, err], [1, refused]);
  t.same(JSON.parse(out), { festoon: 'reload/1', ok: false, code: 'config-invalid', problems });
});

t.test('a daemon that cannot reload, or is not there, is told', async (t) => {
  const { path } = await fakeDaemon(t, {});
  t.match(await festoon(['reload', '--control', path]), {
    code: 1,
    err: /^festoon: daemon-answer: .*: this daemon does not know \/v1\/reload; run the same version/,
  });
  t.match(await festoon(['reload', '--control', `${path}.none`]), {
    code: 3,
    out: '',
    err: /no such socket/,
  });
});
