import { writeFile } from 'node:fs/promises';
import { eventually } from '../../daemon/lab/eventually.js';
import { bringUp, createServers, introduce } from '../../daemon/lab/servers.js';
import { labTest, losesNothing, reachEachOther } from './support.js';

const LIMIT_MILLIS = 30_000;

labTest('SIGHUP moves the metrics to another address', async (t, sandbox) => {
  const { a, b } = (await createServers(sandbox, ['a', 'b'])).nodes;
  await introduce([a, b], 4);
  await bringUp([a, b]);
  await a.configure([b.asPeer([b.endpoint(4)])], { metrics: '127.0.0.1:9078' });
  a.daemon.signal('SIGHUP');
  await a.daemon.line(/config read again applied=metrics.address$/m, LIMIT_MILLIS);
  t.same(
    (await a.site.namespace.openPorts()).filter((port) => /^tcp/.test(port)),
    ['tcp 9078'],
  );
  await reachEachOther(t, a, b);
});

labTest('a config that is refused leaves everything as it was, and says why', async (t, sandbox) => {
  const { a, b } = (await createServers(sandbox, ['a', 'b'])).nodes;
  await introduce([a, b], 4);
  await bringUp([a, b]);
  const before = await a.status();
  t.match(before.reload, { ok: true, problems: [] });
  await writeFile(a.configFile, 'peers: [{name: b, key: half');
  a.daemon.signal('SIGHUP');
  await a.daemon.line(/config refused code=config-invalid problem=".*a\.yaml:1:/m, LIMIT_MILLIS);
  const { reload, ...after } = await a.status();
  t.match(reload, { ok: false, lastSuccess: before.reload.lastSuccess, problems: [/a\.yaml:1:\d+: /] });
  t.same(after.sockets, before.sockets);
  await reachEachOther(t, a, b);
  await introduce([a, b], 4);
  a.daemon.signal('SIGHUP');
  await eventually('the good config', LIMIT_MILLIS, async () =>
    (await a.status()).reload.ok ? true : undefined,
  );
});

labTest('SIGUSR1 opens no inspector', async (t, sandbox) => {
  const { a, b } = (await createServers(sandbox, ['a', 'b'])).nodes;
  await introduce([a, b], 4);
  await bringUp([a, b]);
  const ports = await a.site.namespace.openPorts();
  a.daemon.signal('SIGUSR1');
  await reachEachOther(t, a, b);
  t.same(await a.site.namespace.openPorts(), ports);
});

labTest(
  'a peer is added, moved to another endpoint and removed, and the others lose nothing',
  async (t, sandbox) => {
    const { a, b, c } = (await createServers(sandbox, ['a', 'b', 'c'])).nodes;
    await introduce([a, b, c], 4);
    await a.configure([b.asPeer([b.endpoint(4)])]);
    await Promise.all([a.start(), b.start(), c.start()]);
    await a.up(b.name);
    await losesNothing(t, a, b, async () => {
      await a.configure([b.asPeer([b.endpoint(4)]), c.asPeer([c.endpoint(4)])]);
      a.daemon.signal('SIGHUP');
      t.match(await a.up(c.name), { endpoint: c.endpoint(4) });
      await a.configure([b.asPeer([b.endpoint(4)]), c.asPeer([c.endpoint(6)])]);
      a.daemon.signal('SIGHUP');
      await a.daemon.line(/applied=peers\[c\]\.endpoints$/m, LIMIT_MILLIS);
      await a.configure([b.asPeer([b.endpoint(4)])]);
      a.daemon.signal('SIGHUP');
      await eventually('a without c', LIMIT_MILLIS, async () =>
        (await a.peerStatus(c.name)) === undefined ? true : undefined,
      );
    });
    await reachEachOther(t, a, b);
  },
);

labTest('reloads asked for in a row end with the last config in force', async (t, sandbox) => {
  const { a, b } = (await createServers(sandbox, ['a', 'b'])).nodes;
  await introduce([a, b], 4);
  await bringUp([a, b]);
  for (let mtu = 1300; mtu < 1330; mtu += 1) {
    await a.change({ tun: { ...a.config.tun, mtu } });
    a.signal('SIGHUP');
  }
  await eventually('the last MTU', LIMIT_MILLIS, async () =>
    (await a.status()).tun.mtu === 1329 ? true : undefined,
  );
  t.match(await a.site.namespace.ip('link', 'show', 'festoon0'), / mtu 1329 /);
  const { count } = (await a.status()).reload;
  t.ok(count.applied >= 1 && count.applied <= 30 && count.refused === 0);
  await reachEachOther(t, a, b);
});

labTest(
  'keys that need a restart keep their value, are named, and the rest is applied',
  async (t, sandbox) => {
    const { a, b } = (await createServers(sandbox, ['a', 'b'])).nodes;
    await introduce([a, b], 4);
    await bringUp([a, b]);
    await a.change({ tun: { name: 'festoon9', mtu: 1340 }, log: { level: 'error' } });
    const { code, stdout } = await a.reload();
    t.equal(code, 0);
    t.match(stdout, /tun\.name +restart/);
    t.match((await a.status()).reload, { ok: true, needRestart: ['tun.name'] });
    t.match(await a.site.namespace.ip('link', 'show', 'festoon0'), / mtu 1340 /);
    t.equal(await a.site.namespace.hasDevice('festoon9'), false);
    t.notMatch(a.log, /config read again/, 'told at the new level, or not');
    await a.change({ log: { level: 'info' } });
    t.match(await a.reload(), { code: 0 });
    t.match(a.log, /config read again applied=log\.level needs_restart=tun\.name/);
    await reachEachOther(t, a, b);
  },
);
