import t from 'tap';
import { compareBytes, equalLists } from '../../protocol/bytes.js';

t.test('lists are equal that have the same bytes in the same order', async (t) => {
  const [a, b] = [Uint8Array.of(1, 2), Uint8Array.of(3)];
  t.ok(equalLists([], []));
  t.ok(equalLists([a, b], [Uint8Array.of(1, 2), Uint8Array.of(3)]));
  t.notOk(equalLists([a, b], [b, a]));
  t.notOk(equalLists([a], [a, b]));
  t.notOk(equalLists([a, b], [a]));
});

t.test('bytes are compared by the first that differs', async (t) => {
  const compare = (a: number[], b: number[]): number =>
    Math.sign(compareBytes(Uint8Array.from(a), Uint8Array.from(b)));
  t.equal(compare([1, 2], [1, 2]), 0);
  t.equal(compare([1, 200], [1, 3]), 1);
  t.equal(compare([1, 200], [2, 3]), -1);
  t.equal(compare([], []), 0);
});
