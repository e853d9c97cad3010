// What a start refuses is refused by `festoon config check` and by a reload, with the same reason and nothing changed.
import { cp, rm } from 'node:fs/promises';
import { requestReport } from '../../daemon/io/control-client.js';
import type { ReloadReport } from '../../daemon/io/reload.js';
import type { LabNode } from '../../daemon/lab/node.js';
import { bringUp, createServers, introduce } from '../../daemon/lab/servers.js';
import { BAD_INPUTS, type Victim } from './bad-inputs.js';
import { isWhole, labTest, reachEachOther, startFlow } from './support.js';

const LIMIT_SECONDS = 280;

labTest('no bad input gets past a check or a reload, and none disturbs the node', async (t, sandbox) => {
  const { network, nodes } = await createServers(sandbox, ['a', 'b']);
  const { a, b } = nodes;
  await introduce([a, b], 4);
  await bringUp([a, b]);
  const victim = { sandbox, network, node: a, peer: b };
  const flow = await startFlow(sandbox, b, a, { packetsPerSecond: 500, limitSeconds: LIMIT_SECONDS });
  const running = await a.runningConfig();
  const restore = await remember(victim);
  for (const { what, spoil, why } of BAD_INPUTS) {
    await spoil(victim);
    const check = await a.cli(['config', 'check', a.configFile]);
    t.match({ code: check.code, said: check.stderr }, { code: 1, said: why }, `${what}: config check`);
    t.match(await refusal(a), why, `${what}: reload`);
    t.notMatch(check.stderr, /internal error|^ {4}at /m);
    t.equal(await a.runningConfig(), running, `${what}: the running config is what it was`);
    await restore();
  }
  t.match((await a.status()).reload, { ok: false, count: { applied: 0, refused: BAD_INPUTS.length } });
  t.notMatch(a.log, /internal error|^ {4}at /m);
  await a.writeConfig('peers: [');
  t.match(await a.cli(['reload', '--control', a.controlSocket]), { code: 1, stderr: /reload-refused:/ });
  await restore();
  t.equal((await a.reload()).code, 0, 'and the good one is taken again');
  isWhole(t, await flow.stop(), `${BAD_INPUTS.length} bad inputs`);
  await reachEachOther(t, a, b);
});

/** What `festoon reload` would print, without the time that a command line takes to start. */
async function refusal({ controlSocket: path }: LabNode): Promise<string> {
  const call = { path, method: 'POST', resource: '/v1/reload' } as const;
  const report = await requestReport<ReloadReport>({ kind: 'reload/1', fields: ['ok'] }, call);
  return report.ok ? 'taken' : `${report.code}: ${report.problems.join('\n')}`;
}

/** Returns what puts back all that the node reads. */
async function remember({ sandbox, network, node }: Victim): Promise<() => Promise<void>> {
  const { key, certificate } = node.membership;
  const { config } = node;
  const files = [key, certificate, network.trust, network.secret];
  const aside = (file: string): string => sandbox.path(`aside-${file.split('/').at(-1)}`);
  for (const file of files) await cp(file, aside(file), { preserveTimestamps: true });
  return async () => {
    await rm(node.configFile, { recursive: true, force: true });
    const spoilt = Object.fromEntries(Object.keys(node.config).map((key) => [key, undefined]));
    await node.change({ ...spoilt, ...config });
    for (const file of files) {
      await rm(file, { force: true });
      await cp(aside(file), file, { preserveTimestamps: true });
    }
    await node.site.namespace.attempt(['ip', 'address', 'del', '10.77.5.1/24', 'dev', node.site.device]);
  };
}
