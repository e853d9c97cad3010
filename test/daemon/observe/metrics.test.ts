import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import t from 'tap';
import { renderMetrics } from '../../../daemon/observe/metrics.js';
import { MANAGED, MANAGER, manyPeers, SNAPSHOT, STATUS, TIME } from '../support/status.js';

const text = await renderMetrics(SNAPSHOT);
const managerText = await renderMetrics({ ...SNAPSHOT, status: MANAGER });

function value(series: string, from = text): number | undefined {
  const line = from.split('\n').find((candidate) => candidate.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length));
}

t.test('each fact of the status is a sample', async (t) => {
  t.match(text, /^festoon_build_info\{version="0\.1\.0"\} 1$/m);
  const expected: Readonly<Record<string, number>> = {
    'festoon_tun_mtu_bytes{interface="festoon0"}': 1372,
    process_start_time_seconds: STATUS.startedAt,
    process_resident_memory_bytes: 60_000_000,
    process_cpu_seconds_total: 1.5,
    'festoon_inbound_packets_total{path="direct"}': 1000,
    'festoon_inbound_packets_total{path="relay"}': 234,
    'festoon_inbound_bytes_total{path="direct"}': 5_000_000,
    'festoon_inbound_bytes_total{path="relay"}': 678_901,
    'festoon_outbound_packets_total{path="direct"}': 6,
    'festoon_outbound_packets_total{path="relay"}': 4,
    'festoon_outbound_bytes_total{path="direct"}': 900,
    'festoon_outbound_bytes_total{path="relay"}': 99,
    'festoon_dropped_packets_total{direction="inbound",reason="replayed"}': 3,
    'festoon_dropped_packets_total{direction="outbound",reason="no_route"}': 1,
    'festoon_healthy{part="loop"}': 1,
    'festoon_healthy{part="core"}': 1,
    festoon_internal_failures_total: 3,
    'festoon_tun_up{interface="festoon0"}': 1,
    'festoon_listeners{use="tunnel",state="bound"}': 2,
    festoon_config_last_reload_successful: 1,
    festoon_config_last_reload_success_timestamp_seconds: TIME - 3600,
    festoon_config_restart_needed: 1,
    'festoon_config_reloads_total{result="applied"}': 4,
    'festoon_config_reloads_total{result="refused"}': 1,
    process_open_fds: 30,
    process_max_fds: 1024,
    festoon_event_loop_lag_p99_seconds: 0.002,
    festoon_event_loop_lag_max_seconds: 0.25,
    festoon_sockets: 2,
    'festoon_socket_receive_drops_total{socket="0.0.0.0:7077"}': 17,
    'festoon_socket_receive_queue_bytes{socket="0.0.0.0:7077"}': 2304,
    'festoon_datagrams_total{direction="inbound",path="direct"}': 1000,
    'festoon_datagrams_total{direction="inbound",path="relay"}': 300,
    'festoon_datagrams_total{direction="outbound",path="direct"}': 15,
    'festoon_datagrams_total{direction="outbound",path="relay"}': 5,
    festoon_core_sessions: 2,
    festoon_replay_window_bytes: 8192,
    'festoon_intrusion_signs_total{kind="replay"}': 3,
    'festoon_intrusion_signs_total{kind="refused_handshake"}': 2,
    festoon_peers_stale: 1,
    festoon_oldest_handshake_timestamp_seconds: TIME - 61,
    festoon_peers_certificate_expiry_timestamp_seconds: TIME + 10 * 86_400,
    'festoon_handshakes_total{result="opened"}': 4,
    'festoon_handshakes_total{result="certificate-expired"}': 2,
    'festoon_peers{state="up"}': 1,
    'festoon_peers{state="connecting"}': 1,
    festoon_sessions: 1,
    festoon_opening_tries: 6,
    festoon_peers_on_next_key: 0,
    festoon_clock_suspicious: 0,
    'festoon_peers_certificates{life="good"}': 1,
    'festoon_peers_certificates{life="ended"}': 0,
    'festoon_peer_opening_tries{peer="c"}': 6,
    festoon_rekeys_total: 3,
    'festoon_sessions_cut_total{reason="peer-wrong-key"}': 1,
    'festoon_sessions_cut_total{reason="peer-unknown"}': 0,
    festoon_key_changes_total: 0,
    festoon_boot_epoch: 7,
    festoon_boots_raised_total: 1,
    festoon_certificate_start_timestamp_seconds: TIME - 86_400,
    festoon_certificate_expiry_timestamp_seconds: TIME + 90 * 86_400,
    'festoon_peer_up{peer="b"}': 1,
    'festoon_peer_up{peer="c"}': 0,
    'festoon_messages_refused_total{code="record-not-own"}': 2,
    'festoon_messages_refused_total{code="message-not-manager"}': 0,
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

t.test('each fact about managers, and about relaying for others, is a sample', async (t) => {
  const expected: Readonly<Record<string, number>> = {
    'festoon_managers{use="mesh",state="up"}': 2,
    'festoon_managers{use="mesh",state="connecting"}': 1,
    'festoon_managers{use="home",state="up"}': 0,
    'festoon_manager_up{manager="m1"}': 1,
    'festoon_manager_up{manager="m3"}': 0,
    'festoon_manager_relayed_peers{manager="m1"}': 1,
    'festoon_searches_total{result="ok"}': 3,
    'festoon_searches_total{result="record-signature"}': 1,
    festoon_relay_handles: 42,
    festoon_relayed_datagrams_total: 640,
    festoon_relayed_bytes_total: 900_000,
    festoon_relayed_trains_total: 20,
    'festoon_path_switches_total{order="kept"}': 5,
    'festoon_path_switches_total{order="given_up"}': 2,
    festoon_directory_records: 1234,
    festoon_attached_nodes: 21,
    'festoon_directory_pushes_total{kind="first"}': 7,
    'festoon_directory_pushes_total{kind="repeated"}': 2,
    'festoon_introductions_total{result="ok"}': 5,
    'festoon_introductions_total{result="unknown"}': 0,
    festoon_peers_found: 1,
    'festoon_peers_by_path{path="direct"}': 3,
    'festoon_peers_by_path{path="relay"}': 1,
    'festoon_peer_relayed{peer="d"}': 1,
    'festoon_peer_expected{peer="b"}': 1,
    'festoon_peer_expected{peer="d"}': 0,
    'festoon_peer_expected{peer="m1"}': 0,
    festoon_peers_stale: 0,
  };
  for (const [series, number] of Object.entries(expected))
    t.equal(value(series, managerText), number, series);
  const node = await renderMetrics({ ...SNAPSHOT, status: MANAGED });
  t.match(node, /^festoon_managers\{use="home",state="up"\} 1$/m);
  t.match(node, /^festoon_managers\{use="spare",state="connecting"\} 1$/m);
  t.notMatch(node, /festoon_relay_handles/, 'a node relays nothing');
  t.notMatch(text, /festoon_managers/, 'and one without managers says nothing of any');
});

t.test('what is known but has not happened is 0, what is not known is absent', async (t) => {
  for (const series of [
    'festoon_dropped_packets_total{direction="inbound",reason="multicast"}',
    'festoon_dropped_packets_total{direction="outbound",reason="multicast"}',
    'festoon_handshakes_total{result="answered"}',
    'festoon_handshakes_total{result="handshake-decrypt"}',
    'festoon_handshakes_total{result="issuer-outside-pools"}',
    'festoon_peers{state="waiting"}',
    'festoon_listeners{use="metrics",state="retrying"}',
    'festoon_core_events_dropped_total',
    'festoon_intrusion_signs_total{kind="identity_conflict"}',
    'festoon_peer_received_bytes_total{peer="c"}',
  ]) {
    t.equal(value(series), 0, series);
  }
  t.equal(value('festoon_peer_last_handshake_timestamp_seconds{peer="c"}'), undefined);
  t.equal(value('festoon_handshakes_total{result="usage"}'), undefined);
});

t.test('a second snapshot counts from itself, not from the first', async (t) => {
  t.equal(await renderMetrics(SNAPSHOT), text);
});

t.test(
  'above 200 peers only what they have in common is told, unless a label for each is wanted',
  async (t) => {
    const perPeer = async (peers: number, peerLabels: 'auto' | 'on' | 'off'): Promise<number> => {
      const many = await renderMetrics({ ...SNAPSHOT, status: manyPeers(peers), peerLabels });
      t.match(many, new RegExp(`^festoon_peers\\{state="up"\\} ${peers}$`, 'm'));
      t.match(many, /^festoon_oldest_handshake_timestamp_seconds \d+$/m);
      return many.match(/^festoon_peer_up\{peer=/gm)?.length ?? 0;
    };
    t.equal(await perPeer(200, 'auto'), 200);
    t.equal(await perPeer(201, 'auto'), 0);
    t.equal(await perPeer(201, 'on'), 201);
    t.equal(await perPeer(1, 'off'), 0);
  },
);

t.test('a peer without a handshake for longer than a session lasts is stale', async (t) => {
  const [up] = STATUS.control.peers;
  const aged = async (...ages: readonly (number | undefined)[]): Promise<string> => {
    const peers = ages.map((handshakeAge) => ({ ...(up as NonNullable<typeof up>), handshakeAge }));
    return renderMetrics({ ...SNAPSHOT, status: { ...STATUS, control: { ...STATUS.control, peers } } });
  };
  const oldest = 'festoon_oldest_handshake_timestamp_seconds';
  t.match(await aged(0, 180), new RegExp(`^festoon_peers_stale 0\n[^]*^${oldest} ${TIME - 180}$`, 'm'));
  t.match(await aged(0, 180.5, undefined), /^festoon_peers_stale 2$/m);
  t.notMatch(await aged(undefined), new RegExp(`^${oldest} `, 'm'));
});

t.test('without peers nothing is told of any', async (t) => {
  const status = { ...STATUS, traffic: [], control: { ...STATUS.control, peers: [] } };
  t.notMatch(await renderMetrics({ ...SNAPSHOT, status }), /festoon_peer_|certificate_expiry.* 0$/m);
});

t.test('promtool finds nothing to object to', async (t) => {
  const path = `build/tools:${process.env['PATH']}`;
  const { status, stdout, stderr, error } = spawnSync('promtool', ['check', 'metrics'], {
    input: managerText,
    env: { PATH: path },
  });
  t.equal(error, undefined);
  t.equal(`${stdout}${stderr}`, '');
  t.equal(status, 0);
});

t.test('docs/metrics.md lists the metrics that there are, with type and labels', async (t) => {
  const rendered = [...managerText.matchAll(/^# TYPE (\S+) (\S+)\n(\S+)/gm)].map(
    ([, name, type, sample = '']) => {
      const labels = [...sample.matchAll(/(\w+)="/g)].map(([, label]) => `\`${label}\``).join(', ');
      return `| \`${name}\` | ${type} | ${labels} |`;
    },
  );
  const rows =
    readFileSync('docs/metrics.md', 'utf8').match(/^\| `[a-z0-9_]+` \| (counter|gauge) \| .*? \|/gm) ?? [];
  t.same([...rows].sort(), [...rendered].sort());
});
