import t from 'tap';
import { systemRng } from '../../../daemon/io/random.js';
import { systemResolver } from '../../../daemon/io/resolver.js';

t.test('a name of the hosts file gives its addresses', async (t) => {
  const addresses: readonly string[] = await systemResolver('localhost');
  t.ok(addresses.some((address) => address === '127.0.0.1' || address === '::1'));
});

t.test('a name that does not exist gives none', async (t) => {
  t.same(await systemResolver('nowhere.invalid'), []);
});

t.test('randomness differs from call to call, and fractions lie in [0, 1)', async (t) => {
  t.strictNotSame(systemRng.bytes(16), systemRng.bytes(16));
  const fractions = Array.from({ length: 1000 }, () => systemRng.fraction());
  t.ok(fractions.every((fraction) => fraction >= 0 && fraction < 1));
  const mean = fractions.reduce((a, b) => a + b) / 1000;
  t.ok(mean > 0.4 && mean < 0.6, `${mean}`);
});
