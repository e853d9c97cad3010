// Managers that are not what they claim to be, or not where their name leads.
import { writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../../daemon/lab/eventually.js';
import { configureManager, configureNode, createManaged } from '../../daemon/lab/managed.js';
import { PORT } from '../../daemon/lab/node.js';
import { firstEcho, kill } from './managed.js';
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
  t.match((await a.status()).problems, [/^attached to no manager, .*: pretender does not answer$/]);
});

/** Says of whom it hears on the port of daemons. */
const EAR =
  'const s = require("dgram").createSocket("udp4");' +
  `s.on("message", (_, from) => console.log("heard", from.address)).bind(${PORT}, () => console.log("listens"))`;

labTest(
  'a name is asked for anew, and keeps its last good address when it leads nowhere any more',
  async (t, sandbox) => {
    const { managers, nodes, segments } = await createManaged(sandbox, ['m1'], ['a', 'b']);
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

    await kill(m1);
    const moved = await segments.move('m1', 22);
    const ear = await sandbox.start('ear', [process.execPath, '-e', EAR], { namespace: m1.site.namespace });
    await ear.line(/^listens$/m, LIMIT_MILLIS);
    await writeFile(hosts, `127.0.0.1 localhost\n${moved} m1.lab.example\n`);
    // Whoever has packets for others notices sooner.
    await Promise.all([firstEcho(a, b, 1), firstEcho(b, a, 1)]);
    for (const { site } of [a, b]) await ear.line(new RegExp(`^heard ${site.ipv4}$`, 'm'), LIMIT_MILLIS);

    await writeFile(hosts, '127.0.0.1 localhost\n');
    await sleep(6000); // it is asked for anew meanwhile
    await ear.stop();
    await m1.start();
    for (const node of [a, b]) await node.attached();
    t.match((await a.status()).control.managers, [{ endpoint: `${moved}:${PORT}` }]);
    await reachEachOther(t, a, b);
  },
);
