import fc from 'fast-check';
import t from 'tap';
import { PrefixIndex } from '../../../daemon/io/prefix-index.js';
import { overlaps, type Prefix, prefixFromBytes } from '../../../protocol/address.js';

/** Prefixes that often hold each other: few bits are ever set. */
const prefix: fc.Arbitrary<Prefix> = fc
  .tuple(
    fc.constantFrom(4, 16),
    fc.nat(128),
    fc.array(fc.constantFrom(0, 1, 128, 255), { minLength: 16, maxLength: 16 }),
  )
  .map(([size, wanted, bytes]) => {
    const length = Math.min(wanted, size * 8);
    const network = bytes
      .slice(0, size)
      .map((byte, i) => byte & (0xff00 >> Math.min(8, Math.max(0, length - 8 * i))));
    return prefixFromBytes(Uint8Array.of(length, ...network));
  })
  .filter((found) => found !== undefined);

t.test('the index finds what comparing with each one finds', async () => {
  fc.assert(
    fc.property(fc.array(prefix, { maxLength: 30 }), prefix, (prefixes, wanted) => {
      const index = new PrefixIndex(prefixes.map((each, i) => [each, i]));
      const expected = prefixes.flatMap((each, i) => (overlaps(each, wanted) ? [i] : []));
      const found = [...index.overlapping(wanted)].sort((a, b) => a - b);
      return JSON.stringify(found) === JSON.stringify(expected);
    }),
    { numRuns: 5000 },
  );
});

t.test('those around come first, the nearest of them before the others', async (t) => {
  const prefixes = [
    '10.0.0.0/8',
    '10.1.0.0/16',
    '10.1.2.0/24',
    '10.1.2.3/32',
    '10.2.0.0/16',
    '11.0.0.0/8',
    '::/0',
  ];
  const index = new PrefixIndex(prefixes.map((each) => [each as Prefix, each]));
  t.same(index.overlapping('10.1.2.0/25' as Prefix), [
    '10.1.2.0/24',
    '10.1.0.0/16',
    '10.0.0.0/8',
    '10.1.2.3/32',
  ]);
  t.same(index.overlapping('9.0.0.0/8' as Prefix), []);
});
