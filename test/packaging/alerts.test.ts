import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import t from 'tap';
import { parse, stringify } from 'yaml';
import { dropReasons } from '../../native/index.js';

const RULES = resolve('packaging/prometheus/alerts.yml');

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: Readonly<Record<'summary' | 'description' | 'runbook_url', string>>;
}
const rules: readonly Rule[] = parse(readFileSync(RULES, 'utf8')).groups[0].rules;

/** What Prometheus sees, one sample a minute from 0 on, and when the alert is quiet and when it fires. */
interface Case {
  readonly alert: string;
  readonly series: Readonly<Record<string, string>>;
  readonly quiet: readonly string[];
  /** The time, and the labels and texts of each alert that fires then. */
  readonly fires: readonly [at: string, ...alerts: readonly Fired[]];
}
type Fired = readonly [labels: Readonly<Record<string, string>>, summary: string, description: string];

const AT_A = { job: 'festoon', instance: 'a' };
const at = (name: string, labels = ''): string => `${name}{job="festoon", instance="a"${labels}}`;

const expected = (peer: string, value: 0 | 1): Case['series'] => ({
  [at('festoon_peer_expected', `, peer="${peer}"`)]: `${value}x40`,
});
const managers = (use: string, values: string): Case['series'] => ({
  [at('festoon_managers', `, use="${use}", state="up"`)]: values,
});

