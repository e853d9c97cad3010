import type { DaemonStatus, PeerStatus } from '../../../daemon/control/status.js';
import type { Snapshot } from '../../../daemon/observe/metrics.js';
import type { Address, Endpoint, Prefix } from '../../../protocol/address.js';

export const TIME = 1_800_000_000;
const DAY = 86_400;

/** A daemon `a` with one peer that is up and one that has never been seen. */
export const STATUS: DaemonStatus = {
  version: '0.1.0',
  pid: 4321,
  startedAt: TIME - 2 * DAY - 3 * 3600 - 59,
  tun: { name: 'festoon0', mtu: 1372, state: 'up', offloads: { vnet: true, tso: true, uso: false } },
  sockets: [
    { address: '0.0.0.0', port: 7077, gso: true, gro: true },
    { address: '::', port: 7077, gso: true, gro: true },
  ],
  listen: [
    { use: 'tunnel', endpoint: '0.0.0.0:7077' as Endpoint, state: 'bound' },
    { use: 'tunnel', endpoint: '[::]:7077' as Endpoint, state: 'bound' },
    { use: 'metrics', endpoint: '127.0.0.1:9077' as Endpoint, state: 'bound' },
  ],
  reload: {
    ok: true,
    lastAttempt: TIME - 3600,
    lastSuccess: TIME - 3600,
    count: { applied: 4, refused: 1 },
    problems: [],
    needRestart: ['tun.name'],
  },
  health: { loop: true, core: true },
  failures: 3,
  control: {
    name: 'a',
    role: 'node',
    addresses: ['10.77.0.1' as Address, 'fd77::1' as Address],
    serial: 1_799_000_000_000n,
    certificateNotBefore: TIME - DAY,
    certificateNotAfter: TIME + 90 * DAY,
    certificateLife: 'good',
    clockSuspicious: false,
    bootEpoch: 7n,
    bootsRaised: 1,
    suites: [1, 2, 3],
    peers: [
      {
        id: 1,
        name: 'b',
        found: false,
        path: 'direct',
        addresses: ['10.77.0.2' as Address],
        routes: ['10.80.0.0/16' as Prefix],
        state: 'up',
        endpoint: '203.0.113.5:7077' as Endpoint,
        suite: 1,
        sessionAge: 61,
        handshakeAge: 61,
        heardAge: 3.2,
        serial: 5n,
        certificateNotAfter: TIME + 10 * DAY,
        certificateLife: 'good',
        key: 'key',
        why: 'opened',
        session: { initiator: true, live: true, endsIn: 119 },
        openingTries: 0,
      },
      {
        id: 2,
        name: 'c',
        found: false,
        path: undefined,
        addresses: ['10.77.0.3' as Address, 'fd77::3' as Address],
        routes: [],
        state: 'connecting',
        suite: undefined,
        sessionAge: undefined,
        handshakeAge: undefined,
        heardAge: undefined,
        serial: undefined,
        certificateNotAfter: undefined,
        certificateLife: undefined,
        key: undefined,
        why: undefined,
        session: undefined,
        openingTries: 6,
      },
    ],
    handshakes: new Map([
      ['opened', 4],
      ['answered', 0],
      ['certificate-expired', 2],
    ]),
    sessionsCut: new Map([['peer-wrong-key', 1]]),
    messagesRefused: new Map([['record-not-own', 2]]),
    identityConflicts: 0,
    managers: [],
    searches: new Map(),
    relay: undefined,
    rekeys: 3,
    keyChanges: 0,
  },
  counters: {
    inboundPackets: 1234n,
    inboundBytes: 5_678_901n,
    outboundPackets: 10n,
    outboundBytes: 999n,
    inboundDatagrams: 1300n,
    outboundDatagrams: 20n,
    inboundRelayed: 300n,
    outboundRelayed: 5n,
    inboundRelayedPackets: 234n,
    inboundRelayedBytes: 678_901n,
    outboundRelayedPackets: 4n,
    outboundRelayedBytes: 99n,
    relayedDatagrams: 640n,
    relayedBytes: 900_000n,
    relayedTrains: 20n,
    pathSwitches: 7n,
    pathSwitchesEarly: 2n,
    sessions: 2n,
    windowBytes: 8192n,
    windowGrowthsRefused: 0n,
    droppedInbound: new Map([
      ['replayed', 3n],
      ['multicast', 0n],
    ]),
    droppedOutbound: new Map([
      ['no_route', 1n],
      ['multicast', 0n],
    ]),
  },
  traffic: [
    { id: 1, receivedPackets: 1234n, receivedBytes: 5_678_901n, sentPackets: 10n, sentBytes: 999n },
    { id: 2, receivedPackets: 0n, receivedBytes: 0n, sentPackets: 0n, sentBytes: 0n },
  ],
};

