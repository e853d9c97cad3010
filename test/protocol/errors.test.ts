import t from 'tap';
import { ERRORS } from '../../protocol/errors.js';

t.test('every code is one kebab-case word that a metric label and a shell take as they are', async (t) => {
  t.ok(Object.keys(ERRORS).length > 0);
  t.same(
    Object.keys(ERRORS).filter((code) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(code)),
    [],
  );
});

t.test('every code says in half a sentence of one line what happened and what can be done', async (t) => {
  for (const [code, entry] of Object.entries(ERRORS)) {
    for (const text of [entry.meaning, entry.remedy]) t.match(text, /^[^\s.|][^\n|]*[^\s.|]$/, code);
  }
});
