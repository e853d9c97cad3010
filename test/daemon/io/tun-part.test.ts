import t from 'tap';
import { parseConfig } from '../../../daemon/config/load.js';
import type { Identity } from '../../../daemon/io/identity.js';
import type { Setup } from '../../../daemon/io/part.js';
import { TunPart } from '../../../daemon/io/tun-part.js';
import { createLog } from '../../../daemon/observe/log.js';
import { TEND_MS } from '../../../daemon/wire.js';

function setup(
  mtu: number,
  addresses: readonly string[],
  pools: readonly string[] = ['10.77.0.0/16'],
  more = '',
): Setup {
  const text = `identity: {key: k, certificate: c}\ntrust: t\nsecret: s\ntun: {mtu: ${mtu}}\n${more}`;
  const identity = { trust: { pools }, node: { certificate: { addresses } } };
  return { config: parseConfig('/f.yaml', text), identity: identity as unknown as Identity };
}

const FIRST = setup(1372, ['10.77.0.1']);
const FIRST_WANTED = { mtu: 1372, addresses: ['10.77.0.1/32'], routes: ['10.77.0.0/16'] };

/** A TUN over an engine that notes its commands, refuses what `refuse` says, and a clock that stands. */
function bench() {
  const calls: unknown[][] = [];
  const state: { ms: number; refuse: Partial<Record<string, string>> } = { ms: 10_000, refuse: {} };
  const command = (name: string, ...args: unknown[]): void => {
    const code = state.refuse[name];
    if (code !== undefined) throw Object.assign(new Error(`${name} failed`), { code });
    calls.push([name, ...args]);
  };
  const engine = {
    openTun(wanted: { name: string }) {
      command('openTun', wanted);
      return { name: wanted.name, index: 7, offloads: { vnet: true, tso: true, uso: false } };
    },
    updateTun: (wanted: unknown) => command('updateTun', wanted),
    closeTun: () => command('closeTun'),
  };
  const lines: string[] = [];
  const log = createLog({
    write: (line) => lines.push(line),
    now: () => 0,
    after: () => undefined,
    journal: true,
  });
  const tun = new TunPart(engine, log, () => state.ms, FIRST);
  return { tun, calls, state, lines };
}

t.test('it is opened with addresses, routes and MTU', async (t) => {
  const { tun, calls } = bench();
  t.match(tun.status(), { state: 'retrying', why: 'not opened yet' });
  tun.open();
  t.same(calls, [['openTun', { name: 'festoon0', ...FIRST_WANTED }]]);
  t.match(tun.status(), { name: 'festoon0', state: 'up', mtu: 1372, offloads: { tso: true } });
});

t.test('what peers forward and what managers are asked about is routed too, each range once', async (t) => {
  const { tun, calls } = bench();
  tun.open();
  const key = Buffer.alloc(32, 2).toString('base64');
  const peer = `{name: b, key: ${key}, addresses: [10.77.0.2], routes: [10.80.0.0/16]}`;
  const routes = 'role: manager\naccept_routes: [10.90.0.0/16, 10.80.0.0/16]\n';
  tun.prepare(setup(1372, ['10.77.0.1'], undefined, `${routes}peers: [${peer}]\n`)).commit();
  t.match(calls.at(-1), ['updateTun', { routes: ['10.77.0.0/16', '10.80.0.0/16', '10.90.0.0/16'] }]);
});

t.test(
  'it is looked at when something has changed, at once and then no more often than each half second',
  async (t) => {
    const { tun, calls, state } = bench();
    tun.open();
    calls.length = 0;
    tun.tend();
    t.same(calls, [], 'nothing has changed');
    tun.disturbed();
    t.same(calls, [['updateTun', FIRST_WANTED]]);
    state.ms += 499;
    tun.disturbed();
    tun.tend();
    t.equal(calls.length, 1);
    state.ms += 1;
    tun.tend();
    t.equal(calls.length, 2, 'the second change is not forgotten');
    state.ms += 500;
    tun.tend();
    t.equal(calls.length, 2);
    tun.disturbed();
    t.equal(calls.length, 3);
  },
);

t.test('where it was deleted it is made anew', async (t) => {
  const { tun, calls, state } = bench();
  tun.open();
  calls.length = 0;
  state.refuse = { updateTun: 'netlink-no-device', openTun: 'tun-name-taken' };
  tun.disturbed();
  t.same(calls, [['closeTun']]);
  t.match(tun.status(), { state: 'retrying', why: /openTun failed/ });
  state.refuse = {};
  state.ms += 500;
  tun.tend();
  t.match(calls, [['closeTun'], ['openTun', FIRST_WANTED]]);
  t.equal(tun.status().state, 'up');
});

