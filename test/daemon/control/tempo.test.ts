import t from 'tap';
import type { Action } from '../../../daemon/control/action.js';
import { Challenges } from '../../../daemon/control/challenges.js';
import type { PeerActivity } from '../../../daemon/control/event.js';
import type { Path } from '../../../daemon/control/path.js';
import { connected, M, node, peerOf } from './support/introduced.js';
import { connect, MANAGER, only, peerFacts, TestNode } from './support/node.js';
import { seededRng } from './support/rng.js';
import { Statistics } from './support/statistics.js';

/** A node with a session to one of its managers. */
function attached() {
  const hand = node('a');
  const { at, act, puppet } = hand;
  const called = act(() => puppet.peer('m').want(true));
  const manager = new TestNode('m', [peerFacts('a')], MANAGER);
  const { opened } = connect(at, manager, only(called, 'send-handshake'));
  return { ...hand, index: opened.index };
}

/** Lets `ms` pass, while the core sees what `seen` says. How often the manager was looked at, and what else was done. */
function watch(at: TestNode, ms: number, seen: () => PeerActivity[]): { looks: number; done: Action[] } {
  const statistics = new Statistics(at, seen);
  const done = statistics.pass(ms);
  return { looks: statistics.reads.get(M) ?? 0, done };
}

t.test(
  'a manager that is silent while packets go out is asked at once and gone a second later',
  async (t) => {
    const { at, puppet, index } = attached();
    const from = at.mono;
    const seen = (): PeerActivity[] => [{ peer: M, lastReceived: from, lastSent: at.mono }];
    let asked: number | undefined;
    while (puppet.peer('m').answers && at.mono - from < 5_000) {
      const { done } = watch(at, 10, seen);
      if (only(done, 'send-control').length > 0) asked ??= at.mono;
    }
    const gone = at.mono - (asked ?? 0);
    t.ok(gone >= 900 && gone <= 1_010, `gone ${gone} ms after it was asked`);
    t.ok(at.mono - from <= 2_300, `${at.mono - from} ms`);
    t.ok(only(watch(at, 1_000, seen).done, 'send-control').every((frame) => frame.index === index));
  },
);

t.test('while packets go to a manager it is looked at four times a second', async (t) => {
  const { at } = attached();
  const busy = (): PeerActivity[] => [{ peer: M, lastReceived: at.mono, lastSent: at.mono }];
  watch(at, 1_000, busy);
  t.equal(watch(at, 4_000, busy).looks, 16);
  const rest = at.mono;
  const idle = (): PeerActivity[] => [{ peer: M, lastReceived: rest, lastSent: rest }];
  watch(at, 2_000, idle);
  t.equal(watch(at, 4_000, idle).looks, 0);
});

t.test('a manager whose packets only come, and then do not, is asked once and soon', async (t) => {
  const { at, puppet } = attached();
  const flowing = (): PeerActivity[] => [{ peer: M, lastReceived: at.mono, lastSent: 0, lastData: at.mono }];
  t.same(
    only(watch(at, 3_000, flowing).done, 'send-control'),
    [],
    'as long as they come there is no need to',
  );
  const ended = at.mono;
  const seen = { peer: M, lastReceived: ended, lastSent: 0, lastData: ended };
  let answered = ended;
  const quiet = (): PeerActivity[] => [{ ...seen, lastReceived: answered }];
  const { done } = watch(at, 700, quiet);
  t.equal(only(done, 'send-control').length > 0, true);
  answered = at.mono;
  t.same(only(watch(at, 5_000, quiet).done, 'send-control'), [], 'an answer is enough');

  const again = (): PeerActivity[] => [{ peer: M, lastReceived: at.mono, lastSent: 0, lastData: at.mono }];
  watch(at, 3_000, again);
  const killed = at.mono;
  let asked = 0;
  const dead = (): PeerActivity[] => [{ peer: M, lastReceived: killed, lastSent: asked, lastData: killed }];
  while (puppet.peer('m').answers && at.mono - killed < 5_000) {
    if (only(watch(at, 10, dead).done, 'send-control').length > 0) asked = at.mono;
  }
  t.ok(at.mono - killed < 2_000, `gone after ${at.mono - killed} ms`);
});

