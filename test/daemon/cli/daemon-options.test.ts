import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { controlOf } from '../../../daemon/cli/daemon-options.js';
import { canonicalConfig } from '../../../daemon/config/canonical.js';
import { DEFAULT_CONTROL } from '../../../daemon/config/config.js';
import { loadConfig } from '../../../daemon/config/load.js';
import { shortDirectory } from '../support/directory.js';
import { failureOf } from '../support/failure.js';
import { fakeDaemon } from '../support/fake-daemon.js';

const FILES = 'identity: {key: k, certificate: c}\ntrust: t\nsecret: s\n';

t.test('the option comes first, then the config', async (t) => {
  const directory = shortDirectory(t);
  const config = join(directory, 'a.yaml');
  writeFileSync(config, `${FILES}control: run/a.sock\n`);
  t.equal(await controlOf({ config }), join(directory, 'run/a.sock'));
  t.equal(await controlOf({ config, control: '/x.sock' }), '/x.sock');
});

t.test('a config that is broken still leads to the daemon that runs', async (t) => {
  const directory = shortDirectory(t);
  const config = join(directory, 'a.yaml');
  const broken = {
    'control: a.sock\nbogus: 1\n': join(directory, 'a.sock'),
    [`control: a.sock\n${FILES}peers:\n  - name: [`]: join(directory, 'a.sock'),
    'identity: {\n': DEFAULT_CONTROL,
    'control: [1]\n': DEFAULT_CONTROL,
    '- 1\n': DEFAULT_CONTROL,
    '': DEFAULT_CONTROL,
  };
  for (const [text, control] of Object.entries(broken)) {
    writeFileSync(config, text);
    t.equal(await controlOf({ config }), control, JSON.stringify(text));
  }
});

t.test('a config that is named must be there', async (t) => {
  const config = join(shortDirectory(t), 'none.yaml');
  t.match(await failureOf(() => controlOf({ config })), /^file-missing: /);
});

t.test('a new `control` that waits for a restart still leads to the daemon that runs', async (t) => {
  const directory = shortDirectory(t);
  const config = join(directory, 'a.yaml');
  writeFileSync(config, `${FILES}state: var\ncontrol: new.sock\n`);
  const running = (state: string): string => canonicalConfig({ ...loadConfig(config), state });
  const daemon = async (answer: string | number): Promise<string> =>
    (await fakeDaemon(t, { 'GET /v1/config': () => answer })).path;
  const wanted = join(directory, 'new.sock');
  const usual = await daemon(running(join(directory, 'var')));
  t.equal(await controlOf({ config }, usual), usual);
  t.equal(await controlOf({ config }, await daemon(running('/other'))), wanted, 'that is another daemon');
  t.equal(await controlOf({ config }, await daemon('{}')), wanted);
  t.equal(await controlOf({ config }, await daemon(404)), wanted);
  t.equal(await controlOf({ config }, join(directory, 'none.sock')), wanted);
  writeFileSync(wanted, '');
  t.equal(await controlOf({ config }, usual), wanted, 'something is there');
});
