import t from 'tap';
import type { Action } from '../../../daemon/control/action.js';
import { connect, only, peerFacts, TestNode } from './support/node.js';

/** `a` with a session to `b`, whose packets `heard` and `sent` say when they last came and went. */
function session(name: string = 'a'): {
  a: TestNode;
  watch: (ms: number, heard: () => number, sent: () => number) => Action[];
} {
  const a = new TestNode(name, [peerFacts('b')]);
  connect(a, new TestNode('b', [peerFacts(name)]));
  return {
    a,
    watch(ms, heard, sent) {
      const actions: Action[] = [];
      for (const end = a.mono + ms; a.mono < end; ) {
        const next = a.pass(100);
        actions.push(...next);
        if (only(next, 'read-activity').length === 0) continue;
        const peers = [{ peer: 1, lastReceived: heard(), lastSent: sent() }];
        actions.push(...a.send({ type: 'activity', peers }));
      }
      return actions;
    },
  };
}

t.test('a silent session is asked for an answer every 20 s +-20 %', async (t) => {
  const intervals = Array.from({ length: 20 }, (_, i) => {
    const { a, watch } = session(`a-${i}`);
    const heard = a.mono;
    const read = only(
      watch(
        2_000,
        () => heard,
        () => heard,
      ),
      'read-activity',
    ).find((action) => action.watch.length > 0);
    t.match(read, { peers: [1], watch: [{ tellAfterMs: 1_000 }] });
    return read?.watch[0]?.askAfterMs as number;
  });
  t.ok(
    intervals.every((ms) => ms >= 16_000 && ms <= 24_000),
    intervals.join(),
  );
  t.ok(Math.max(...intervals) - Math.min(...intervals) > 3_000, 'not all at once');
});

t.test('traffic that is answered is never asked about', async (t) => {
  const { a, watch } = session();
  const asks = only(
    watch(
      60_000,
      () => a.mono - 20,
      () => a.mono - 10,
    ),
    'send-control',
  );
  t.same(asks, []);
});

t.test('an answer sent long ago to a peer that went quiet is not traffic that waits', async (t) => {
  const { a, watch } = session();
  const at = a.mono;
  t.same(
    only(
      watch(
        10_000,
        () => at,
        () => at + 50,
      ),
      'send-control',
    ),
    [],
  );
});

t.test(
  'a peer that answers nothing is called anew within about five seconds, its session kept',
  async (t) => {
    const { a, watch } = session();
    const heard = a.mono;
    const quick = watch(
      4_900,
      () => heard,
      () => a.mono,
    );
    t.ok(only(quick, 'send-control').length >= 3, 'it is asked once a second');
    t.same(only(quick, 'send-handshake'), []);
    const later = watch(
      1_200,
      () => heard,
      () => a.mono,
    );
    t.ok(only(later, 'send-handshake').length >= 1);
    t.same(only([...quick, ...later], 'retire-session'), []);
    t.match(a.control.snapshot(a.now).peers, [{ state: 'silent', session: {} }]);
  },
);

t.test('a peer that answers after all is not called', async (t) => {
  const { a, watch } = session();
  const first = a.mono;
  watch(
    4_000,
    () => first,
    () => a.mono,
  );
  const again = a.mono;
  const actions = watch(
    3_000,
    () => again,
    () => again,
  );
  t.same(only(actions, 'send-handshake'), []);
});

t.test('what is said of peers without a session, or of no peer, means nothing', async (t) => {
  const a = new TestNode('a', [peerFacts('b', { endpoints: [] })]);
  a.send({ type: 'start' });
  const peers = [1, 9].map((peer) => ({ peer, lastReceived: undefined, lastSent: undefined }));
  t.same(a.send({ type: 'activity', peers }), []);
  t.same(a.send({ type: 'session-needed', peer: 9 }), []);
});

t.test('before anything came or went, the session counts from its beginning', async (t) => {
  const { a } = session();
  const peers = [{ peer: 1, lastReceived: undefined, lastSent: undefined }];
  t.same(only(a.send({ type: 'activity', peers }), 'send-control'), []);
});
