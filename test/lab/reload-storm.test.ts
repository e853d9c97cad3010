// SIGHUP upon SIGHUP, half of them with a config that is refused, while packets pass.
import type { Test } from 'tap';
import { stringify } from 'yaml';
import { eventually } from '../../daemon/lab/eventually.js';
import type { LabNode, NodeConfig } from '../../daemon/lab/node.js';
import { bringUp, createServers, introduce } from '../../daemon/lab/servers.js';
import {
  isWhole,
  labTest,
  measured,
  openFiles,
  reachEachOther,
  residentBytes,
  startFlow,
} from './support.js';

const RELOADS = Number(process.env['RELOADS'] ?? 60);
const LIMIT_MILLIS = 30_000;
/** Both ways together 20,000 a second. */
const FLOW = { packetsPerSecond: 10_000, flows: 4, limitSeconds: 600 };
/** Grown after the first fifth of all reloads: what is let go is not given back to the system at once. */
const GROWN_BYTES = 48 << 20;

labTest(`${RELOADS} reloads under 20,000 packets a second lose none`, async (t, sandbox) => {
  const { a, b, c } = (await createServers(sandbox, ['a', 'b', 'c'])).nodes;
  await introduce([a, b], 4);
  await bringUp([a, b]);
  const flows = await Promise.all([startFlow(sandbox, a, b, FLOW), startFlow(sandbox, b, a, FLOW)]);
  const good = goodConfigs(a, c);
  const bad = badConfigs(a.config);
  let lastGood = '';
  let warm = usage(a);
  const began = performance.now();
  for (let reload = 0; reload < RELOADS; reload += 1) {
    const turn = reload >> 1;
    if (reload % 2 === 0) {
      const changes = good[turn % good.length] ?? {};
      await a.writeConfig(stringify({ ...a.config, ...changes }));
      await reloaded(a, reload + 1);
      lastGood = await a.runningConfig();
    } else {
      await a.writeConfig(bad[turn % bad.length] ?? '');
      await reloaded(a, reload + 1);
    }
    if (reload === Math.floor(RELOADS / 5)) warm = usage(a);
  }
  const seconds = (performance.now() - began) / 1000;
  const { reload } = await a.status();
  t.match(reload, { ok: false, count: { applied: RELOADS / 2, refused: RELOADS / 2 } });
  t.equal(await a.runningConfig(), lastGood, 'the last good config is in force');
  noneGrown(t, warm, usage(a));
  measured(t, `${RELOADS} reloads, ${reload.count.refused} of them refused, in ${seconds.toFixed(1)} s`);
  for (const flow of flows) isWhole(t, await flow.stop(), `${RELOADS} reloads`);
  await reachEachOther(t, a, b);
});

/** Each differs from the one before it. */
function goodConfigs({ config }: LabNode, c: LabNode): readonly Partial<NodeConfig>[] {
  return [
    { peers: [...config.peers, c.asPeer([c.endpoint(4)])] },
    { log: { level: 'warn' } },
    { peers: [...config.peers, c.asPeer([c.endpoint(6)])], metrics: '127.0.0.1:9078' },
    { tun: { ...config.tun, mtu: 1360 } },
    {},
  ];
}

/** Half written, misspelt, beside the point. */
function badConfigs(config: NodeConfig): readonly string[] {
  const text = stringify(config);
  return [
    text.slice(0, text.length / 2),
    `${text}listn: 7078\n`,
    stringify({ ...config, trust: '/nowhere/lab.trust' }),
    stringify({ ...config, peers: [...config.peers, ...config.peers] }),
    '\0',
  ];
}

/** Sends SIGHUP and returns when so many reloads have been counted. */
async function reloaded(node: LabNode, count: number): Promise<void> {
  node.signal('SIGHUP');
  const wait = async (): Promise<true | undefined> => {
    const { applied, refused } = (await node.status()).reload.count;
    return applied + refused >= count ? true : undefined;
  };
  await eventually(`reload ${count}`, LIMIT_MILLIS, wait, 5);
}

interface Usage {
  readonly files: number;
  readonly bytes: number;
}

function usage(node: LabNode): Usage {
  return { files: openFiles(node), bytes: residentBytes(node) };
}

function noneGrown(t: Test, before: Usage, after: Usage): void {
  const mib = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
  measured(
    t,
    `resident ${mib(before.bytes)} after a fifth, ${mib(after.bytes)} at the end; ${after.files} files`,
  );
  t.ok(after.bytes < before.bytes + GROWN_BYTES, 'memory has not grown');
  // A connection of the control socket or of the metrics may just be closing.
  t.ok(
    after.files <= before.files + 2,
    `${before.files} files open after a fifth, ${after.files} at the end`,
  );
}
