import t from 'tap';
import type { Action } from '../../../daemon/control/action.js';
import type { ControlEvent } from '../../../daemon/control/event.js';
import { relayed } from '../../../daemon/control/path.js';
import {
  controlEvents,
  dataplane,
  type EngineCommands,
  type OtherAction,
} from '../../../daemon/io/dataplane.js';
import type { Address, Endpoint, Prefix } from '../../../protocol/address.js';
import { crypto } from '../../protocol/support/network.js';

const path = '192.0.2.1:7077' as Endpoint;
const via = relayed(7, 0xa1b2);
const entry = { handle: 1, source: 2, target: 3, next: 4, hop: false };
const publicKey = new Uint8Array(32).fill(1);
const prefix = '10.77.0.1/32' as Prefix;

function bench(refuse?: string) {
  const calls: [string, unknown][] = [];
  const elsewhere: OtherAction[] = [];
  const posted: ControlEvent[] = [];
  const engine = new Proxy({} as EngineCommands, {
    get: (_, name: string) => (argument: unknown, watch?: readonly number[], into?: Float64Array) => {
      if (name === 'peerActivity') {
        calls.push([name, [argument, watch]]);
        into?.set([1, 2.5, -1, 2, 4, 7, 0, 3.25, -1, -1]);
        return 2;
      }
      calls.push([name, structuredClone(argument)]);
      if (name === refuse) throw new Error('refused');
      return undefined;
    },
  });
  const perform = dataplane(engine, crypto, (action) => elsewhere.push(action));
  const act = (action: Action): void => perform(action, (event) => posted.push(event));
  return { act, calls, elsewhere, posted };
}

t.test('each action becomes its command', async (t) => {
  const { act, calls } = bench();
  const datagram = new Uint8Array(1100);
  act({ type: 'set-peer', peer: 1, publicKey, sources: [prefix], manager: true });
  act({ type: 'update-routes', add: [[prefix, 1]], remove: [prefix] });
  act({ type: 'set-path', peer: 1, path });
  act({ type: 'set-path', peer: 1, path: via, holdMs: 12.5 });
  act({ type: 'set-relay', on: true, bytesPerSecond: 7, burstBytes: 8 });
  act({ type: 'update-relay', add: [entry], remove: [3] });
  act({ type: 'set-asked', prefixes: [prefix] });
  act({ type: 'refuse-address', address: '10.77.0.9' as Address });
  act({ type: 'retire-session', index: 9 });
  act({ type: 'send-handshake', datagram, path, recipientKey: publicKey, secretSlot: 1 });
  act({ type: 'send-cookie', datagram, path, secretSlot: 1 });
  act({ type: 'send-control', index: 9, kind: 5, flags: 1, body: new Uint8Array() });
  act({ type: 'send-control', index: 9, kind: 3, flags: 0, body: new Uint8Array(), path: via });
  t.match(calls, [
    ['setPeer', { peer: 1, publicKey, sources: [prefix], manager: true }],
    ['updateRoutes', { add: [{ prefix, peer: 1 }], remove: [prefix] }],
    ['setPath', { peer: 1, path, holdNs: undefined }],
    ['setPath', { peer: 1, path: via, holdNs: 12_500_000 }],
    ['setRelay', { on: true, bytesPerSecond: 7, burstBytes: 8 }],
    ['updateRelay', { add: [entry], remove: [3] }],
    ['setAsked', [prefix]],
    ['refuseAddress', '10.77.0.9'],
    ['retireSession', 9],
    ['sendHandshake', { datagram, path, publicKey, secret: 1 }],
    ['sendCookie', { datagram, path, secret: 1 }],
    ['sendControl', { index: 9, kind: 5, flags: 1 }],
    ['sendControl', { index: 9, kind: 3, flags: 0, path: via }],
  ]);
});

for (const refuse of [undefined, 'installSession']) {
  t.test(`keys are wiped when the core ${refuse ? 'refuses' : 'has'} them`, async (t) => {
    const { act, calls } = bench(refuse);
    const keys = { chainingKey: crypto.allocate(64).fill(7), handshakeHash: crypto.allocate(64).fill(8) };
    const facts = {
      index: 9,
      remoteIndex: 8,
      peer: 1,
      suite: 3,
      initiator: true,
      lanes: 1,
      path,
    } as const;
    const install = (): void => act({ type: 'install-session', ...facts, keys });
    if (refuse) t.throws(install);
    else install();
    t.match(calls, [['installSession', { ...facts, chainingKey: { 0: 7 }, handshakeHash: { 0: 8 } }]]);
    t.ok(keys.chainingKey.every((byte) => byte === 0));
    t.ok(keys.handshakeHash.every((byte) => byte === 0));
  });
}

t.test(
  'activity is read of those peers that it is asked of, and they are watched when they are to be',
  async (t) => {
    const { act, calls, posted } = bench();
    act({ type: 'read-activity', peers: [1, 7], watch: [] });
    const watch = [
      { askAfterMs: 16_000.5, tellAfterMs: 250 },
      { askAfterMs: 24_000, tellAfterMs: 1_000 },
    ];
    act({ type: 'read-activity', peers: [1, 7], watch });
    t.same(calls, [
      ['peerActivity', [[1, 7], []]],
      [
        'peerActivity',
        [
          [1, 7],
          [16_000.5, 250, 24_000, 1_000],
        ],
      ],
    ]);
    const peers = [
      { peer: 1, lastReceived: 2.5, lastSent: undefined, lastData: 2, socket: 4 },
      { peer: 7, lastReceived: 0, lastSent: 3.25, lastData: undefined, socket: undefined },
    ];
    t.same(posted, Array(2).fill({ type: 'activity', peers }));
  },
);

t.test('what is not the engine’s goes elsewhere', async (t) => {
  const { act, calls, elsewhere } = bench();
  const actions: OtherAction[] = [
    { type: 'resolve', host: 'b.example.org' },
    { type: 'reopen-tun' },
    { type: 'notice', level: 'info', what: 'session-up' },
  ];
  for (const action of actions) act(action);
  t.same(elsewhere, actions);
  t.same(calls, []);
});

t.test('events of the engine become those of control', async (t) => {
  const record = (kind: number, ...words: number[]): Uint8Array => {
    const bytes = Buffer.alloc(16 + 4 * words.length);
    bytes.writeUInt16LE(kind, 0);
    bytes.writeUInt32LE(bytes.length, 4);
    words.forEach((word, i) => {
      bytes.writeUInt32LE(word, 16 + 4 * i);
    });
    return bytes;
  };
  t.match(controlEvents(Buffer.concat([record(9, 3, 0), record(9, 1, 77)])), [
    { type: 'network-changed' },
    { type: 'device', what: 'tun-lost', errno: 77 },
  ]);
});
