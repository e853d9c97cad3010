import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import t from 'tap';
import { renderMetrics } from '../../../daemon/observe/metrics.js';
import { STATUS, TIME } from '../support/status.js';

const text = await renderMetrics({
  status: STATUS,
  process: { cpuSeconds: 1.5, residentBytes: 60_000_000 },
  time: TIME,
});

function value(series: string): number | undefined {
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length));
}

t.test('each fact of the status is a sample', async (t) => {
  t.match(text, /^festoon_build_info\{version="0\.1\.0"\} 1$/m);
  const expected: Readonly<Record<string, number>> = {
    'festoon_tun_mtu_bytes{interface="festoon0"}': 1372,
    process_start_time_seconds: STATUS.startedAt,
    process_resident_memory_bytes: 60_000_000,
    process_cpu_seconds_total: 1.5,
    'festoon_inbound_packets_total{path="direct"}': 1234,
    'festoon_inbound_bytes_total{path="direct"}': 5_678_901,
    'festoon_outbound_packets_total{path="direct"}': 10,
    'festoon_outbound_bytes_total{path="direct"}': 999,
    'festoon_dropped_packets_total{direction="inbound",reason="replayed"}': 3,
    'festoon_dropped_packets_total{direction="outbound",reason="no_route"}': 1,
    'festoon_handshakes_total{result="opened"}': 4,
    'festoon_handshakes_total{result="certificate-expired"}': 2,
    'festoon_peers{state="up"}': 1,
    'festoon_peers{state="connecting"}': 1,
    festoon_sessions: 1,
    festoon_boot_epoch: 7,
    festoon_certificate_start_timestamp_seconds: TIME - 86_400,
    festoon_certificate_expiry_timestamp_seconds: TIME + 90 * 86_400,
    'festoon_peer_up{peer="b"}': 1,
    'festoon_peer_up{peer="c"}': 0,
    'festoon_peer_last_handshake_timestamp_seconds{peer="b"}': TIME - 61,
    'festoon_peer_last_received_timestamp_seconds{peer="b"}': TIME - 3.2,
    'festoon_peer_certificate_expiry_timestamp_seconds{peer="b"}': TIME + 10 * 86_400,
    'festoon_peer_received_packets_total{peer="b"}': 1234,
    'festoon_peer_received_bytes_total{peer="b"}': 5_678_901,
    'festoon_peer_sent_packets_total{peer="b"}': 10,
    'festoon_peer_sent_bytes_total{peer="b"}': 999,
  };
  for (const [series, number] of Object.entries(expected)) t.equal(value(series), number, series);
});

t.test('what is known but has not happened is 0, what is not known is absent', async (t) => {
  for (const series of [
    'festoon_dropped_packets_total{direction="inbound",reason="multicast"}',
    'festoon_dropped_packets_total{direction="outbound",reason="multicast"}',
    'festoon_handshakes_total{result="answered"}',
    'festoon_handshakes_total{result="handshake-decrypt"}',
    'festoon_handshakes_total{result="issuer-outside-pools"}',
    'festoon_peers{state="waiting"}',
    'festoon_peer_received_bytes_total{peer="c"}',
  ]) {
    t.equal(value(series), 0, series);
  }
  t.equal(value('festoon_peer_last_handshake_timestamp_seconds{peer="c"}'), undefined);
  t.equal(value('festoon_handshakes_total{result="usage"}'), undefined);
});

t.test('a second snapshot counts from itself, not from the first', async (t) => {
  const again = await renderMetrics({
    status: STATUS,
    process: { cpuSeconds: 1.5, residentBytes: 60_000_000 },
    time: TIME,
  });
  t.equal(again, text);
});

t.test('promtool finds nothing to object to', async (t) => {
  const path = `build/tools:${process.env['PATH']}`;
  const { status, stdout, stderr, error } = spawnSync('promtool', ['check', 'metrics'], {
    input: text,
    env: { PATH: path },
  });
  t.equal(error, undefined);
  t.equal(`${stdout}${stderr}`, '');
  t.equal(status, 0);
});

t.test('docs/metrics.md lists the metrics that there are, with type and labels', async (t) => {
  const rendered = [...text.matchAll(/^# TYPE (\S+) (\S+)\n(\S+)/gm)].map(([, name, type, sample = '']) => {
    const labels = [...sample.matchAll(/(\w+)="/g)].map(([, label]) => `\`${label}\``).join(', ');
    return `| \`${name}\` | ${type} | ${labels} |`;
  });
  const rows =
    readFileSync('docs/metrics.md', 'utf8').match(/^\| `[a-z_]+` \| (counter|gauge) \| .*? \|/gm) ?? [];
  t.same([...rows].sort(), [...rendered].sort());
});
