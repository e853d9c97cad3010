import t from 'tap';
import { WallClock } from '../../../daemon/control/wall-clock.js';
import { NOT_AFTER, NOT_BEFORE, WALL } from '../../protocol/support/network.js';
import { connect, HIGHER, LOWER, only, peerFacts, TestNode } from './support/node.js';

const YEAR = 365 * 86_400;
const DAY_MS = 86_400_000;

function clockAt(
  wall: number,
  floor = 0,
): { clock: WallClock; look: (mono: number, wall: number) => boolean } {
  const clock = new WallClock();
  clock.look({ mono: 0, wall }, floor);
  return { clock, look: (mono, at) => clock.look({ mono, wall: at }, floor) };
}

t.test('a clock that goes with the steady one, or is set by less than an hour, is believed', async (t) => {
  const { clock, look } = clockAt(WALL);
  for (const [mono, wall] of [
    [60_000, WALL + 60],
    [61_000, WALL + 3_000],
    [62_000, WALL],
  ] as const) {
    t.notOk(look(mono, wall));
    t.same(clock.span({ mono, wall }), { from: wall, to: wall });
  }
});

t.test('when a certificate is going to near its end, and to end, is known beforehand', async (t) => {
  const { clock, look } = clockAt(WALL);
  const certificate = { notBefore: WALL - 500, notAfter: WALL + 499 };
  const changes = (mono: number): number => {
    look(mono, WALL + mono / 1_000);
    return clock.changesAt({ mono, wall: WALL + mono / 1_000 }, certificate);
  };
  const [ending, ended] = [(500 - 99.9) * 1_000, 500_000];
  t.equal(Math.round(changes(1_000)), ending);
  t.equal(Math.round(changes(ending + 1)), ended);
  t.equal(changes(ended), Number.POSITIVE_INFINITY);
  look(501_000, WALL + 501);
  t.equal(clock.movedAt, 0);
  look(502_000, WALL + 602);
  t.equal(clock.movedAt, 502_000, 'it was set');
});

for (const [way, wall] of [
  ['forward', WALL + YEAR],
  ['back', WALL - YEAR],
] as const) {
  t.test(`after a step ${way} it may be any time between, until the step is undone`, async (t) => {
    const { clock, look } = clockAt(WALL);
    t.ok(look(1_000, wall), 'that is news');
    t.notOk(look(2_000, wall + 1), 'this is not');
    t.ok(clock.suspicious);
    const [from, to] = [WALL + 2, wall + 1].sort((a, b) => a - b);
    t.same(clock.span({ mono: 2_000, wall: wall + 1 }), { from, to });
    t.ok(look(3_000, WALL + 3));
    t.notOk(clock.suspicious);
  });

  t.test(`a step ${way} is believed after a day`, async (t) => {
    const { clock, look } = clockAt(WALL);
    look(1_000, wall);
    look(DAY_MS, wall + 86_399);
    t.ok(clock.suspicious);
    t.ok(look(DAY_MS + 1_000, wall + 86_400));
    const to = wall + 86_400;
    t.same(clock.span({ mono: DAY_MS + 1_000, wall: to }), { from: to, to });
  });
}

t.test('a further step is doubted anew for a day', async (t) => {
  const { clock, look } = clockAt(WALL);
  look(1_000, WALL + 7_200);
  t.notOk(look(DAY_MS + 2_000, WALL + 10 * YEAR));
  t.ok(clock.suspicious);
  t.notOk(look(2 * DAY_MS + 1_000, WALL + 10 * YEAR + 86_399));
  t.ok(look(2 * DAY_MS + 2_000, WALL + 10 * YEAR + 86_400));
});

t.test(
  'a clock below the floor is never believed: it may be any time from there on, or from its last good reading',
  async (t) => {
    const { clock, look } = clockAt(1_000, WALL);
    t.ok(clock.suspicious);
    const ever = Number.POSITIVE_INFINITY;
    t.same(clock.span({ mono: 0, wall: 1_000 }), { from: WALL, to: ever });
    t.notOk(look(2 * DAY_MS, 1_000 + 2 * 86_400));
    t.same(clock.span({ mono: 2 * DAY_MS, wall: 1_000 + 2 * 86_400 }), { from: WALL, to: ever });
    t.ok(look(2 * DAY_MS + 1, WALL + YEAR), 'what it is set to is believed at once');
    t.same(clock.span({ mono: 2 * DAY_MS + 1, wall: WALL + YEAR }), { from: WALL + YEAR, to: WALL + YEAR });
    look(2 * DAY_MS + 1_001, 5);
    t.same(clock.span({ mono: 2 * DAY_MS + 1_001, wall: 5 }), { from: WALL + YEAR + 1, to: ever });
  },
);

/** Two nodes that have been connected for a while. */
function pair(): { lower: TestNode; higher: TestNode } {
  const lower = new TestNode(LOWER, [peerFacts(HIGHER)]);
  const higher = new TestNode(HIGHER, [peerFacts(LOWER)]);
  connect(lower, higher);
  lower.pass(1_000);
  higher.pass(1_000);
  return { lower, higher };
}

for (const step of [YEAR, -YEAR]) {
  t.test(`a clock ${step} s off ends no session and no rekey, and is told once`, async (t) => {
    const { lower, higher } = pair();
    lower.wall += step;
    const wrong = lower.pass(118_000);
    t.same(only(wrong, 'retire-session'), []);
    t.match(
      only(wrong, 'notice').filter(({ what }) => what.startsWith('clock')),
      [{ level: 'alarm', what: 'clock-suspicious' }],
    );
    t.equal(lower.control.snapshot(lower.now).clockSuspicious, true);
    higher.pass(118_000);
    const rekey = lower.pass(1_000);
    const { opened } = connect(lower, higher, only(rekey, 'send-handshake'));
    t.ok(opened);
    lower.wall -= step;
    const right = lower.pass(1_000);
    t.match(
      only(right, 'notice').filter(({ what }) => what.startsWith('clock')),
      [{ level: 'info', what: 'clock-trusted' }],
    );
    t.equal(lower.control.snapshot(lower.now).clockSuspicious, false);
  });
}

t.test(
  'a node that starts before its certificate’s time takes peers whose certificate is newer',
  async (t) => {
    const lower = new TestNode(LOWER, [peerFacts(HIGHER)]);
    const higher = new TestNode(HIGHER, [peerFacts(LOWER)], { facts: { notBefore: NOT_BEFORE + 1_000 } });
    lower.wall = NOT_BEFORE - YEAR;
    t.ok(connect(lower, higher).opened);
    t.equal(lower.control.snapshot(lower.now).clockSuspicious, true);
  },
);

t.test('what time it may be is told as it is believed', async (t) => {
  const { lower } = pair();
  const { now } = lower;
  t.same(lower.control.time(now), { from: now.wall, to: now.wall });
  lower.wall -= YEAR;
  lower.send({ type: 'tick' });
  t.same(lower.control.time(lower.now), { from: now.wall, to: Number.POSITIVE_INFINITY });
});

t.test('a node that starts a year late opens as soon as its clock is right', async (t) => {
  const lower = new TestNode(LOWER, [peerFacts(HIGHER)]);
  const higher = new TestNode(HIGHER, [peerFacts(LOWER)]);
  lower.wall = NOT_AFTER + YEAR;
  t.same(only([...lower.send({ type: 'start' }), ...lower.pass(60_000)], 'send-handshake'), []);
  lower.wall = WALL;
  const right = lower.pass(1_000);
  t.ok(connect(lower, higher, only(right, 'send-handshake')).opened);
});
