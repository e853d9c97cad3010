import t from 'tap';
import { nearest } from '../../../daemon/config/nearest.js';

const WORDS = ['listen', 'tun', 'metrics', 'peers', 'peer_labels', 'force_routes'];

t.test('the nearest word is the one with fewest letters changed, left out, added or swapped', async (t) => {
  for (const [word, meant] of [
    ['listne', 'listen'],
    ['tn', 'tun'],
    ['tune', 'tun'],
    ['peer', 'peers'],
    ['peer_label', 'peer_labels'],
    ['froce_route', 'force_routes'],
    ['listen', 'listen'],
  ] as const)
    t.equal(nearest(word, WORDS), meant, word);
});

t.test('a word that is like none has no nearest', async (t) => {
  for (const word of ['', 'ab', 'address', 'networks', 'x'.repeat(1e6)])
    t.equal(nearest(word, WORDS), undefined);
});
