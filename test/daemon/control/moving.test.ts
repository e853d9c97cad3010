import t from 'tap';
import type { Action } from '../../../daemon/control/action.js';
import { type Path, relayed } from '../../../daemon/control/path.js';
import type { Endpoint } from '../../../protocol/address.js';
import { connected, direct, M, m, N, peerOf } from './support/introduced.js';
import { only } from './support/node.js';

const home = relayed(M, 7);
const standby = relayed(N, 3);
const other = '203.0.113.4:5' as Endpoint;

/** `a`, whose session with `b` goes through m; it has just challenged b where its record says. */
function talking() {
  const { at, index, puppet, act } = connected();
  const { id: peer } = puppet.peer('b');
  const tokens = new Map<Path, Uint8Array>();
  const sent: Path[] = [];
  const note = (actions: readonly Action[]): readonly Action[] => {
    for (const { kind, path, body } of only(actions, 'send-control')) {
      if (kind !== 3 || path === undefined) continue;
      tokens.set(path, body);
      sent.push(path);
    }
    return actions;
  };
  return {
    at,
    peer,
    act: (what: () => void) => note(act(what)),
    b: puppet.peer('b'),
    /** Whereto challenges went since this was asked last. */
    challenged: () => sent.splice(0),
    pass: (ms: number) => note(at.pass(ms)),
    comesFrom: (source: Path) => note(at.send({ type: 'source-changed', index, peer, source })),
    change: () => note(at.send({ type: 'network-changed' })),
    answer: (source: Path) =>
      note(
        at.send({ type: 'challenge-answered', index, peer, source, token: tokens.get(source) as Uint8Array }),
      ),
    /** What the core has seen of b: `heard` and `sent` ago. */
    report: (heard: number, sent: number) => {
      const seen = { peer, lastReceived: at.mono - heard, lastSent: at.mono - sent };
      return note(at.send({ type: 'activity', peers: [seen] }));
    },
    path: () => peerOf(at, 'b'),
  };
}

function moves(actions: readonly Action[]): unknown[] {
  return only(actions, 'set-path').map(({ path, holdMs }) => [path, holdMs]);
}

/** The same, on a direct path whose round trip is `ms`; the one through the manager takes 20. */
function direct20(ms = 10): ReturnType<typeof talking> {
  const a = talking();
  a.act(() => a.b.introduce({ endpoints: [other] }));
  a.act(() => a.b.introduce({ endpoints: [direct] }));
  a.pass(0);
  a.pass(ms);
  a.answer(direct);
  a.pass(20 - ms);
  a.answer(home);
  a.challenged();
  return a;
}

t.test(
  'a session that is relayed is tried directly at once, and then after 1, 5 and each 30 s',
  async (t) => {
    const a = talking();
    const at: number[] = [];
    a.act(() => a.b.introduce({ endpoints: [direct, other] }));
    for (let ms = 0; ms < 70_000; ms += 100) {
      const paths = a.challenged();
      if (paths.length > 0) {
        at.push(ms);
        t.same(paths, [direct, other, home], 'and measured beside the path in use');
      }
      a.report(10, 10);
      a.pass(100);
    }
    t.same(
      at.map((ms) => Math.round(ms / 1_000)),
      [0, 1, 6, 36, 66],
    );
  },
);

t.test('when the network changes a direct path is tried at once', async (t) => {
  const a = talking();
  a.act(() => a.b.introduce({ endpoints: [other] }));
  a.pass(10_000);
  a.challenged();
  a.change();
  t.same(a.challenged(), [other, home]);
});

t.test('a peer whose direct path lies in the overlay now is followed to where it is', async (t) => {
  const a = direct20();
  a.act(() => a.b.withdraw(home));
  a.at.reconfigure(m, { inOverlay: (address) => direct.startsWith(address) });
  t.equal(a.path()?.path, undefined);
  a.comesFrom(other);
  t.same(a.challenged(), [other]);
  t.same(moves(a.answer(other)), [[other, undefined]]);
});

t.test(
  'packets move to a direct path that has answered, and are held so long that none overtakes',
  async (t) => {
    for (const [first, second, hold] of [
      [4, 10, 23],
      [10, 20, 45],
      [1, 200, 50],
    ] as const) {
      const a = talking();
      a.act(() => a.b.introduce({ endpoints: [other] }));
      a.pass(first);
      t.same(moves(a.answer(other)), [], 'the path in use may be slower');
      a.pass(second - first);
      t.same(moves(a.answer(home)), [[other, hold]]);
      t.match(a.path(), { path: 'direct', endpoint: other, why: 'challenge' });
      t.same(a.answer(home), [], 'a token counts once');
    }
  },
);

t.test('a direct path that is slower is taken too', async (t) => {
  const a = talking();
  a.act(() => a.b.introduce({ endpoints: [other] }));
  a.pass(4);
  t.same(moves(a.answer(home)), []);
  a.pass(2);
  t.same(moves(a.answer(other)), [[other, 12]]);
});

t.test('a direct path is taken without the one in use, which does not answer, after a second', async (t) => {
  const a = talking();
  a.act(() => a.b.introduce({ endpoints: [other] }));
  a.pass(20);
  a.answer(other);
  t.same(moves(a.pass(970)), []);
  t.same(moves(a.pass(20)), [[other, undefined]]);
});

t.test(
  'the first of several direct paths that answers is taken, and the others are not moved to',
  async (t) => {
    const a = talking();
    a.act(() => a.b.introduce({ endpoints: [direct, other] }));
    a.pass(10);
    a.answer(other);
    a.answer(home);
    t.same(moves(a.answer(direct)), []);
    t.equal(a.path()?.endpoint, other);
    a.challenged();
    a.pass(100_000);
    t.same(a.challenged(), [], 'nor tried any more');
  },
);