t.test(
  'a peer that is asked in vain is silent, long before its session ends, until it is heard',
  async (t) => {
    const { at, puppet } = connected();
    const b = puppet.peer('b').id;
    const from = at.mono;
    let heard = from;
    const seen = (): PeerActivity[] => [{ peer: b, lastReceived: heard, lastSent: at.mono }];
    t.equal(peerOf(at, 'b')?.state, 'up');
    while (peerOf(at, 'b')?.state === 'up' && at.mono - from < 60_000) watch(at, 10, seen);
    t.equal(peerOf(at, 'b')?.state, 'silent');
    t.ok(at.mono - from < 6_500, `after ${at.mono - from} ms`);
    t.ok(peerOf(at, 'b')?.sessionAge !== undefined, 'its session is there yet');
    heard = at.mono;
    watch(at, 1_100, seen);
    t.equal(peerOf(at, 'b')?.state, 'up');
  },
);

t.test('an idle manager that misses one ask is not gone', async (t) => {
  const { at, puppet } = attached();
  const from = at.mono;
  const seen = (): PeerActivity[] => [{ peer: M, lastReceived: from, lastSent: from }];
  const isAsked = (): boolean => only(watch(at, 10, seen).done, 'send-control').length > 0;
  while (!isAsked() && at.mono - from < 30_000);
  // The core has asked it 250 ms before.
  const { done } = watch(at, 3_150, seen);
  t.ok(only(done, 'send-control').length >= 10, 'it is asked four times a second');
  t.ok(puppet.peer('m').answers);
  watch(at, 200, seen);
  t.notOk(puppet.peer('m').answers);
});

t.test('whoever waits for what a manager relays waits for the manager', async (t) => {
  const { at, act, puppet } = connected();
  const called = act(() => puppet.peer('m').want(true));
  const { index } = connect(
    at,
    new TestNode('m', [peerFacts('a')], MANAGER),
    only(called, 'send-handshake'),
  ).opened;
  const b = puppet.peer('b').id;
  const silent = { lastReceived: undefined, lastSent: undefined };
  const asks = ({ done }: { done: Action[] }): Action[] =>
    only(done, 'send-control').filter((frame) => frame.index === index && frame.kind === 5);
  const answered = (): PeerActivity[] => [
    { peer: M, ...silent },
    { peer: b, lastReceived: at.mono, lastSent: at.mono },
    { peer: 77, ...silent },
  ];
  t.same(asks(watch(at, 3_000, answered)), []);
  const heard = at.mono;
  t.ok(
    asks(
      watch(at, 2_000, () => [
        { peer: M, ...silent },
        { peer: b, lastReceived: heard, lastSent: at.mono },
      ]),
    ).length > 0,
  );
});

t.test('a manager is called every half second for a minute, and then every five seconds', async (t) => {
  const { at, act, puppet } = node('a');
  const calls = [...act(() => puppet.peer('m').want(true)), ...at.pass(59_600)];
  t.equal(only(calls, 'send-handshake').length, 120);
  const later = only(at.pass(60_000), 'send-handshake').length;
  t.ok(later >= 9 && later <= 16, `${later} in the next minute`);
});

t.test('challenges in flight are bounded, and the oldest gives way', async (t) => {
  const sent: Uint8Array[] = [];
  const emit = (action: Action): void => {
    if (action.type === 'send-control') sent.push(action.body);
  };
  const challenges = new Challenges({ emit, rng: seededRng('challenges'), restless: new Set() });
  const path = (i: number): Path => `192.0.2.${i}:7` as Path;
  for (let i = 0; i < 65; i++) challenges.send(i, 1, path(i));
  t.notOk(challenges.answered(70, path(0), sent[0] as Uint8Array));
  t.ok(challenges.answered(70, path(1), sent[1] as Uint8Array));
  t.equal(challenges.rttMs(path(1)), 69);
  t.same(challenges.proved(), [path(1)]);
  challenges.send(80, 1, path(1));
  t.equal(challenges.rttMs(path(1)), undefined, 'the last one counts');
});
