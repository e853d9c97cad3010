import t from 'tap';
import type { Findings } from '../../bench/figures.js';
import { type Report, renderRatios, renderReport } from '../../bench/report.js';
import { Samples } from '../../bench/samples.js';

function report(found: Readonly<Record<string, Findings>>, notes: readonly string[] = []): Report {
  const samples = new Samples();
  for (const [contender, findings] of Object.entries(found)) samples.add(contender, findings);
  return { facts: ['2 cores'], contenders: Object.keys(found), samples, notes };
}

t.test('the last line has every figure against wireguard-go and the bound, in a fixed order', async (t) => {
  const all = { tcp1: 1, tcp8: 2, tcp1seg: 3, tcp8seg: 4, cpu: 5, pps: 6, us_per_packet: 7 };
  const rest = { rtt_idle: 8, rtt_load: 9, rss: 10 };
  const relay = { relay_cpu: 2, relay_one: 12, relay_mixed: 8 };
  const line = renderRatios(
    report({
      festoon: { ...all, ...rest, ...relay },
      'wireguard-go': { ...all, ...rest, tcp1: 0.5, rss: 300, relay_cpu: 8, relay_one: 3, relay_mixed: 1 },
      bound: { ...all, ...rest, tcp8: 0.01 },
    }),
  );
  t.equal(
    line,
    'ratios wireguard-go: tcp1=2.00 tcp8=1.00 tcp1seg=1.00 tcp8seg=1.00 cpu=1.00 pps=1.00 us_per_packet=1.00 ' +
      'rtt_idle=1.00 rtt_load=1.00 rss=0.0333 relay_cpu=0.250 relay_one=4.00 relay_mixed=8.00; bound: tcp1=1.00 tcp8=200 tcp1seg=1.00 tcp8seg=1.00 cpu=1.00 ' +
      'pps=1.00 us_per_packet=1.00 rtt_idle=1.00 rtt_load=1.00 rss=1.00',
  );
});

t.test('what was not measured is a dash, and nebula is there only when it took part', async (t) => {
  t.match(
    renderRatios(report({ festoon: { tcp1: 9 } })),
    /^ratios wireguard-go: tcp1=- .*; bound: tcp1=- [^;]*$/,
  );
  const line = renderRatios(report({ festoon: { tcp1: 9 }, nebula: { tcp1: 3 } }));
  t.match(line, /; nebula: tcp1=3\.00 tcp8=- /);
});

t.test('the table has a row for each figure that somebody was measured for', async (t) => {
  const one = report({ festoon: { tcp1: 9, cpu: 0.1254 }, veth: { tcp1: 20 }, bound: { tcp1: 10 } }, [
    'a note',
  ]);
  one.samples.add('festoon', { tcp1: 11 });
  t.same(renderReport(one).slice(0, -1), [
    '',
    '2 cores',
    '',
    '                          festoon    veth   bound   / bound',
    'TCP x1        Gbit/s   10.00 ±10%   20.00   10.00      1.00',
    'CPU, TCP x1   s/Gbit        0.125       -       -         -',
    '',
    'a note',
    '',
  ]);
  t.match(renderReport(one).at(-1), /^ratios wireguard-go: /);
});