const CASES: readonly Case[] = [
  {
    alert: 'FestoonDown',
    series: { [at('up')]: '1x5 0x10', 'up{job="other", instance="c"}': '0x15' },
    quiet: ['5m', '6m'],
    fires: ['7m', [AT_A, 'Festoon on a is down', 'Prometheus has not been able to scrape a for a minute.']],
  },
  {
    alert: 'FestoonAbsent',
    series: { [at('up')]: '0x5 _x30', 'up{job="other", instance="c"}': '1x40' },
    quiet: ['5m', '14m'],
    fires: [
      '16m',
      [
        { job: 'festoon' },
        'Prometheus knows no Festoon node',
        'This Prometheus has had no target in the job festoon for 5 minutes, so no other alert can fire.',
      ],
    ],
  },
  {
    alert: 'FestoonUnhealthy',
    series: {
      [at('festoon_healthy', ', part="loop"')]: '1x20',
      [at('festoon_healthy', ', part="core"')]: '1x5 0x20',
    },
    quiet: ['5m', '6m'],
    fires: [
      '7m',
      [
        { ...AT_A, part: 'core' },
        'The core of Festoon on a stands still',
        'a has said for a minute that its core does not turn.',
      ],
    ],
  },
  {
    alert: 'FestoonStaleHandshake',
    series: {
      [at('festoon_peer_last_handshake_timestamp_seconds', ', peer="b"')]: '290x20',
      [at('festoon_peer_last_handshake_timestamp_seconds', ', peer="d"')]: '0+60x30',
      [at('festoon_peer_last_handshake_timestamp_seconds', ', peer="m3"')]: '0x20',
      ...expected('b', 1),
      ...expected('d', 1),
      ...expected('m3', 0),
      [at('festoon_peer_up', ', peer="b"')]: '1x20',
      [at('festoon_peer_up', ', peer="d"')]: '1x20',
      [at('festoon_peer_up', ', peer="m3"')]: '0x20',
      [at('festoon_peers_stale')]: '0x7 1x20',
    },
    quiet: ['7m', '8m'],
    fires: [
      '9m',
      [
        { ...AT_A, peer: 'b' },
        'a has no session with b',
        'Seen from a, no handshake with the peer b was finished in the last 3 minutes. The alert of the other side tells whether both see it.',
      ],
    ],
  },
  {
    // The node's clock is behind: what it says itself counts.
    alert: 'FestoonStaleHandshake',
    series: {
      ...expected('b', 1),
      [at('festoon_peer_last_handshake_timestamp_seconds', ', peer="b"')]: '0x30',
      [at('festoon_peer_up', ', peer="b"')]: '1x30',
      [at('festoon_peers_stale')]: '0x20 1x10',
    },
    quiet: ['5m', '21m'],
    fires: [
      '22m',
      [
        { ...AT_A, peer: 'b' },
        'a has no session with b',
        'Seen from a, no handshake with the peer b was finished in the last 3 minutes. The alert of the other side tells whether both see it.',
      ],
    ],
  },
  {
    alert: 'FestoonStaleHandshake',
    series: {
      ...expected('b', 1),
      [at('festoon_peer_up', ', peer="b"')]: '0x20',
      [at('festoon_peers_stale')]: '1x20',
    },
    quiet: ['0m'],
    fires: [
      '1m',
      [
        { ...AT_A, peer: 'b' },
        'a has no session with b',
        'Seen from a, no handshake with the peer b was finished in the last 3 minutes. The alert of the other side tells whether both see it.',
      ],
    ],
  },
  {
    alert: 'FestoonStaleHandshake',
    series: {
      [at('festoon_peers_stale')]: '0x5 7x20',
      'festoon_peers_stale{job="festoon", instance="b"}': '0x30',
    },
    quiet: ['5m', '6m'],
    fires: [
      '7m',
      [
        AT_A,
        'a has no session with 7 of its peers',
        'Seen from a, no handshake with 7 of its peers was finished in the last 3 minutes. The alert of the other side tells whether both see it.',
      ],
    ],
  },
  {
    alert: 'FestoonDrops',
    series: {
      [at('festoon_dropped_packets_total', ', direction="outbound", reason="no_path"')]: '0x10 0+120x30',
      [at('festoon_dropped_packets_total', ', direction="inbound", reason="mac1_invalid"')]: '0+6000x40',
      [at('festoon_inbound_packets_total', ', path="direct"')]: '0+3000x40',
      [at('festoon_outbound_packets_total', ', path="direct"')]: '0+3000x40',
    },
    quiet: ['10m', '20m'],
    fires: [
      '30m',
      [
        AT_A,
        'Festoon on a drops packets',
        "a has dropped 2% of the overlay's packets for 10 minutes; festoon_dropped_packets_total says why.",
      ],
    ],
  },
  {
    alert: 'FestoonSocketDrops',
    series: { [at('festoon_socket_receive_drops_total', ', socket="0.0.0.0:7077"')]: '0+30x10 600+600x30' },
    quiet: ['10m', '19m'],
    fires: [
      '40m',
      [
        { ...AT_A, socket: '0.0.0.0:7077' },
        'The kernel of a drops datagrams for Festoon',
        'The socket 0.0.0.0:7077 of a had no room for 10 datagrams a second over 10 minutes.',
      ],
    ],
  },
  {
    alert: 'FestoonCertificateExpiring',
    series: {
      [at('festoon_certificate_start_timestamp_seconds')]: '0x120',
      [at('festoon_certificate_expiry_timestamp_seconds')]: '6000x120',
    },
    quiet: ['90m', '100m'],
    fires: ['95m', [AT_A, 'The certificate of a ends soon', 'a has 5% of the life of its certificate left.']],
  },
  {
    alert: 'FestoonCertificateExpired',
    series: { [at('festoon_certificate_expiry_timestamp_seconds')]: '6000x120' },
    quiet: ['99m'],
    fires: [
      '110m',
      [AT_A, 'The certificate of a has ended', 'The certificate of a ended 10m 0s ago; peers refuse it.'],
    ],
  },
  {
    alert: 'FestoonReloadFailed',
    series: { [at('festoon_config_last_reload_successful')]: '1x5 0x5 1x5' },
    quiet: ['5m', '12m'],
    fires: [
      '7m',
      [
        AT_A,
        'Festoon on a has refused its config',
        'The last reload of a changed nothing; the config from before is in force.',
      ],
    ],
  },
  {
    alert: 'FestoonClockSuspicious',
    series: { [at('festoon_clock_suspicious')]: '0x5 1x10' },
    quiet: ['5m', '6m'],
    fires: [
      '8m',
      [
        AT_A,
        'The clock of a seems wrong',
        'a doubts its clock: it stands before a time that has passed for certain, or it was moved by more than an hour.',
      ],
    ],
  },
  {
    alert: 'FestoonIdentityConflict',
    series: {
      [at('festoon_intrusion_signs_total', ', kind="identity_conflict"')]: '0x5 1x40',
      [at('festoon_intrusion_signs_total', ', kind="replay"')]: '0+100x40',
    },
    quiet: ['5m', '30m'],
    fires: [
      '8m',
      [
        { ...AT_A, kind: 'identity_conflict' },
        'Somebody uses the name of a peer of a',
        "In the last 10 minutes a was called with a valid certificate of one of its peers' names and another key; it has refused.",
      ],
    ],
  },
  {
    alert: 'FestoonRunsTwice',
    series: { [at('festoon_boots_raised_total')]: '0x5 1x10 3x100' },
    quiet: ['5m', '12m', '90m'],
    fires: ['20m', [AT_A, 'A second host may run as a', 'In an hour managers knew 3 later boots of a.']],
  },
  {
    alert: 'FestoonSpoofedSource',
    series: { [at('festoon_intrusion_signs_total', ', kind="spoofed_source"')]: '0x5 9x40' },
    quiet: ['5m', '30m'],
    fires: [
      '10m',
      [
        { ...AT_A, kind: 'spoofed_source' },
        'A peer of a sends with addresses that are not its own',
        'In the last 10 minutes a dropped 9 packets of its peers whose source their certificates do not allow.',
      ],
    ],
  },
  {
    alert: 'FestoonLoopLag',
    series: { [at('festoon_event_loop_lag_p99_seconds')]: '0.25x5 0.5x20' },
    quiet: ['5m', '14m'],
    fires: [
      '16m',
      [
        AT_A,
        'Festoon on a is slow to decide',
        'The event loop of a has been late by 500ms for 10 minutes (99th percentile). Packets flow, but handshakes and changes of path take longer.',
      ],
    ],
  },
  {
    alert: 'FestoonFileDescriptors',
    series: { [at('process_open_fds')]: '90x5 95x20', [at('process_max_fds')]: '100x30' },
    quiet: ['5m', '10m'],
    fires: [
      '11m',
      [AT_A, 'Festoon on a runs out of file descriptors', 'a has 95% of its file descriptors open.'],
    ],
  },
  {
    alert: 'FestoonNoHomeManager',
    series: { ...managers('home', '1x5 0x20'), ...managers('spare', '1x5 2x20') },
    quiet: ['5m', '6m'],
    fires: [
      '7m',
      [
        AT_A,
        'a is attached to no manager',
        'Seen from a, none of its 2 managers has answered for a minute. Sessions go on where they are direct; peers that are not known yet cannot be found.',
      ],
    ],
  },
  {
    // One that has no managers at all has none to miss.
    alert: 'FestoonNoStandbyManager',
    series: {
      ...managers('home', '1x40'),
      ...managers('standby', '1x5 0x40'),
      ...managers('spare', '0x5 1x40'),
      'festoon_managers{job="festoon", instance="b", use="home", state="up"}': '1x40',
      'festoon_managers{job="festoon", instance="m", use="home", state="up"}': '1x40',
      'festoon_managers{job="festoon", instance="m", use="spare", state="connecting"}': '1x40',
      'festoon_relay_handles{job="festoon", instance="m"}': '0x40',
    },
    quiet: ['5m', '10m'],
    fires: [
      '12m',
      [
        AT_A,
        'a has no standby manager',
        'Seen from a, at most one of its 2 managers has answered for 5 minutes: there is nobody to take over.',
      ],
    ],
  },
  {
    alert: 'FestoonManagersApart',
    series: {
      [at('festoon_manager_up', ', manager="m2"')]: '1x5 0x20',
      [at('festoon_manager_up', ', manager="m3"')]: '1x30',
      [at('festoon_relay_handles')]: '4x30',
      'festoon_manager_up{job="festoon", instance="node", manager="m2"}': '0x30',
    },
    quiet: ['5m', '6m'],
    fires: [
      '8m',
      [
        { ...AT_A, manager: 'm2' },
        'Manager m2 is out of reach of a',
        'Seen from the manager a, m2 has not answered for a minute: nodes attached to the one cannot find those attached to the other only.',
      ],
    ],
  },
  {
    alert: 'FestoonRelayQuota',
    series: {
      [at('festoon_dropped_packets_total', ', direction="inbound", reason="relay_quota"')]:
        '0+30x10 300+600x40',
      [at('festoon_dropped_packets_total', ', direction="inbound", reason="relay_no_handle"')]: '0+600x50',
    },
    quiet: ['10m', '19m'],
    fires: [
      '40m',
      [
        { ...AT_A, direction: 'inbound', reason: 'relay_quota' },
        'A node sends more through a than its quota',
        'The manager a has dropped 10 datagrams a second over 10 minutes because nodes sent more than relay.rate allows.',
      ],
    ],
  },
  {
    alert: 'FestoonWatchdog',
    series: {},
    quiet: [],
    fires: [
      '0m',
      [
        {},
        'This Prometheus evaluates the rules of Festoon',
        'It fires for as long as alerts can reach anybody. Wake somebody when it is missing.',
      ],
    ],
  },
];

