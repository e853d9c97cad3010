import t from 'tap';
import type { Setup } from '../../../daemon/io/part.js';
import { systemRng } from '../../../daemon/io/random.js';
import { resolveOutside, systemResolver } from '../../../daemon/io/resolver.js';
import { createLog } from '../../../daemon/observe/log.js';
import type { Address } from '../../../protocol/address.js';

t.test('a name of the hosts file gives its addresses', async (t) => {
  const addresses: readonly string[] = await systemResolver('localhost');
  t.ok(addresses.some((address) => address === '127.0.0.1' || address === '::1'));
});

t.test('a name that does not exist gives none', async (t) => {
  t.same(await systemResolver('nowhere.invalid'), []);
});

t.test('an answer is judged by the overlay of the moment when it comes', async (t) => {
  const setup = (pool: string): Setup =>
    ({
      config: { peers: [], acceptRoutes: [], forceRoutes: [] },
      identity: { trust: { pools: [pool] } },
    }) as unknown as Setup;
  const lines: string[] = [];
  const log = createLog({
    write: (line) => lines.push(line),
    now: () => 0,
    after: () => undefined,
    journal: true,
  });
  let inForce = setup('10.77.0.0/16');
  let answer = (_: readonly Address[]): void => undefined;
  const resolve = (): Promise<readonly Address[]> =>
    new Promise((resolved) => {
      answer = resolved;
    });
  const addresses = ['10.77.0.9', '10.90.0.9', '192.0.2.9'] as Address[];
  const ask = (): Promise<readonly Address[]> => resolveOutside('b.example.org', () => inForce, log, resolve);

  const asked = ask();
  inForce = setup('10.90.0.0/16');
  answer(addresses);
  t.same(await asked, ['10.77.0.9', '192.0.2.9']);
  t.match(lines, [/endpoint-in-overlay.*b\.example\.org/]);
  inForce = setup('10.80.0.0/16');
  const again = ask();
  answer(addresses);
  t.same(await again, addresses);
});

t.test('randomness differs from call to call, and fractions lie in [0, 1)', async (t) => {
  t.strictNotSame(systemRng.bytes(16), systemRng.bytes(16));
  const fractions = Array.from({ length: 1000 }, () => systemRng.fraction());
  t.ok(fractions.every((fraction) => fraction >= 0 && fraction < 1));
  const mean = fractions.reduce((a, b) => a + b) / 1000;
  t.ok(mean > 0.4 && mean < 0.6, `${mean}`);
});
