import t from 'tap';
import type { Action } from '../../../daemon/control/action.js';
import type { PeerFacts } from '../../../daemon/control/peer-source.js';
import type { Address } from '../../../protocol/address.js';
import { seed } from '../../protocol/support/network.js';
import { newKey, one, only, TestNode } from './support/node.js';

const MANY = 1_000;

/** Their keys are anybody's: nobody answers. */
const peers: readonly PeerFacts[] = Array.from({ length: MANY }, (_, i) => ({
  name: `p${i}`,
  key: seed(`p${i}`),
  addresses: [`10.77.${1 + (i >> 8)}.${i & 255}`] as Address[],
  routes: [],
  endpoints: [{ host: `198.18.${i >> 8}.${i & 255}`, port: 7077 }],
}));

/** What is done in `ms`, and how often control was woken. */
function wakeups(node: TestNode, ms: number): { actions: readonly Action[]; woken: number } {
  const end = node.mono + ms;
  const actions: Action[] = [];
  let woken = 0;
  for (let at = node.control.nextWakeup(); at !== undefined && at <= end; at = node.control.nextWakeup()) {
    actions.push(...node.pass(at - node.mono));
    woken += 1;
  }
  return { actions, woken };
}

t.test('a thousand peers that are added are called over seconds, each woken for little', async (t) => {
  const node = new TestNode('a', []);
  node.send({ type: 'start' });
  const added = node.reconfigure(peers);
  t.equal(only(added, 'set-peer').length, MANY);
  t.equal(one(added, 'update-routes').add.length, MANY);
  t.equal(only(added, 'send-handshake').length, 64);
  const first = wakeups(node, 1_000);
  const called = only(first.actions, 'send-handshake').length;
  t.ok(called >= 190 && called <= 201, `${called} in the first second`);
  const rest = wakeups(node, 9_000);
  const endpoints = [...added, ...first.actions, ...rest.actions].flatMap((action) =>
    action.type === 'send-handshake' ? [action.path] : [],
  );
  t.equal(new Set(endpoints).size, MANY, 'nobody is left out');
  const woken = first.woken + rest.woken;
  t.ok(woken <= 2 * endpoints.length, `woken ${woken} times for ${endpoints.length} calls`);
});

t.test('a thousand peers that are removed leave nothing behind', async (t) => {
  const node = new TestNode('a', []);
  node.send({ type: 'start' });
  node.reconfigure(peers);
  node.pass(1_000);
  const removed = node.reconfigure([]);
  t.equal(only(removed, 'remove-peer').length, MANY);
  t.equal(one(removed, 'update-routes').remove.length, MANY);
  t.equal(removed.length, MANY + 1);
  const { actions, woken } = wakeups(node, 10_000);
  t.same(only(actions, 'send-handshake'), []);
  t.equal(woken, 0);
  t.same(node.control.snapshot(node.now).peers, []);
});

t.test('a change of the own identity again and again does not put the calls off', async (t) => {
  const node = new TestNode('a', []);
  node.send({ type: 'start' });
  node.reconfigure(peers);
  for (let times = 0; times < 5; times++) {
    node.pass(500);
    node.reconfigure(peers, { keyOf: times % 2 === 0 ? newKey('a') : 'a' });
  }
  const { actions } = wakeups(node, 15_000);
  const called = new Set(only(actions, 'send-handshake').map(({ path }) => path));
  t.equal(called.size, MANY);
});
