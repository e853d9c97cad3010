import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { ROOT } from '../rules/tree.js';
import { draw } from './draw.js';
import type { Plan } from './plan.js';
import { run } from './run.js';

const REGRESSIONS = join(ROOT, 'test/sim/regressions');

t.setTimeout(300_000);

t.test('one seed is one run, to the last datagram', async (t) => {
  const [first, second, other] = [run(draw(3)), run(draw(3)), run(draw(4))];
  t.equal(first.violation, undefined);
  t.equal(second.hash, first.hash);
  t.not(other.hash, first.hash);
});

t.test('with real handshakes too', async (t) => {
  const plan = { ...draw(2), real: true };
  const [first, second] = [run(plan), run(plan)];
  t.equal(first.violation, undefined);
  t.equal(second.hash, first.hash);
});

t.test('what was once found stays away', async (t) => {
  for (const file of readdirSync(REGRESSIONS).filter((name) => name.endsWith('.json'))) {
    const { plan } = JSON.parse(readFileSync(join(REGRESSIONS, file), 'utf8')) as { plan: Plan };
    t.equal(run(plan).violation, undefined, file);
  }
});