t.test('what the kernel refuses to give back is tried again, and told once', async (t) => {
  const { tun, calls, state, lines } = bench();
  tun.open();
  calls.length = 0;
  state.refuse = { updateTun: 'netlink-exists' };
  tun.disturbed();
  state.ms += 500;
  tun.tend();
  t.match(tun.status(), { state: 'retrying', why: /updateTun failed/ });
  t.equal(lines.filter((line) => /interface cannot be restored/.test(line)).length, 1);
  t.same(calls, [], 'what is there is kept');
  state.refuse = {};
  state.ms += 500;
  tun.tend();
  t.same(calls, [['updateTun', FIRST_WANTED]]);
  t.equal(tun.status().state, 'up');
});

t.test('what was closed is not made anew', async (t) => {
  const { tun, calls, state } = bench();
  tun.open();
  tun.close();
  calls.length = 0;
  for (const look of [() => tun.disturbed(), () => tun.tend()]) {
    state.ms += 1_000;
    look();
  }
  t.same(calls, []);
});

t.test('what a commit could not do is tried again', async (t) => {
  const { tun, calls, state } = bench();
  tun.open();
  const prepared = await tun.prepare(setup(1300, ['10.77.0.1']));
  calls.length = 0;
  state.refuse = { updateTun: 'netlink-exists' };
  prepared.commit();
  t.match(tun.status(), { state: 'retrying', mtu: 1300 });
  state.refuse = {};
  state.ms += 500;
  tun.tend();
  t.match(calls, [['updateTun', { mtu: 1300 }]]);
  t.equal(tun.status().state, 'up');
});

t.test('a reload has both setups on it until the commit', async (t) => {
  const { tun, calls } = bench();
  tun.open();
  calls.length = 0;
  const same = await tun.prepare(setup(1372, ['10.77.0.1']));
  same.commit();
  t.same(calls, [], 'nothing to do');
  const next = setup(1300, ['10.77.0.9'], ['10.77.0.0/16', '10.78.0.0/16']);
  const prepared = await tun.prepare(next);
  const both = { addresses: ['10.77.0.1/32', '10.77.0.9/32'], routes: ['10.77.0.0/16', '10.78.0.0/16'] };
  t.same(calls, [['updateTun', { mtu: 1372, ...both }]]);
  prepared.undo();
  t.same(calls[1], ['updateTun', FIRST_WANTED]);
  t.equal(tun.status().mtu, 1372);
  const wanted = { mtu: 1300, addresses: ['10.77.0.9/32'], routes: ['10.77.0.0/16', '10.78.0.0/16'] };
  (await tun.prepare(next)).commit();
  t.same(calls[3], ['updateTun', wanted]);
  t.match(tun.status(), { state: 'up', mtu: 1300 });
});

t.test('what the kernel refuses of a new setup refuses the reload', async (t) => {
  const { tun, state } = bench();
  tun.open();
  state.refuse = { updateTun: 'netlink-exists' };
  t.throws(() => tun.prepare(setup(1372, ['10.77.0.1'], ['10.99.0.0/16'])), { code: 'netlink-exists' });
  state.refuse = {};
  tun.tend();
  t.equal(tun.status().state, 'up');
});

t.test('an interface that is gone at the moment refuses no reload', async (t) => {
  const { tun, calls, state } = bench();
  tun.open();
  calls.length = 0;
  state.refuse = { updateTun: 'netlink-no-device' };
  (await tun.prepare(setup(1300, ['10.77.0.1']))).commit();
  t.match(calls, [['closeTun'], ['openTun', { mtu: 1300 }]]);
});

t.test('one that was deleted is back within 3 s, whenever that is, also when a try fails', async (t) => {
  for (let phase = 0; phase < TEND_MS; phase += 50) {
    const { tun, calls, state } = bench();
    const began = state.ms;
    tun.open();
    tun.disturbed();
    state.ms = began + phase;
    state.refuse = { updateTun: 'netlink-no-device', openTun: 'busy' };
    tun.disturbed();
    for (let tended = TEND_MS; tended <= phase + 3_000; tended += TEND_MS) {
      state.ms = began + tended;
      if (tun.status().state === 'retrying') state.refuse = {};
      tun.tend();
    }
    t.match(calls.at(-1), ['openTun'], `deleted ${phase} ms after it was looked at`);
    t.equal(tun.status().state, 'up');
  }
});
