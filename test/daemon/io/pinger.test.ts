import t from 'tap';
import type { PingEvent } from '../../../daemon/control/event.js';
import { createPinger, type Pinger } from '../../../daemon/io/pinger.js';
import type { Endpoint } from '../../../protocol/address.js';

const ENDPOINT = '203.0.113.5:7077' as Endpoint;

interface Bench {
  readonly pinger: Pinger;
  readonly posted: PingEvent[];
  readonly clock: { now: number };
}

function bench(): Bench {
  const posted: PingEvent[] = [];
  const clock = { now: 1000 };
  const pinger = createPinger({ post: (event) => posted.push(event), now: () => clock.now });
  return { pinger, posted, clock };
}

function body(peer: unknown, timeoutMs: unknown = 1000): string {
  return JSON.stringify({ peer, timeoutMs });
}

t.test('an echo that comes back is reported with its round trip', async (t) => {
  const { pinger, posted, clock } = bench();
  const answer = pinger.answer(body('b'));
  t.match(posted, [{ type: 'ping', peer: 'b' }]);
  clock.now += 12.5;
  pinger.settle({ type: 'ping-result', id: posted[0]?.id ?? 0n, ok: true, peer: 'b', endpoint: ENDPOINT });
  t.same(await answer, { festoon: 'ping/1', ok: true, peer: 'b', endpoint: ENDPOINT, rttMs: 12.5 });
});

t.test('an answered ping leaves no timer behind', async (t) => {
  const timers = (): number => process.getActiveResourcesInfo().filter((one) => one === 'Timeout').length;
  const { pinger, posted } = bench();
  const before = timers();
  const answer = pinger.answer(body('b', 60_000));
  t.equal(timers(), before + 1);
  pinger.settle({ type: 'ping-result', id: posted[0]?.id ?? 0n, ok: true, peer: 'b', endpoint: ENDPOINT });
  await answer;
  t.equal(timers(), before);
});

t.test('what control cannot do is reported with its code', async (t) => {
  const { pinger, posted } = bench();
  const answer = pinger.answer(body('b'));
  pinger.settle({ type: 'ping-result', id: posted[0]?.id ?? 0n, ok: false, code: 'ping-no-session' });
  t.match(await answer, { ok: false, code: 'ping-no-session', message: /./ });
});

t.test(
  'a peer that is being found is asked for again, and the time counts from the echo that came back',
  async (t) => {
    const { pinger, posted, clock } = bench();
    const answer = pinger.answer(body('10.77.0.2'));
    const id = posted[0]?.id ?? 0n;
    for (let asked = 1; asked <= 3; asked++) {
      pinger.settle({ type: 'ping-result', id, ok: false, code: 'ping-sought' });
      clock.now += 30;
      while (posted.length <= asked) await new Promise((resolve) => setTimeout(resolve, 1));
    }
    t.same(new Set(posted.map((one) => `${one.id} ${one.peer}`)).size, 1);
    clock.now += 5;
    pinger.settle({ type: 'ping-result', id, ok: true, peer: 'b', via: 'm1' });
    t.match(await answer, { ok: true, via: 'm1', rttMs: 5 });
  },
);

t.test('one that is not found in time is told as such, and leaves no timer behind', async (t) => {
  const timers = (): number => process.getActiveResourcesInfo().filter((one) => one === 'Timeout').length;
  const before = timers();
  const pinger: Pinger = createPinger({
    post: ({ id }) => pinger.settle({ type: 'ping-result', id, ok: false, code: 'ping-sought' }),
    now: () => 0,
  });
  t.match(await pinger.answer(body('10.77.0.2', 70)), { ok: false, code: 'ping-sought' });
  t.equal(timers(), before);
});

t.test('an answer in the same turn is taken too', async (t) => {
  const pinger: Pinger = createPinger({
    post: ({ id }) => pinger.settle({ type: 'ping-result', id, ok: true, peer: 'b', endpoint: ENDPOINT }),
    now: () => 0,
  });
  t.match(await pinger.answer(body('10.77.0.2')), { ok: true, peer: 'b', rttMs: 0 });
});

t.test('no answer in time is one too, and a late one is ignored', async (t) => {
  const { pinger, posted } = bench();
  t.match(await pinger.answer(body('b', 20)), { ok: false, code: 'ping-no-answer' });
  pinger.settle({ type: 'ping-result', id: posted[0]?.id ?? 0n, ok: true, peer: 'b', endpoint: ENDPOINT });
});

t.test('whoever stops answers those that wait, and leaves no timer behind', async (t) => {
  const timers = (): number => process.getActiveResourcesInfo().filter((one) => one === 'Timeout').length;
  const { pinger, posted } = bench();
  const before = timers();
  const answers = ['b', 'c'].map((peer) => pinger.answer(body(peer, 60_000)));
  pinger.stop();
  t.equal(timers(), before);
  const refused = { festoon: 'ping/1', ok: false, code: 'daemon-stopping', message: /./ };
  t.match(await Promise.all(answers), [refused, refused]);
  t.match(await pinger.answer(body('b', 60_000)), refused);
  t.equal(timers(), before);
  t.equal(posted.length, 2, 'nobody is asked any more');
});

t.test('pings at once are told apart', async (t) => {
  const { pinger, posted, clock } = bench();
  const answers = ['b', 'c'].map((peer) => pinger.answer(body(peer)));
  for (const { id, peer } of [...posted].reverse()) {
    clock.now += 5;
    pinger.settle({ type: 'ping-result', id, ok: true, peer, endpoint: ENDPOINT });
  }
  t.match(await Promise.all(answers), [
    { peer: 'b', rttMs: 10 },
    { peer: 'c', rttMs: 5 },
  ]);
});

t.test('a request that is none reaches nobody', async (t) => {
  const { pinger, posted } = bench();
  const bodies = ['', '{', 'null', '7', '[]', body(''), body(7), body('b'.repeat(256))];
  const times = [0, -1, 60_001, '5', null].map((timeout) => body('b', timeout));
  for (const text of [...bodies, ...times])
    t.match(await pinger.answer(text), { festoon: 'ping/1', ok: false, code: 'control-request' }, text);
  t.same(posted, []);
});
