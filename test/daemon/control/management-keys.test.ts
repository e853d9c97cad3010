import t from 'tap';
import { presented, shown } from './support/manager.js';
import { Manager } from './support/managing.js';
import { key, newKey } from './support/node.js';

t.test(
  'who has a key that was replaced is not attached, neither by the new record nor by the old',
  async (t) => {
    const manager = new Manager('m1');
    const here = { attachments: [{ manager: 'm1', priority: 0 }] };
    const newer = presented('b', here, { serial: 2n, noiseKey: key(newKey('b')) });
    const [a, m2] = [manager.attaches('a'), manager.comes('m2', true)];
    manager.hears(m2, { type: 'push', seq: 1, entries: [newer] });
    t.same(manager.heard, ['a 1', 'b 2']);
    const b = manager.comes('b');
    t.equal(manager.finds(a, 'b'), 'unreachable', 'its session resumes nothing');
    t.same(manager.hears(b, { type: 'attach', ...newer }), []);
    t.match(manager.hears(b, { type: 'attach', ...presented('b', here) }), [{ type: 'attached' }]);
    t.equal(manager.finds(a, 'b'), 'unreachable');
    t.same(manager.refused, { 'record-not-own': 1, 'record-superseded': 1 });
    b.node = shown('b', { serial: 2n, noiseKey: key(newKey('b')) });
    manager.hears(b, { type: 'attach', ...newer });
    t.equal(manager.finds(a, 'b'), 'ok');
  },
);
