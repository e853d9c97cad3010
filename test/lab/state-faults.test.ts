// The state directory on a disk that is full or read-only: tunnels stay, and what is there is old or new, never half.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Test } from 'tap';
import { eventually } from '../../daemon/lab/eventually.js';
import { type LabNode, TUN } from '../../daemon/lab/node.js';
import { createServers, introduce } from '../../daemon/lab/servers.js';
import { isWhole, labTest, reachEachOther, startFlow } from './support.js';

const LIMIT_MILLIS = 30_000;
const EPOCH = /^epoch: "?(\d+)/m;

const FAULTS = {
  full: 'cat /dev/zero > "$0/fill"; true',
  // A mount on top of it: where a file is open for writing a disk cannot become read-only.
  'read-only': 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0"',
} as const;

for (const [fault, script] of Object.entries(FAULTS)) {
  labTest(`a daemon whose disk becomes ${fault} keeps its tunnels`, async (t, sandbox) => {
    const { a, b } = (await createServers(sandbox, ['a', 'b'])).nodes;
    await introduce([a, b], 4);
    await Promise.all([a.start(onSmallDisk(a)), b.start()]);
    await Promise.all([a.up(b.name), b.up(a.name)]);
    const flow = await startFlow(sandbox, b, a, { packetsPerSecond: 1000, limitSeconds: 60 });
    const before = await inside(a, 'cat "$0/boot-epoch"');
    await inside(a, script);
    a.signal('SIGHUP');
    await eventually('the reload', LIMIT_MILLIS, async () =>
      (await a.status()).reload.count.applied > 0 ? true : undefined,
    );
    await sleep(1000);
    isWhole(t, await flow.stop(), `disk ${fault}`);
    await reachEachOther(t, a, b);
    t.equal(await inside(a, 'cat "$0/boot-epoch"'), before);
    t.same(await a.stop(), { code: 0, signal: null });
    t.equal(await a.site.namespace.hasDevice(TUN), false);
  });

  labTest(
    `on a disk that is ${fault} a daemon does not start, and its state stays whole`,
    async (t, sandbox) => {
      const { a } = (await createServers(sandbox, ['a', 'b'])).nodes;
      await introduce([a], 4);
      await a.start();
      await a.stop();
      const text = await startAfter(t, a, script);
      t.equal(EPOCH.exec(text)?.[1], '1', 'the start before is the last that was counted');
      t.notMatch(text, /\.new/, 'and nothing half is left');
    },
  );
}

/** Starts the daemon on a disk with its old state and that fault; returns what is in the directory afterwards. */
async function startAfter(t: Test, node: LabNode, fault: string): Promise<string> {
  const script = `${MOUNT} && cp "$0.old/boot-epoch" "$0" && chmod 600 "$0/boot-epoch" && ${fault}
    "$@"; code=$?; echo "== left"; ls "$0"; cat "$0/boot-epoch"; exit $code`;
  await node.site.namespace.run(['mv', stateOf(node), `${stateOf(node)}.old`]);
  const daemon = await node.launch(['unshare', '--mount', 'sh', '-c', script, stateOf(node)]);
  t.match(await daemon.waitExit(LIMIT_MILLIS), { code: 1 });
  const [log = '', left = ''] = daemon.output().split('== left\n').slice(-2);
  t.match(log, /file-unwritable: .*ENOSPC|state-unusable: .*Read-only/);
  t.notMatch(log, /internal error|^ {4}at /m);
  return left;
}

/** Four pages: enough for the state, and soon full. */
const MOUNT = 'mkdir -p "$0" && mount -t tmpfs -o size=16k,mode=700 tmpfs "$0"';

function onSmallDisk(node: LabNode): string[] {
  return ['unshare', '--mount', 'sh', '-c', `${MOUNT} && exec "$@"`, stateOf(node)];
}

/** Runs a shell script where the daemon lives; `$0` is its state directory. */
function inside(node: LabNode, script: string): Promise<string> {
  const enter = ['nsenter', '--target', String(node.daemon.id.pid), '--mount', '--'];
  return node.site.namespace.run([...enter, 'sh', '-c', script, stateOf(node)]);
}

function stateOf(node: LabNode): string {
  return String(node.config['state']);
}
