import t from 'tap';
import { NOT_AFTER, NOT_BEFORE } from '../../protocol/support/network.js';
import { only, TestNode } from './support/node.js';

t.test('a node warns once from 10 % of its certificate’s life on, and once at its end', async (t) => {
  const node = new TestNode('a', []);
  node.wall = NOT_AFTER - (NOT_AFTER - NOT_BEFORE) / 10 - 1;
  t.same(only([...node.send({ type: 'start' }), ...node.pass(500)], 'notice'), []);
  const warned = only(node.pass(5_000), 'notice');
  t.match(warned, [{ level: 'warn', what: 'certificate-expiring', detail: `valid until ${NOT_AFTER}` }]);
  node.wall = NOT_AFTER + 1;
  t.match(only(node.pass(5_000), 'notice'), [{ level: 'alarm', what: 'certificate-expired' }]);
});
