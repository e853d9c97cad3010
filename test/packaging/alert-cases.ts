import { AT_A, at, type Case } from './alert-case.js';

const expected = (peer: string, value: 0 | 1): Case['series'] => ({
  [at('festoon_peer_expected', `, peer="${peer}"`)]: `${value}x40`,
});

/** Of series over time. */
export const CASES: readonly Case[] = [
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
        'Somebody uses the identity of a node, says a',
        'In the last 10 minutes a was shown a valid certificate or record of somebody with the name, an address or the identity of another node; its log says of whom.',
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
        'A peer of a sends what is not its own to send',
        'In the last 10 minutes a dropped 9 packets of its peers whose source their certificates do not allow, or that were to be relayed in the name of somebody else.',
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
