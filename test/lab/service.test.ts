// What the daemon tells a service manager over a real NOTIFY_SOCKET, and when it stops feeding the watchdog.
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LabNode } from '../../daemon/lab/node.js';
import type { Sandbox } from '../../daemon/lab/sandbox.js';
import { createServers, introduce } from '../../daemon/lab/servers.js';
import { NotifySocket } from './notify-socket.js';
import { blocked, labTest, preloaded } from './support.js';

const LIMIT_MILLIS = 30_000;
/** It is fed three times in this. */
const WATCHDOG_MICROS = 1_500_000;
const BLOCK_MILLIS = 6_000;

for (const [kind, nameIn] of Object.entries({
  path: (sandbox: Sandbox) => sandbox.path('notify.sock'),
  abstract: (sandbox: Sandbox) => `@festoon-${sandbox.name}`,
})) {
  labTest(`start, reload, refused reload and stop are told to a socket by ${kind}`, async (t, sandbox) => {
    const { a, b } = await servers(sandbox);
    const socket = await NotifySocket.bind(sandbox, a.site.namespace, nameIn(sandbox));
    await a.launch(socket.wrapper());
    await socket.heard(/^READY=1/, LIMIT_MILLIS);
    t.equal((await a.status()).control.peers.length, 1, 'the control socket answers when it is ready');
    t.equal(await a.site.namespace.hasDevice('festoon0'), true, 'and the TUN is there');

    await a.reload();
    const before = socket.received.length;
    await a.writeConfig('nonsense: true\n');
    a.signal('SIGHUP');
    const refused = await socket.heard(/^READY=1 STATUS=.*config refused/, LIMIT_MILLIS, before);
    t.match(refused.state, /config refused: .*a\.yaml:/, 'and where');

    await b.start();
    await socket.heard(/STATUS=1 of 1 peers up/, LIMIT_MILLIS);
    await a.stop();
    t.match(socket.milestones, [
      /^READY=1 STATUS=0 of 1 peers up$/,
      /^RELOADING=1 MONOTONIC_USEC=\d+ /,
      /^READY=1 /,
      /^RELOADING=1 MONOTONIC_USEC=\d+ /,
      /^READY=1 /,
      /^STOPPING=1 /,
    ]);
    t.equal(socket.milestones.length, 6, 'and nothing else');
    for (const { at, state } of socket.received.filter((one) => one.state.startsWith('RELOADING'))) {
      const said = Number(/MONOTONIC_USEC=(\d+)/.exec(state)?.[1]) / 1000;
      t.ok(at - said >= 0 && at - said < 5_000, `said at ${said} ms, heard at ${at} ms of CLOCK_MONOTONIC`);
    }
  });
}

labTest('the watchdog is fed while all is well, and not while JavaScript stands', async (t, sandbox) => {
  const { a } = await servers(sandbox);
  const socket = await NotifySocket.bind(sandbox, a.site.namespace, sandbox.path('notify.sock'));
  await a.launch([...socket.wrapper(WATCHDOG_MICROS), ...preloaded('block', { BLOCK_MILLIS })]);
  await socket.fed(4, LIMIT_MILLIS);
  const [first, , , fourth] = socket.pings;
  const third = WATCHDOG_MICROS / 3000;
  // The first may have been heard late.
  t.ok((fourth?.at ?? 0) - (first?.at ?? 0) >= 2 * third, 'not more often than needed');

  a.signal('SIGUSR2');
  const [from, to] = await blocked(a, LIMIT_MILLIS);
  const until = (end: number): number => socket.pings.filter(({ at }) => at < end).length;
  await socket.fed(until(to) + 1, LIMIT_MILLIS);
  // One that left before may have been heard late.
  const meanwhile = until(to) - until(from);
  t.ok(meanwhile <= 1, `${meanwhile} while JavaScript was blocked`);
  t.pass('and again when it is free');
});

labTest('the watchdog starves when the packet engine stands', async (t, sandbox) => {
  const { a } = await servers(sandbox);
  const socket = await NotifySocket.bind(sandbox, a.site.namespace, sandbox.path('notify.sock'));
  await a.launch(socket.wrapper(WATCHDOG_MICROS));
  await socket.fed(3, LIMIT_MILLIS);
  const resume = await holdWorker(sandbox, a);
  await socket.heard(/STATUS=.*the packet engine stands/, LIMIT_MILLIS);
  const starving = socket.pings.length;
  await sleep((2 * WATCHDOG_MICROS) / 1000);
  t.equal(socket.pings.length, starving, 'no ping in two times its time');
  t.equal((await a.status()).health.core, false, 'while the JavaScript loop answers');
  await resume();
  await socket.fed(starving + 1, LIMIT_MILLIS);
});

labTest('another process’s watchdog is not fed', async (t, sandbox) => {
  const { a } = await servers(sandbox);
  const socket = await NotifySocket.bind(sandbox, a.site.namespace, sandbox.path('notify.sock'));
  await a.launch([...socket.wrapper(300_000), 'WATCHDOG_PID=1']);
  await socket.heard(/^READY=1/, LIMIT_MILLIS);
  await sleep(2_000);
  t.same(socket.pings, []);
});

/** Stops one thread of a process until this one ends, by ptrace(2): SEIZE and INTERRUPT. */
const HOLD = `
  my ($ptrace, $tid) = @ARGV; $| = 1;
  syscall($ptrace + 0, 0x4206, $tid + 0, 0, 0) == 0 or die "seize: $!";
  syscall($ptrace + 0, 0x4207, $tid + 0, 0, 0) == 0 or die "interrupt: $!";
  print "held\n"; sleep 600;
`;
/** Of ptrace(2), by architecture. */
const PTRACE: Readonly<Record<string, string>> = { x64: '101', arm64: '117' };

/** Stops the thread of the packet engine; what is returned lets it go on. */
async function holdWorker(sandbox: Sandbox, { daemon }: LabNode): Promise<() => Promise<unknown>> {
  const tasks = `/proc/${daemon.id.pid}/task`;
  const worker = readdirSync(tasks).find((tid) =>
    readFileSync(`${tasks}/${tid}/comm`, 'utf8').startsWith('festoon-'),
  );
  const holder = await sandbox.start('hold', ['perl', '-e', HOLD, PTRACE[process.arch] ?? '', worker ?? '']);
  await holder.line(/held/, LIMIT_MILLIS);
  return () => holder.stop();
}

async function servers(sandbox: Sandbox): Promise<{ a: LabNode; b: LabNode }> {
  const { nodes } = await createServers(sandbox, ['a', 'b']);
  await introduce([nodes.a, nodes.b], 4);
  return nodes;
}
