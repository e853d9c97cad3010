import { spawnSync } from 'node:child_process';
import t from 'tap';
import { hostRoutes, localAddresses } from '../../native/index.js';

const ADDON = new URL('../../native/index.js', import.meta.url).href;

const IN_NAMESPACE = ['unshare', '--net', ...(process.getuid?.() === 0 ? [] : ['--map-root-user'])];

/** What `expression` over the addon's exports gives in a process of its own, behind `wrap`. */
function elsewhere(expression: string, env: NodeJS.ProcessEnv = {}, wrap: string[] = []): unknown {
  const script = `import * as addon from '${ADDON}'; console.log(JSON.stringify(${expression}));`;
  const [command = '', ...rest] = [...wrap, process.execPath, '--input-type=module', '-e', script];
  const child = spawnSync(command, rest, {
    env: { ...process.env, ...env },
    timeout: 20_000,
    encoding: 'utf8',
  });
  if (child.status !== 0) throw new Error(`${command} ended with ${child.status}: ${child.stderr}`);
  return JSON.parse(child.stdout);
}

t.test('without a service manager nothing is told and nothing throws', async (t) => {
  t.equal(elsewhere("addon.notify('READY=1')", { NOTIFY_SOCKET: '/does/not/exist' }), false);
});

t.test('host routes name their interface and their gateway', async (t) => {
  const setup = [
    'ip link add wan type veth peer name far',
    'ip address add 198.51.100.1/24 dev wan',
    'ip address add 2001:db8::1/64 dev wan nodad',
    'ip link set wan up',
    'ip link set far up',
    'ip route add default via 198.51.100.2',
    'ip route add 203.0.113.0/24 nexthop via 198.51.100.3 nexthop via 198.51.100.4',
    'ip route add 192.0.2.0/24 via inet6 2001:db8::2',
    'ip route add unreachable 10.0.0.0/8',
    'ip route add 10.1.0.0/16 dev wan table 77',
    'exec "$@"',
  ].join(' && ');
  const all = elsewhere('addon.hostRoutes()', {}, [...IN_NAMESPACE, 'sh', '-c', setup, 'sh']) as ReturnType<
    typeof hostRoutes
  >;
  const v4 = all.filter(({ prefix }) => !prefix.includes(':'));
  const order = (route: (typeof all)[number]): string => `${route.prefix} ${route.gateway}`;
  t.same(
    v4.toSorted((a, b) => order(a).localeCompare(order(b))),
    [
      { interface: 'wan', prefix: '0.0.0.0/0', gateway: '198.51.100.2' },
      { interface: 'wan', prefix: '192.0.2.0/24', gateway: '2001:db8::2' },
      { interface: 'wan', prefix: '198.51.100.0/24', gateway: null },
      { interface: 'wan', prefix: '203.0.113.0/24', gateway: '198.51.100.3' },
      { interface: 'wan', prefix: '203.0.113.0/24', gateway: '198.51.100.4' },
    ],
  );
  t.ok(all.some((route) => route.prefix === '2001:db8::/64' && route.interface === 'wan'));
});

t.test('a changed network is told through the addon, once it is watched', async (t) => {
  const script = `
    import { execSync } from 'node:child_process';
    import { Engine, decodeEvents } from '${ADDON}';
    const engine = new Engine({ seed: new Uint8Array(32), lanes: 1 });
    const seen = [];
    engine.start({ onEvents: (batch) => seen.push(...decodeEvents(batch)) });
    const after = async (change, waits) => {
      execSync(change);
      for (let tries = 0; tries < waits && seen.length === 0; tries += 1)
        await new Promise((resolve) => setTimeout(resolve, 50));
      return seen.splice(0).map(({ type, what, errno }) => [type, what, errno].join(' '));
    };
    const unwatched = await after('ip link set lo up', 8);
    engine.watchNetwork();
    const watched = await after('ip link set lo mtu 9000', 200);
    console.log(JSON.stringify({ unwatched, watched }));`;
  const node = [process.execPath, '--input-type=module', '-e', script];
  const [command = '', ...rest] = [...IN_NAMESPACE, ...node];
  const child = spawnSync(command, rest, { timeout: 20_000, encoding: 'utf8' });
  t.equal(child.status, 0, child.stderr);
  const { unwatched, watched } = JSON.parse(child.stdout);
  t.same(unwatched, []);
  t.same([...new Set(watched)], ['device network-changed 0']);
});

t.test('this host has the addresses and routes that it tells of', async (t) => {
  t.ok(localAddresses().some(({ address }) => address === '127.0.0.1/8'));
  for (const route of hostRoutes()) t.match(route, { prefix: /\/\d+$/, interface: /./ });
});
