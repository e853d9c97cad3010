import t from 'tap';
import { parseMetrics } from '../../../daemon/lab/metrics.js';
import { parsePing } from '../../../daemon/lab/ping.js';
import { parseThroughput } from '../../../daemon/lab/throughput.js';

t.test('ping: the first echoes count, answered, half answered and unanswered', async (t) => {
  const answers = (...numbers: number[]): string =>
    numbers.map((number) => `64 bytes from 10.77.0.2: icmp_seq=${number} ttl=64 time=0.3 ms\n`).join('');
  const whole = `${answers(1, 2, 3)}3 packets transmitted, 3 received, 0% packet loss\nrtt min/avg/max/mdev = 0.1/0.25/0.4/0.1 ms\n`;
  t.match(parsePing(whole, 3), { sent: 3, received: 3, averageMillis: 0.25 });
  const late = `${answers(1, 2, 3)}5 packets transmitted, 3 received, 40% packet loss\n`;
  t.match(parsePing(late, 3), { sent: 3, received: 3 });
  const lost = `${answers(1, 3, 4)}4 packets transmitted, 3 received, 25% packet loss\n`;
  t.match(parsePing(lost, 3), { sent: 3, received: 2 });
  const twice = `${answers(1)}64 bytes from fd77::2: icmp_seq=1 ttl=64 time=0.4 ms (DUP!)\n2 packets transmitted, 1 received\n`;
  t.match(parsePing(twice, 2), { sent: 2, received: 1 });
  const refused =
    'From 10.77.0.9 icmp_seq=1 Destination Host Unreachable\n1 packets transmitted, 0 received, +1 errors\n';
  t.match(parsePing(refused, 2), { sent: 1, received: 0, averageMillis: undefined });
  t.throws(() => parsePing('ping: connect: Network is unreachable\n', 1), /Network is unreachable/);
});

t.test('iperf3: speed as the receiver saw it, and its own error where there is none', async (t) => {
  const report = { end: { sum_sent: { retransmits: 3 }, sum_received: { bits_per_second: 2.5e9 } } };
  t.same(parseThroughput(JSON.stringify(report)), { gigabits: 2.5, retransmits: 3 });
  t.throws(() => parseThroughput('{"error": "unable to connect"}'), /unable to connect/);
});

t.test('metrics: sums over series by name and labels', async (t) => {
  const metrics = parseMetrics(
    [
      '# HELP drops_total Packets.',
      '# TYPE drops_total counter',
      'drops_total{direction="inbound",reason="replay"} 3',
      'drops_total{direction="outbound",reason="replay"} 4',
      'drops_total{direction="inbound",reason="multicast"} 0',
      'drops_total_more{reason="replay"} 100',
      'up 1',
    ].join('\n'),
  );
  t.equal(metrics.sum('drops_total'), 7);
  t.equal(metrics.sum('drops_total', { reason: 'replay' }), 7);
  t.equal(metrics.sum('drops_total', { direction: 'inbound', reason: 'replay' }), 3);
  t.equal(metrics.sum('drops_total', { reason: 'play' }), 0);
  t.equal(metrics.sum('up'), 1);
  t.same(metrics.names, ['drops_total', 'drops_total_more', 'up']);
  t.same(metrics.nonzero('drops_total'), [
    '{direction="inbound",reason="replay"} 3',
    '{direction="outbound",reason="replay"} 4',
  ]);
  t.throws(() => parseMetrics('<html>'), /no sample/);
});
