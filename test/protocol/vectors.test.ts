import { readFileSync } from 'node:fs';
import t from 'tap';
import { allVectors } from './make-vectors.js';

t.test('the vectors in the tree are the ones that are made', (t) => {
  const made = Object.entries(allVectors());
  for (const [name, text] of made) t.equal(readFileSync(`protocol/vectors/${name}`, 'utf8'), text, name);
  t.equal(made.length, 4);
  t.end();
});
