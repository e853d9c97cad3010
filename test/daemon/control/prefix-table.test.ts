import t from 'tap';
import { PrefixTable } from '../../../daemon/control/prefix-table.js';
import { type Address, contains, type Prefix } from '../../../protocol/address.js';
import { seededRng } from './support/rng.js';

const address = (text: string): Address => text as Address;
const prefix = (text: string): Prefix => text as Prefix;

t.test('an address finds what stands under the longest prefix around it, of its own family', async (t) => {
  const table = new PrefixTable<string>();
  table.add(prefix('10.0.0.0/8'), 'wide');
  table.add(prefix('10.1.0.0/16'), 'narrow');
  table.add(prefix('10.1.2.3/32'), 'one');
  table.add(prefix('::/0'), 'every IPv6 address');
  table.add(prefix('fd77::5/128'), 'another');
  t.same(table.longest(address('10.1.2.3')), ['one']);
  t.same(table.longest(address('10.1.2.4')), ['narrow']);
  t.same(table.longest(address('10.2.0.0')), ['wide']);
  t.same(table.longest(address('192.0.2.1')), []);
  t.same(table.longest(address('fd77::5')), ['another']);
  t.same(table.longest(address('fd77::6')), ['every IPv6 address']);
});

t.test('several may share a prefix; it is gone with the last of them', async (t) => {
  const table = new PrefixTable<string>();
  table.add(prefix('10.1.0.0/16'), 'a');
  table.add(prefix('10.1.0.0/16'), 'b');
  table.add(prefix('10.1.0.0/16'), 'b');
  table.add(prefix('10.2.0.0/16'), 'c');
  t.same(table.longest(address('10.1.0.1')), ['a', 'b']);
  table.remove(prefix('10.1.0.0/16'), 'a');
  table.remove(prefix('10.1.0.0/16'), 'a');
  table.remove(prefix('10.3.0.0/16'), 'a');
  t.same(table.longest(address('10.1.0.1')), ['b']);
  table.remove(prefix('10.1.0.0/16'), 'b');
  t.same(table.longest(address('10.1.0.1')), []);
  t.same(table.longest(address('10.2.0.1')), ['c']);
});

t.test('it finds what a look at every prefix finds', async (t) => {
  const rng = seededRng('prefixes');
  const byte = (): number => Math.floor(4 * rng.fraction());
  const prefixes = Array.from({ length: 200 }, (): Prefix => {
    const length = 8 * Math.floor(5 * rng.fraction());
    const bytes = Array.from({ length: 4 }, (_, i) => (8 * i < length ? byte() : 0));
    return prefix(`${bytes.join('.')}/${length}`);
  });
  const table = new PrefixTable<Prefix>();
  for (const each of prefixes) table.add(each, each);
  for (const each of prefixes.splice(0, 100)) {
    table.remove(each, each);
    if (prefixes.includes(each)) table.add(each, each);
  }
  const lengthOf = (each: Prefix | undefined): number => Number(each?.split('/')[1] ?? -1);
  for (let i = 0; i < 500; i++) {
    const at = address([byte(), byte(), byte(), byte()].join('.'));
    const [expected] = prefixes
      .filter((each) => contains(each, at))
      .sort((a, b) => lengthOf(b) - lengthOf(a));
    t.same(table.longest(at), expected === undefined ? [] : [expected]);
  }
});
