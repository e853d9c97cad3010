// What strangers send fills no disk: the log has a line a minute for each kind, however much of it comes.
import { readFile, writeFile } from 'node:fs/promises';
import { Capture } from '../../daemon/lab/capture.js';
import { eventually } from '../../daemon/lab/eventually.js';
import { PORT } from '../../daemon/lab/node.js';
import { bringUp, createServers, introduce } from '../../daemon/lab/servers.js';
import { datagramsTo, typeOf } from './datagrams.js';
import { handshakes, labTest, measured, reachEachOther, toolArgv } from './support.js';

const LIMIT_MILLIS = 30_000;
const HANDSHAKE = 1;
const FLOOD = 2_000;
/** The core lets through what one source may send without a cookie. */
const ENOUGH = 20;
const MINUTE_MILLIS = 60_000;

labTest('a flood of handshakes leaves few lines', async (t, sandbox) => {
  const { a, b, c } = (await createServers(sandbox, ['a', 'b', 'c'])).nodes;
  await introduce([a, b], 4);
  const wire = await Capture.start(sandbox, 'wire', b.site.namespace, b.site.device);
  await bringUp([a, b]);
  await c.configure([b.asPeer([b.endpoint(4)])]);
  await c.start();
  await eventually('a refusal', LIMIT_MILLIS, async () =>
    (await handshakes(b, 'peer-unknown')) > 0 ? true : undefined,
  );
  await c.stop();
  await wire.stop();
  // All carry the MAC of who knows the network secret.
  const caught = datagramsTo(await readFile(wire.file), b.site.ipv4).filter(
    (datagram) => typeOf(datagram) === HANDSHAKE,
  );
  const flood = Array.from({ length: FLOOD }, (_, i) => caught[i % caught.length] as Buffer);
  const file = sandbox.path('flood.json');
  await writeFile(file, JSON.stringify(flood.map((datagram) => datagram.toString('base64'))));

  const before = linesOf(b.log).length;
  const refusedBefore = await refused();
  const startedAt = performance.now();
  await c.site.namespace.run(toolArgv('inject', b.site.ipv4, String(PORT), file));
  await reachEachOther(t, a, b);
  const minutes = Math.ceil((performance.now() - startedAt) / MINUTE_MILLIS);
  const found = (await refused()) - refusedBefore;
  t.ok(found >= ENOUGH, 'the flood reached the control plane', { found });
  const lines = linesOf(b.log).slice(before);
  measured(t, `${found} handshakes refused, ${lines.length} lines`);
  const counts = new Map<string, number>();
  for (const line of linesOf(b.log)) {
    const kind = /(handshake-refused code=\S+|\S+ peer=\S+)/.exec(line)?.[0] ?? line;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  for (const [kind, count] of counts) t.ok(count <= 1 + minutes, `${count} lines: ${kind}`);
  t.ok([...counts.keys()].some((kind) => kind.startsWith('handshake-refused')));

  async function refused(): Promise<number> {
    return (await b.metrics()).sum('festoon_intrusion_signs_total');
  }
});

labTest('the level follows the config', async (t, sandbox) => {
  const { a } = (await createServers(sandbox, ['a', 'b'])).nodes;
  await a.configure([]);
  await a.start();
  const since = async (level: string): Promise<readonly string[]> => {
    const before = linesOf(a.log).length;
    await a.configure([], { log: { level } });
    t.equal((await a.reload()).code, 0);
    return linesOf(a.log).slice(before);
  };
  t.same(await since('error'), []);
  t.match(await since('info'), [/ info config read again applied=log.level$/]);
});

function linesOf(log: string): readonly string[] {
  return log.split('\n').filter((line) => line !== '');
}
