// The daemon as the unit runs it: a user of its own, whose one capability is CAP_NET_ADMIN.
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../../daemon/lab/eventually.js';
import { type LabNode, TUN } from '../../daemon/lab/node.js';
import type { Sandbox } from '../../daemon/lab/sandbox.js';
import { createServers } from '../../daemon/lab/servers.js';
import { labTest, measured, reachEachOther, startFlow } from './support.js';
import { AS_USER, configureForUser, USER } from './user.js';

const CAP_NET_ADMIN = 1n << 12n;
const LIMIT_MILLIS = 30_000;
/** Four times what is aimed at. */
const RESTORED_MILLIS = 12_000;
const RESTART_MILLIS = 12_000;

labTest('everything works with CAP_NET_ADMIN alone', async (t, sandbox) => {
  const { a, b } = await twoServers(sandbox);
  await a.start(AS_USER);
  const status = await readFile(`/proc/${a.daemon.id.pid}/status`, 'utf8');
  for (const set of ['CapPrm', 'CapEff', 'CapBnd', 'CapAmb']) {
    t.equal(BigInt(`0x${new RegExp(`${set}:\\s*(\\S+)`).exec(status)?.[1]}`), CAP_NET_ADMIN, set);
  }
  t.match(status, new RegExp(`^Uid:\\s+${USER}\\s+${USER}\\s`, 'm'));
  await b.start();
  await reachEachOther(t, a, b);

  const buffer = Number(
    /rb(\d+)/.exec(await a.site.namespace.run(['ss', '-uamn', 'sport', '=', ':7077']))?.[1],
  );
  const limit = Number(await readFile('/proc/sys/net/core/rmem_max', 'utf8'));
  t.ok(buffer > 2 * limit, `a receive buffer of ${buffer} B, where users get ${2 * limit} B`);

  const { code, stderr } = await a.reload();
  t.equal(code, 0, `reload ${stderr}`);
  await a.change({ tun: { name: TUN, mtu: 1300 } });
  t.match(await a.reload(), { code: 0 });
  t.match(await a.site.namespace.ip('link', 'show', 'dev', TUN), /mtu 1300 /, 'and its TUN follows');

  await a.site.namespace.ip('link', 'del', TUN);
  const began = performance.now();
  await eventually('the TUN again', RESTORED_MILLIS, async () =>
    (await a.site.namespace.hasDevice(TUN)) ? true : undefined,
  );
  measured(t, `TUN deleted: there again after ${(performance.now() - began).toFixed(0)} ms`);
  await a.up(b.name);
  await eventually('packets again', RESTORED_MILLIS, async () => {
    const { code } = await a.site.namespace.attempt(['ping', '-c', '1', '-W', '1', '10.77.0.2']);
    return code === 0 ? true : undefined;
  });
  await reachEachOther(t, a, b);
  t.same(await a.stop(), { code: 0, signal: null });
  t.same(await a.leftovers(), []);
});

labTest('a restart is over soon', async (t, sandbox) => {
  const { a, b } = await twoServers(sandbox);
  await Promise.all([a.start(AS_USER), b.start()]);
  await Promise.all([a.up(b.name), b.up(a.name)]);
  for (const [from, to] of [
    [b, a],
    [a, b],
  ] as const) {
    const wrapper = to === a ? AS_USER : [];
    const flow = await startFlow(sandbox, from, to, { packetsPerSecond: 500, limitSeconds: 120 });
    await sleep(1000);
    const began = performance.now();
    t.same(await to.stop(), { code: 0, signal: null });
    const stopped = performance.now() - began;
    await to.start(wrapper);
    const answering = performance.now() - began;
    await to.up(from.name, LIMIT_MILLIS);
    await sleep(2000);
    const { lost, longestGapMillis } = await flow.stop();
    measured(
      t,
      `restart of ${to.name}: no packets for ${longestGapMillis.toFixed(0)} ms, ${lost} of 500/s lost; ` +
        `stopped after ${stopped.toFixed(0)} ms, answering after ${answering.toFixed(0)} ms`,
    );
    t.ok(longestGapMillis < RESTART_MILLIS, `${longestGapMillis.toFixed(0)} ms`);
  }
});

/** Both call each other; what `a` needs belongs to the user. */
async function twoServers(sandbox: Sandbox): Promise<{ a: LabNode; b: LabNode }> {
  const { nodes, network } = await createServers(sandbox, ['a', 'b']);
  const { a, b } = nodes;
  await b.configure([a.asPeer([a.endpoint(4)])]);
  await configureForUser(sandbox, network, a, [b.asPeer([b.endpoint(4)])]);
  return { a, b };
}
