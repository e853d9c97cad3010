import { setImmediate } from 'node:timers/promises';
import t from 'tap';
import { liveDay, reboots } from './support/day.js';

/** Half a day in all; DAY_SEEDS=n takes a whole day for each of n seeds, from DAY_FIRST on. */
const many = process.env['DAY_SEEDS'];
const first = Number(process.env['DAY_FIRST'] ?? 1);
const seeds = Array.from({ length: Number(many ?? 3) }, (_, i) => `seed ${first + i}`);
const hours = many === undefined ? 4 : 24;

t.setTimeout(seeds.length * 600_000);
// Engines are freed when the loop turns, which tests that follow each other at once do not let it.
t.afterEach(() => setImmediate());

for (const seed of seeds) {
  t.test(
    `rekeys of a day lose nothing, double nothing and are counted: ${seed}`,
    { timeout: 600_000 },
    async (t) => {
      const day = liveDay(seed, hours);
      const { missing, doubled, waited, down } = day;
      t.comment(`${seed}: ${JSON.stringify(day)}`);
      t.same({ missing, doubled, waited, down }, { missing: 0, doubled: 0, waited: 0, down: 0 }, seed);
      t.equal(day.counted, day.rekeys, `every rekey of ${seed} is counted`);
      t.ok(day.rekeys / 2 > (hours * 3_600) / 150, `${day.rekeys} rekeys`);
      t.ok(
        day.whole > hours * 1_000 && day.lost > hours * 50,
        `${day.whole} packets, ${day.lost} datagrams lost`,
      );
    },
  );

  t.test(`after a reboot packets flow again within a second: ${seed}`, { timeout: 600_000 }, async (t) => {
    const outages = reboots(seed, many === undefined ? 12 : 60);
    const worst = Math.max(...outages);
    t.comment(`${seed}: outages of ${outages.map(Math.round).join(', ')} ms`);
    t.ok(worst <= 1_000, `${seed}: ${worst} ms`);
  });
}