/** The same daemon with three managers, and a peer found through them that is relayed. */
export const MANAGED: DaemonStatus = {
  ...STATUS,
  control: {
    ...STATUS.control,
    managers: [
      {
        name: 'm1',
        domain: 'east',
        state: 'up',
        use: 'home',
        rttMs: 10.25,
        attachedAge: 75,
        refused: undefined,
        observed: '198.51.100.7:7077' as Endpoint,
        endpoint: '192.0.2.1:7077' as Endpoint,
        relayed: 1,
      },
      {
        name: 'm2',
        domain: 'west',
        state: 'up',
        use: 'standby',
        rttMs: undefined,
        attachedAge: 70,
        refused: undefined,
        observed: '198.51.100.7:7077' as Endpoint,
        endpoint: '192.0.2.2:7077' as Endpoint,
        relayed: 0,
      },
      {
        name: 'm3',
        domain: undefined,
        state: 'connecting',
        use: 'spare',
        rttMs: undefined,
        attachedAge: undefined,
        refused: undefined,
        observed: undefined,
        endpoint: undefined,
        relayed: 0,
      },
    ],
    searches: new Map([
      ['ok', 3],
      ['record-signature', 1],
    ]),
    peers: [
      ...STATUS.control.peers.slice(0, 1),
      ...['m1', 'm2', 'm3'].map((name, at): PeerStatus => {
        const known = STATUS.control.peers[at === 2 ? 1 : 0] as PeerStatus;
        return { ...known, id: at + 11, name };
      }),
      relayedPeer(),
    ],
  },
  traffic: [{ id: 14, receivedPackets: 3n, receivedBytes: 300n, sentPackets: 4n, sentBytes: 400n }],
};

function relayedPeer(): PeerStatus {
  const { endpoint: _, ...peer } = STATUS.control.peers[0] as PeerStatus;
  return { ...peer, id: 14, name: 'd', found: true, path: 'relayed', via: 'm1' };
}

/** A manager that knows another one. */
export const MANAGER: DaemonStatus = {
  ...MANAGED,
  control: {
    ...MANAGED.control,
    managers: MANAGED.control.managers.map((manager) => ({ ...manager, use: 'mesh' })),
    relay: {
      handles: 42,
      introductions: new Map([['ok', 5]]),
      directory: 1234,
      attached: 21,
      pushes: { sent: 7, repeated: 2 },
    },
  },
};

/** The same with its one problem gone: only the peer that is up. */
export const HEALTHY: DaemonStatus = {
  ...STATUS,
  control: { ...STATUS.control, peers: STATUS.control.peers.slice(0, 1) },
};

/** The same daemon with this many peers, all up. */
export function manyPeers(count: number): DaemonStatus {
  const [peer] = HEALTHY.control.peers as [DaemonStatus['control']['peers'][number]];
  const [traffic] = HEALTHY.traffic as [DaemonStatus['traffic'][number]];
  const ids = Array.from({ length: count }, (_, i) => i + 1);
  const peers = ids.map((id) => ({ ...peer, id, name: `server-${id}` }));
  return {
    ...HEALTHY,
    control: { ...HEALTHY.control, peers },
    traffic: ids.map((id) => ({ ...traffic, id })),
  };
}

/** One scrape of STATUS in which every metric has a sample. */
export const SNAPSHOT: Snapshot = {
  status: STATUS,
  process: {
    cpuSeconds: 1.5,
    residentBytes: 60_000_000,
    openFds: 30,
    maxFds: 1024,
    loopLag: { p99Seconds: 0.002, maxSeconds: 0.25 },
  },
  sockets: [{ local: '0.0.0.0:7077', drops: 17, queuedBytes: 2304 }],
  time: TIME,
  peerLabels: 'auto',
};
