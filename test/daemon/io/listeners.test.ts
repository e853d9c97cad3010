import t from 'tap';
import { parseConfig } from '../../../daemon/config/load.js';
import type { Identity } from '../../../daemon/io/identity.js';
import { Listeners } from '../../../daemon/io/listeners.js';
import type { Setup } from '../../../daemon/io/part.js';
import { createLog } from '../../../daemon/observe/log.js';

function setup(port: number, ...addresses: string[]): Setup {
  const listen = JSON.stringify({ port, addresses });
  const text = `identity: {key: k, certificate: c}\ntrust: t\nsecret: s\nlisten: ${listen}\n`;
  return { config: parseConfig('/f.yaml', text), identity: {} as Identity };
}

/** Listeners over an engine that numbers sockets, notes what is done, and refuses endpoints with a code. */
function bench() {
  const calls: unknown[][] = [];
  const refuse = new Map<string, string>();
  let last = 0;
  const engine = {
    bindUdp({ address, port }: { address: string; port: number }) {
      const name = `${address} ${port}`;
      const code = refuse.get(name);
      if (code !== undefined) throw Object.assign(new Error(`${name}: ${code}`), { code });
      last += 1;
      calls.push(['bind', name]);
      return { id: last, address, port, gso: true, gro: true, receiveBuffer: 1 };
    },
    unbindUdp(id: number) {
      calls.push(['unbind', id]);
      return true;
    },
    preferUdp: (ids: number[]) => calls.push(['prefer', ids]),
  };
  const log = createLog({ write: () => undefined, now: () => 0, after: () => undefined, journal: true });
  const listeners = new Listeners({
    engine,
    log,
    onMoved: (sockets) => calls.push(['moved', sockets]),
    onBound: () => calls.push(['bound']),
  });
  return { listeners, calls, refuse };
}

t.test('each address gets a socket, and at the end none is left', async (t) => {
  const { listeners, calls } = bench();
  listeners.start(setup(7, '0.0.0.0', '::'));
  t.same(listeners.status(), [
    { use: 'tunnel', endpoint: '0.0.0.0:7', state: 'bound' },
    { use: 'tunnel', endpoint: '[::]:7', state: 'bound' },
  ]);
  t.match(listeners.sockets(), [{ address: '0.0.0.0', port: 7, gso: true }, { address: '::' }]);
  calls.length = 0;
  listeners.tend();
  t.same(calls, []);
  listeners.stop();
  t.same(calls, [
    ['unbind', 1],
    ['unbind', 2],
  ]);
});

t.test('an address that is absent at the start is tried until it is there', async (t) => {
  const { listeners, calls, refuse } = bench();
  refuse.set('192.0.2.9 7', 'address-not-local');
  listeners.start(setup(7, '192.0.2.9', '::'));
  t.match(listeners.status(), [{ endpoint: '192.0.2.9:7', state: 'retrying', why: /not-local/ }, {}]);
  listeners.tend();
  t.same(calls, [['bind', ':: 7']]);
  refuse.clear();
  listeners.tend();
  t.same(calls.slice(1), [['bind', '192.0.2.9 7'], ['prefer', [2, 1]], ['bound']]);
  t.match(listeners.status(), [{ endpoint: '192.0.2.9:7', state: 'bound' }, {}]);
});

t.test('a port in use is an error at the start', async (t) => {
  const { listeners, refuse } = bench();
  refuse.set(':: 7', 'port-in-use');
  t.throws(() => listeners.start(setup(7, '0.0.0.0', '::')), { code: 'port-in-use' });
});

t.test('another port: new sockets send, the old ones receive until all is settled', async (t) => {
  const { listeners, calls } = bench();
  listeners.start(setup(7, '0.0.0.0', '::'));
  calls.length = 0;
  const prepared = await listeners.prepare(setup(8, '0.0.0.0', '::'));
  t.same(calls, [
    ['bind', '0.0.0.0 8'],
    ['bind', ':: 8'],
  ]);
  prepared.commit();
  t.same(calls.slice(2), [
    ['prefer', [3, 4]],
    ['moved', [3, 4]],
  ]);
  t.same(
    listeners.status().map(({ endpoint, state }) => `${endpoint} ${state}`),
    ['0.0.0.0:8 bound', '[::]:8 bound', '0.0.0.0:7 draining', '[::]:7 draining'],
  );
  calls.length = 0;
  listeners.settled();
  listeners.settled();
  t.same(calls, [
    ['unbind', 1],
    ['unbind', 2],
  ]);
  t.equal(listeners.sockets().length, 2);
});

t.test('back to the port before while it still receives: its sockets are taken again', async (t) => {
  const { listeners, calls } = bench();
  listeners.start(setup(7, '::'));
  (await listeners.prepare(setup(8, '::'))).commit();
  calls.length = 0;
  (await listeners.prepare(setup(7, '::'))).commit();
  t.same(calls, [
    ['prefer', [1]],
    ['moved', [1]],
  ]);
  t.same(
    listeners.status().map(({ endpoint, state }) => `${endpoint} ${state}`),
    ['[::]:7 bound', '[::]:8 draining'],
  );
});

t.test('what is undone leaves no socket, and one that cannot be bound none of its kind', async (t) => {
  const { listeners, calls, refuse } = bench();
  listeners.start(setup(7, '::'));
  calls.length = 0;
  (await listeners.prepare(setup(8, '0.0.0.0', '::'))).undo();
  t.same(calls.slice(2), [
    ['unbind', 2],
    ['unbind', 3],
  ]);
  refuse.set(':: 9', 'port-in-use');
  calls.length = 0;
  t.throws(() => listeners.prepare(setup(9, '0.0.0.0', '::')), { code: 'port-in-use' });
  t.same(calls, [
    ['bind', '0.0.0.0 9'],
    ['unbind', 4],
  ]);
  t.match(listeners.status(), [{ endpoint: '[::]:7', state: 'bound' }]);
});

t.test(
  'an address that is still waited for does not hinder a reload; a new one that is absent does',
  async (t) => {
    const { listeners, refuse } = bench();
    refuse.set('192.0.2.9 7', 'address-not-local');
    refuse.set('192.0.2.8 7', 'address-not-local');
    listeners.start(setup(7, '192.0.2.9'));
    (await listeners.prepare(setup(7, '192.0.2.9', '::'))).commit();
    t.match(listeners.status(), [{ state: 'retrying' }, { state: 'bound' }]);
    t.throws(() => listeners.prepare(setup(7, '192.0.2.8', '::')), { code: 'address-not-local' });
  },
);

t.test(
  'all addresses instead of one on the same port: what comes to the old socket has followed',
  async (t) => {
    const { listeners, calls } = bench();
    listeners.start(setup(7, '192.0.2.1', '::1'));
    (await listeners.prepare(setup(7, '0.0.0.0'))).commit();
    t.same(calls.slice(3), [
      ['prefer', [3]],
      ['moved', [3, 1]],
    ]);
    (await listeners.prepare(setup(7, '192.0.2.1'))).commit();
    t.same(calls.at(-1), ['moved', [1]]);
  },
);
