import t from 'tap';
import { equalLists } from '../../protocol/bytes.js';

t.test('lists are equal that have the same bytes in the same order', async (t) => {
  const [a, b] = [Uint8Array.of(1, 2), Uint8Array.of(3)];
  t.ok(equalLists([], []));
  t.ok(equalLists([a, b], [Uint8Array.of(1, 2), Uint8Array.of(3)]));
  t.notOk(equalLists([a, b], [b, a]));
  t.notOk(equalLists([a], [a, b]));
  t.notOk(equalLists([a, b], [a]));
});