function promtool(...args: readonly string[]): { status: number | null; output: string } {
  const { status, stdout, stderr, error } = spawnSync('build/tools/promtool', args, { encoding: 'utf8' });
  if (error !== undefined) throw error;
  return { status, output: `${stdout}${stderr}` };
}

/** A file for `promtool test rules`. */
function unitTests(): string {
  const runbook = new Map(rules.map(({ alert, annotations }) => [alert, annotations.runbook_url]));
  const severity = new Map(rules.map(({ alert, labels }) => [alert, labels.severity]));
  const tests = CASES.map(({ alert: alertname, series, quiet, fires: [eval_time, ...fired] }) => ({
    interval: '1m',
    input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
    alert_rule_test: [
      ...quiet.map((time) => ({ eval_time: time, alertname, exp_alerts: [] })),
      {
        eval_time,
        alertname,
        exp_alerts: fired.map(([labels, summary, description]) => ({
          exp_labels: { ...labels, severity: severity.get(alertname) },
          exp_annotations: { summary, description, runbook_url: runbook.get(alertname) },
        })),
      },
    ],
  }));
  return stringify({ rule_files: [RULES], evaluation_interval: '1m', tests });
}

t.test('Prometheus takes the rules and the example of a config', async (t) => {
  for (const args of [
    ['check', 'rules', RULES],
    ['check', 'config', 'packaging/prometheus/prometheus.yml'],
  ]) {
    const { status, output } = promtool(...args);
    t.equal(status, 0, output);
  }
});

