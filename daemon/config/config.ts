import type { Address, Endpoint, Prefix } from '../../protocol/address.js';

/** What the config says, parsed once: frozen, paths absolute, defaults filled in. */
export interface Config {
  /** The file it was read from, with what lies beside it in conf.d. */
  readonly file: string;
  readonly identity: { readonly key: FilePath; readonly certificate: FilePath };
  readonly trust: FilePath;
  /** One or two network secrets in force; the first is the one this node uses to open. */
  readonly secret: readonly FilePath[];
  readonly state: string;
  readonly control: string;
  readonly listen: { readonly addresses: readonly Address[]; readonly port: number };
  readonly tun: { readonly name: string; readonly mtu: number };
  readonly metrics?: { readonly address: MetricsAddress; readonly peerLabels: PeerLabels };
  readonly log: { readonly level: LogLevel };
  /** A manager also relays, introduces and keeps the directory. */
  readonly role: NodeRole;
  /** This node's failure domain: managers in others are preferred. */
  readonly domain?: string;
  /** Where this node can be called without an introduction, told in its record. */
  readonly advertise: readonly EndpointConfig[];
  readonly relay: {
    /** What a manager relays for one node at most, in Mbit/s; 0 is no limit. */
    readonly rate: number;
  };
  /** Prefixes behind other nodes that managers are asked about; routed into the overlay. */
  readonly acceptRoutes: readonly Prefix[];
  /** Prefixes that are routed into the overlay although a guard would refuse them. */
  readonly forceRoutes: readonly Prefix[];
  readonly managers: readonly ManagerConfig[];
  readonly peers: readonly PeerConfig[];
}

/** A node that this one asks for others, and that relays for it. Its certificate must have that role. */
export interface ManagerConfig extends Omit<PeerConfig, 'routes'> {
  /** None: those of its certificate. */
  readonly addresses: readonly Address[];
  /** At least one. */
  readonly endpoints: readonly EndpointConfig[];
  /** Managers of one failure domain may fail together. */
  readonly domain?: string;
}

export interface PeerConfig {
  readonly name: string;
  /** X25519 public key, 32 B: the peer's certificate must bind this one or `nextKey`. */
  readonly key: Uint8Array;
  /** The key that the peer changes to. */
  readonly nextKey?: Uint8Array;
  readonly addresses: readonly Address[];
  readonly routes: readonly Prefix[];
  readonly endpoints: readonly EndpointConfig[];
}

/** Where a peer may be found: `host` is an address or a DNS name, the latter resolved anew by io. */
export interface EndpointConfig {
  readonly host: string;
  readonly port: number;
}

/** An absolute path, or `credential:NAME` for the file NAME in systemd's $CREDENTIALS_DIRECTORY. */
export type FilePath = string;

/** Address and port, or `unix:` and an absolute path. */
export type MetricsAddress = Endpoint | UnixAddress;
export type UnixAddress = `unix:${string}`;

/** Whether metrics have a `peer` label; `auto`: up to 200 peers. */
export const PEER_LABELS = ['auto', 'on', 'off'] as const;
export type PeerLabels = (typeof PEER_LABELS)[number];

export const NODE_ROLES = ['node', 'manager'] as const;
export type NodeRole = (typeof NODE_ROLES)[number];

export const DEFAULT_CONTROL = '/run/festoon/control.sock';

/** Least severe first to be left out: `error` alone, `warn` and above, or all. */
export const LOG_LEVELS = ['error', 'warn', 'info'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** sun_path of unix(7) less its final NUL; Node silently cuts what is longer. */
export const MAX_SOCKET_PATH_BYTES = 107;

/** The NAME of `credential:NAME`. */
export function credentialName(path: FilePath): string | undefined {
  return path.startsWith('credential:') ? path.slice('credential:'.length) : undefined;
}

/** The path of a `unix:` address. */
export function unixPath(address: MetricsAddress): string | undefined {
  return address.startsWith('unix:') ? address.slice('unix:'.length) : undefined;
}

/** Every endpoint that a config names, its place in the config, and whose it is. */
export function endpointsOf({ managers, peers, advertise }: Config): readonly {
  readonly host: string;
  readonly path: readonly PropertyKey[];
  readonly owner: string;
}[] {
  const ofNodes = Object.entries({ managers, peers }).flatMap(([list, nodes]) =>
    nodes.flatMap(({ endpoints }, at) =>
      endpoints.map(({ host }, i) => ({ host, path: [list, at, 'endpoints', i], owner: 'the peer’s' })),
    ),
  );
  return [
    ...ofNodes,
    ...advertise.map(({ host }, i) => ({ host, path: ['advertise', i], owner: 'this host’s' })),
  ];
}
