import type { Registry } from 'prom-client';
import type { DaemonStatus, PeerStatus, PeerTraffic } from '../control/status.js';
import { counter, gauge, type Sample } from './metrics-samples.js';
import { expectedPeers } from './status.js';

/** Whether each peer has series of its own; `auto`: as long as there are at most 200 peers. */
export type PeerLabels = 'auto' | 'on' | 'off';

const MOST_LABELLED = 200;

export function showsPeers(labels: PeerLabels, peers: number): boolean {
  return labels === 'on' || (labels === 'auto' && peers <= MOST_LABELLED);
}

export function addPeers(registry: Registry, { control, traffic }: DaemonStatus, time: number): void {
  const { peers } = control;
  const expected = new Set(expectedPeers(control));
  const ago = (age: number | undefined): number | undefined => (age === undefined ? undefined : time - age);
  const facts: readonly Fact<PeerStatus>[] = [
    [
      'up',
      'Whether the peer answers on a session that carries packets.',
      ({ state }) => Number(state === 'up'),
    ],
    ['expected', 'Whether a session with the peer is always expected.', (peer) => Number(expected.has(peer))],
    ['relayed', 'Whether packets to the peer are relayed.', ({ path }) => Number(path === 'relayed')],
    [
      'last_handshake_timestamp_seconds',
      'When the last handshake with the peer was finished.',
      ({ handshakeAge }) => ago(handshakeAge),
    ],
    [
      'last_received_timestamp_seconds',
      'When anything authenticated came from the peer last.',
      ({ heardAge }) => ago(heardAge),
    ],
    [
      'certificate_expiry_timestamp_seconds',
      "End of the validity of the peer's certificate.",
      ({ certificateNotAfter }) => certificateNotAfter,
    ],
    [
      'opening_tries',
      'Handshakes sent to the peer since it was reached last.',
      ({ openingTries }) => openingTries,
    ],
  ];
  for (const [name, help, value] of facts) {
    gauge(
      registry,
      `festoon_peer_${name}`,
      help,
      samples(peers, (peer) => peer.name, value),
    );
  }
  const names = new Map(peers.map(({ id, name }) => [id, name]));
  for (const [name, help, value] of COUNTS) {
    counter(
      registry,
      `festoon_peer_${name}_total`,
      help,
      samples(traffic, ({ id }) => names.get(id), value),
    );
  }
}

type Fact<T> = readonly [name: string, help: string, value: (of: T) => number | undefined];

const COUNTS: readonly Fact<PeerTraffic>[] = [
  [
    'received_packets',
    'Inner packets received from the peer.',
    ({ receivedPackets }) => Number(receivedPackets),
  ],
  [
    'received_bytes',
    'Bytes of inner packets received from the peer.',
    ({ receivedBytes }) => Number(receivedBytes),
  ],
  ['sent_packets', 'Inner packets sent to the peer.', ({ sentPackets }) => Number(sentPackets)],
  ['sent_bytes', 'Bytes of inner packets sent to the peer.', ({ sentBytes }) => Number(sentBytes)],
];

/** None for what has no name, as a peer that has just been removed, or no value yet. */
function samples<T>(
  entries: readonly T[],
  name: (entry: T) => string | undefined,
  value: (entry: T) => number | undefined,
): readonly Sample[] {
  return entries.flatMap((entry): readonly Sample[] => {
    const peer = name(entry);
    const sample = value(entry);
    return peer === undefined || sample === undefined ? [] : [[{ peer }, sample]];
  });
}