t.test('each alert fires when it should and is quiet when it should', async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'festoon-alerts-'));
  t.teardown(() => rmSync(directory, { recursive: true }));
  const file = join(directory, 'tests.yml');
  writeFileSync(file, unitTests());
  const { status, output } = promtool('test', 'rules', file);
  t.equal(status, 0, output);
  t.same([...new Set(CASES.map(({ alert }) => alert))].sort(), rules.map(({ alert }) => alert).sort());
  for (const { alert, quiet, fires } of CASES) {
    t.equal(quiet.length > 0, alert !== 'FestoonWatchdog', `${alert} is quiet at some time`);
    t.ok(fires.length > 1, `${alert} fires at some time`);
  }
});

t.test('the rules speak of metrics, reasons and kinds that there are', async (t) => {
  const documented = new Set(
    [...readFileSync('docs/metrics.md', 'utf8').matchAll(/^\| `([a-z0-9_]+)` \|/gm)].map(([, name]) => name),
  );
  for (const { alert, expr } of rules) {
    for (const [name] of expr.matchAll(/\b(?:festoon|process)_[a-z0-9_]+/g)) {
      t.ok(documented.has(name), `${alert}: ${name}`);
    }
    for (const [, reasons = ''] of expr.matchAll(/reason=~"([^"]*)"/g)) {
      for (const reason of reasons.split('|')) t.ok(dropReasons().includes(reason), `${alert}: ${reason}`);
    }
  }
});

t.test('each alert says what was seen and from where, and leads to its section of the runbook', async (t) => {
  const headings = [...readFileSync('docs/operations.md', 'utf8').matchAll(/^#+ (.+)$/gm)].map(
    ([, heading = '']) => heading.toLowerCase().replaceAll(' ', '-'),
  );
  for (const { alert, annotations } of rules) {
    const anchor = alert.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
    t.equal(annotations.runbook_url, `docs/operations.md#${anchor}`);
    t.ok(headings.includes(anchor), `docs/operations.md has a section for ${alert}`);
    if (!['FestoonAbsent', 'FestoonWatchdog'].includes(alert))
      t.match(annotations.description, '$labels.instance');
  }
});
