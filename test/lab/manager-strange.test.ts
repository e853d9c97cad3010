// Managers that are not what they claim to be, or not where their name leads.
import { writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../../daemon/lab/eventually.js';
import { configureManager, configureNode, createManaged } from '../../daemon/lab/managed.js';
import { PORT } from '../../daemon/lab/node.js';
import { kill } from './managed.js';
import { handshakes, labTest, reachEachOther } from './support.js';

const LIMIT_MILLIS = 60_000;

labTest('a manager without the certificate of one serves nobody', async (t, sandbox) => {
  const { nodes, segments } = await createManaged(sandbox, [], ['pretender', 'a']);
  const { pretender, a } = nodes;
  await segments.join('pretender', 'a');
  await configureManager(pretender, []);
  const started = await pretender.cli(['up', '--config', pretender.configFile]);
  t.equal(started.code, 1);
  t.match(started.stderr, /role.*not one of a manager/);
  t.match(started.stderr, /--role manager/, 'with the way out');
  await pretender.configure([a.asPeer([])]);
  await pretender.start();
  await configureNode(a, [pretender]);
  await a.start();
  await eventually('a to refuse it', LIMIT_MILLIS, async () =>
    (await handshakes(a, 'peer-not-manager')) > 0 ? true : undefined,
  );
  t.match((await a.status()).problems, [/no manager answers \(pretender\)/]);
});

labTest('a name that leads nowhere any more keeps its last good address', async (t, sandbox) => {
  const { managers, nodes } = await createManaged(sandbox, ['m1'], ['a', 'b']);
  const [{ m1 }, { a, b }] = [managers, nodes];
  const hosts = sandbox.path('hosts');
  const named = ['unshare', '--mount', 'sh', '-c', `mount --bind ${hosts} /etc/hosts && exec "$@"`, 'sh'];
  await writeFile(hosts, `127.0.0.1 localhost\n${m1.site.ipv4} m1.lab.example\n`);
  await configureManager(m1, []);
  for (const node of [a, b])
    await node.configure([], { managers: [m1.asManager([`m1.lab.example:${PORT}`])] });
  await m1.start();
  for (const node of [a, b]) await node.start(named);
  for (const node of [a, b]) await node.attached();
  await writeFile(hosts, '127.0.0.1 localhost\n');
  await kill(m1);
  await eventually('a to miss it', LIMIT_MILLIS, async () =>
    (await a.status()).control.managers[0]?.attachedAge === undefined ? true : undefined,
  );
  await sleep(6000); // it is asked for anew meanwhile
  await m1.start();
  await a.attached();
  await b.attached();
  await reachEachOther(t, a, b);
});