t.test(
  'a peer that comes by a relayed path is followed there only when the direct one does not answer',
  async (t) => {
    const a = direct20();
    t.match(a.path(), { path: 'direct', endpoint: direct });
    a.pass(30_000);
    a.comesFrom(home);
    t.same(a.challenged(), [home, direct]);
    a.pass(20);
    t.same(moves(a.answer(home)), []);
    t.same(moves(a.answer(direct)), [], 'it lives');
    a.pass(1_000);
    a.comesFrom(home);
    t.same(a.challenged(), [home, direct]);
    a.pass(20);
    a.answer(home);
    t.same(moves(a.pass(470)), []);
    t.same(moves(a.pass(20)), [[home, undefined]]);
    t.same(a.challenged(), []);
    a.pass(1_010);
    t.same(a.challenged(), [direct, home], 'soon it is tried anew');
  },
);

t.test('a peer that moves from one manager to another is followed in order', async (t) => {
  const a = talking();
  a.comesFrom(standby);
  t.same(a.challenged(), [standby, home]);
  a.pass(10);
  a.answer(home);
  a.pass(10);
  t.same(moves(a.answer(standby)), [[standby, 40]]);
  t.match(a.path(), { path: 'relayed', via: 'n', why: 'challenge' });
});

t.test('on a path that was just taken nobody has been asked in vain', async (t) => {
  const a = talking();
  a.act(() => a.b.introduce({ relayed: standby }));
  a.comesFrom(standby);
  a.pass(10);
  t.same(moves(a.answer(standby)), []);
  a.pass(390);
  a.report(0, 1);
  a.pass(300);
  a.report(300, 1);
  a.pass(250);
  a.report(550, 1);
  t.same(moves(a.pass(60)), [[standby, undefined]], 'the one before has not answered for a second');
  t.same(moves(a.pass(240)), [], 'that one was asked, 600 ms ago');
  const moved: unknown[] = [];
  for (let ms = 900; ms < 2_900; ms += 250) moved.push(...moves([...a.report(ms, 1), ...a.pass(250)]));
  t.same(moved.slice(0, 1), [[home, undefined]], 'it is asked in vain as well');
});

t.test(
  'a direct path that is silent while packets go out gives way to the relayed one within a second',
  async (t) => {
    const a = direct20();
    a.pass(30_000);
    let ms = 0;
    for (let moved: unknown[] = []; moved.length === 0 && ms < 5_000; ms += 50) {
      moved = moves([...a.pass(50), ...(ms % 250 === 0 ? a.report(ms, 1) : [])]);
      if (moved.length > 0) t.same(moved, [[home, undefined]]);
    }
    t.ok(ms >= 750 && ms <= 1_000, `${ms} ms`);
    t.match(a.path(), { path: 'relayed', via: 'm', why: 'fallback' });
    a.challenged();
    a.pass(1_050);
    t.same(a.challenged(), [direct, home], 'and is tried again after a second');
  },
);

t.test('a direct path that fails soon after it was taken is tried again later and later', async (t) => {
  const a = direct20();
  const tried: number[] = [];
  for (let times = 0; times < 4; times++) {
    const lost = a.at.mono;
    while (a.path()?.path === 'direct') {
      a.report(a.at.mono - lost, 1);
      a.pass(250);
    }
    a.challenged();
    const since = a.at.mono;
    while (!a.challenged().includes(direct)) {
      a.pass(100);
      a.report(1, 1);
    }
    tried.push(Math.round((a.at.mono - since) / 1_000));
    a.answer(home);
    a.answer(direct);
  }
  t.same(tried, [5, 30, 30, 30]);
});

t.test(
  'a peer that is silent on every path is sought by each in turn, and called when it is gone',
  async (t) => {
    const a = talking();
    a.act(() => a.b.introduce({ relayed: standby, endpoints: [] }));
    const from = a.at.mono;
    const found: unknown[] = [];
    let calledAt: number | undefined;
    for (let ms = 0; ms < 6_000; ms += 250) {
      const done = [...a.report(a.at.mono - from, 1), ...a.pass(250)];
      found.push(...moves(done));
      if (only(done, 'send-handshake').length > 0) calledAt ??= ms;
    }
    t.same(found.slice(0, 3), [
      [standby, undefined],
      [home, undefined],
      [standby, undefined],
    ]);
    t.ok(calledAt !== undefined && calledAt >= 3_250 && calledAt <= 4_000, `${calledAt} ms`);
  },
);

t.test('one ask that stays unanswered moves nothing', async (t) => {
  const a = direct20();
  a.pass(300);
  a.report(300, 1);
  t.same(moves(a.pass(900)), []);
});

t.test('without another path nothing falls back', async (t) => {
  const a = talking();
  a.act(() => a.b.introduce({ endpoints: [] }));
  const from = a.at.mono;
  for (let ms = 0; ms < 5_000; ms += 250)
    t.same(moves([...a.report(a.at.mono - from, 1), ...a.pass(250)]), []);
});

t.test('a far peer is given longer before packets take another path', async (t) => {
  const a = talking();
  a.act(() => a.b.introduce({ endpoints: [other] }));
  a.pass(600);
  a.answer(other);
  a.answer(home);
  t.equal(a.path()?.path, 'direct');
  const from = a.at.mono;
  let ms = 0;
  while (a.path()?.path === 'direct' && ms < 5_000) {
    a.report(a.at.mono - from, 1);
    a.pass(50);
    ms += 50;
  }
  t.ok(ms >= 1_400 && ms <= 1_600, `${ms} ms`);
});
