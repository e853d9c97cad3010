import t from 'tap';
import { printable } from '../../../daemon/observe/printable.js';

t.test('text that only shows is kept', async (t) => {
  t.equal(printable('a.yaml: “ü” 漢 ; x'), 'a.yaml: “ü” 漢 ; x');
});

t.test('text that acts is escaped', async (t) => {
  t.equal(printable('a\nb\tc\u0000'), 'a\\u000ab\\u0009c\\u0000');
  t.equal(printable('\u001b[31m\u009b\u007f'), '\\u001b[31m\\u009b\\u007f');
  t.equal(printable('\u200f\u2028\u2029\ufeff'), '\\u200f\\u2028\\u2029\\ufeff');
  t.equal(printable('\u{e0041}'), '\\u{e0041}');
});
