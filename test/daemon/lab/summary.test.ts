import t from 'tap';
import { grouped, isGood, type Report, renderSummary } from '../../../daemon/lab/summary.js';

const good: Report = {
  heading: 'Festoon lab x',
  tables: [
    [
      { title: 'over IPv4', findings: [{ label: 'ping', text: '0.2 ms', ok: true }] },
      { title: 'over IPv6', findings: [{ label: 'ping', text: '0.33 ms', ok: true }] },
    ],
    [{ title: 'c joins', findings: [{ label: 'lost', text: '0', ok: true }] }],
    [],
  ],
  figures: ['ping 0.2 ms', '6 Gbit/s'],
  seconds: 12.4,
};

t.test('a good report has tables with a column for each round and ends with its figures', async (t) => {
  t.equal(isGood(good), true);
  t.same(renderSummary(good), [
    '',
    'Festoon lab x',
    '',
    '       over IPv4   over IPv6',
    'ping   0.2 ms      0.33 ms',
    '',
    '       c joins',
    'lost   0',
    '',
    'demo: ok  ping 0.2 ms, 6 Gbit/s, 12 s',
  ]);
});

t.test('one finding that is not as it should be fails the whole, named in table and last line', async (t) => {
  const [first] = good.tables.flat();
  const bad = { title: 'over IPv6', findings: [{ label: 'ping', text: 'no answer', ok: false }] };
  const report = { ...good, tables: first === undefined ? [] : [[first, bad]] };
  t.equal(isGood(report), false);
  const lines = renderSummary(report);
  t.match(lines.join('\n'), /ping +0\.2 ms +no answer {2}<- FAILED/);
  t.equal(lines.at(-1), 'demo: FAILED  over IPv6: ping: no answer');
});

t.test('a demo that ended early says why on one line and shows what it had found', async (t) => {
  const report = { ...good, failure: 'a ended:\nport in use\n    at stack' };
  t.equal(isGood(report), false);
  t.equal(renderSummary(report).at(-1), 'demo: FAILED  a ended: port in use');
  t.match(renderSummary(report).join('\n'), /0\.33 ms/);
});

t.test('a finding that one round lacks is a dash', async (t) => {
  const report = { ...good, tables: [[...(good.tables[0] ?? []), { title: 'kept', findings: [] }]] };
  t.match(renderSummary(report)[4], /0\.33 ms {5}-$/);
});

t.test('nothing shown is a failure', async (t) => {
  const report = { ...good, tables: [[]] };
  t.equal(isGood(report), false);
  t.equal(renderSummary(report).at(-1), 'demo: FAILED  nothing was shown');
});

t.test('thousands are grouped', async (t) => {
  t.equal(grouped(1234567.4), '1,234,567');
});
