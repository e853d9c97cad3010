import t from 'tap';
import { createHealth } from '../../../daemon/io/health.js';
import type { Counters } from '../../../native/index.js';

/** An engine whose worker turns when it is woken, while it lives. */
function bench() {
  const state = { turns: 0n, lives: true, standsMs: 0 };
  const engine = {
    counters: () => ({ turns: state.turns }) as Counters,
    wake: () => {
      if (state.lives) state.turns += 1n;
    },
  };
  return { state, check: createHealth(engine, () => state.standsMs) };
}

t.test('a core that turns when it is woken is healthy', async (t) => {
  const { check } = bench();
  for (let i = 0; i < 20; i += 1) check.look();
  t.same(check.health(), { loop: true, core: true });
});

t.test('a core that does not turn any more is not, and is again when it does', async (t) => {
  const { check, state } = bench();
  check.look();
  check.look();
  state.lives = false;
  for (let i = 0; i < 5; i += 1) check.look();
  t.equal(check.health().core, true, 'it may be slow');
  check.look();
  t.equal(check.health().core, false);
  state.lives = true;
  check.look();
  check.look();
  t.equal(check.health().core, true);
});

t.test('a loop that has stood for 5 s is not healthy', async (t) => {
  const { check, state } = bench();
  state.standsMs = 4999;
  t.equal(check.health().loop, true);
  state.standsMs = 5000;
  t.equal(check.health().loop, false);
});
