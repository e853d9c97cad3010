import type * as z from 'zod';
import { parseAddress, parseEndpoint } from '../../protocol/address.js';
import {
  type Config,
  credentialName,
  DEFAULT_CONTROL,
  type EndpointConfig,
  type FilePath,
  LOG_LEVELS,
  type ManagerConfig,
  type MetricsAddress,
  NODE_ROLES,
  PEER_LABELS,
  type PeerConfig,
  type PeerLabels,
} from './config.js';
import { address, base64, choice, field, integer, list, nodeName, object, prefix } from './fields.js';

/** What the table in docs/config.md says of a key. Groups of keys have no `reload`: each of their keys has its own. */
export type KeyFacts = {
  readonly description: string;
  /** Whether a reload puts a changed value in force or only a restart does. */
  readonly reload?: 'live' | 'restart';
  /** The type of the short form that `expandShort` writes out. */
  readonly short?: 'string' | 'integer';
};

const live = (description: string): KeyFacts => ({ description, reload: 'live' });
const restart = (description: string): KeyFacts => ({ description, reload: 'restart' });
const group = (description: string): KeyFacts => ({ description });

const PORT = 7077;
/** As many as a record holds. */
const MAX_ADVERTISED = 8;

const path = (what: string): z.ZodType<string, string> =>
  field({
    what: 'a path',
    remedy: `write the path of ${what}`,
    parse: (text) => (text !== '' && !text.includes('\0') ? text : undefined),
  });

/** A file to be read: by its path, or as a credential of systemd. */
const file = (what: string): z.ZodType<FilePath, string> =>
  field({
    what: 'a path or credential:NAME',
    remedy: `write the path of ${what}`,
    parse: (text) => {
      const name = credentialName(text);
      if (name !== undefined) return /^(?!\.\.?$)[A-Za-z0-9._-]{1,255}$/.test(name) ? text : undefined;
      return text !== '' && !text.includes('\0') ? text : undefined;
    },
  });

const endpoint: z.ZodType<EndpointConfig, string> = field({
  what: 'an endpoint',
  remedy: 'write address:port, "[IPv6]:port" or name:port, port 1 to 65535',
  parse: parseHostPort,
});

const publicKey = base64(32, 'the peer’s public key');

const peer = object(
  {
    name: nodeName().meta(live('Name in the peer’s certificate.')),
    key: publicKey.meta(live('`key` of the peer’s request, base64.')),
    next_key: publicKey
      .optional()
      .meta(live('The key that the peer changes to; while both are listed either is accepted.')),
    addresses: list(address(), 'addresses', 'write at least one overlay address of the peer', [1, 16]).meta(
      live('Overlay addresses of the peer; its certificate must hold them all.'),
    ),
    routes: list(prefix(), 'prefixes', 'write prefixes such as 10.80.0.0/16', [0, 1024])
      .default([])
      .meta(live('Prefixes reached through the peer; only those its certificate holds too are used.')),
    endpoints: list(endpoint, 'endpoints', 'write address:port or name:port', [0, 16])
      .default([])
      .meta(live('Where to call the peer, tried in turn; without any it must call first.')),
  },
  'a peer',
);

const domain = (what: string, use = ''): z.ZodType<string | undefined, string | undefined> =>
  nodeName()
    .optional()
    .meta(live(`Failure domain of ${what}, any name: what may fail together.${use}`));

const manager = object(
  {
    name: nodeName().meta(live('Name in the manager’s certificate, which must have the role manager.')),
    key: publicKey.meta(live('`key` of the manager’s request, base64.')),
    next_key: publicKey
      .optional()
      .meta(live('The key that the manager changes to; while both are listed either is accepted.')),
    addresses: list(
      address(),
      'addresses',
      'write overlay addresses of the manager, or leave them out',
      [1, 16],
    )
      .optional()
      .meta(live('Overlay addresses of the manager; without them those of its certificate.')),
    endpoints: list(endpoint, 'endpoints', 'write at least one address:port or name:port', [1, 16]).meta(
      live('Where to call the manager, tried in turn.'),
    ),
    domain: domain('the manager'),
  },
  'a manager',
);

const listen = object(
  {
    addresses: list(address(), 'addresses', 'write addresses of this host', [1, 16])
      .default(['0.0.0.0', '::'].map((text) => parseAddress(text) as z.infer<ReturnType<typeof address>>))
      .meta(live('Addresses of this host to receive on.')),
    port: integer(1, 65535, 'a port').default(PORT).meta(live('UDP port.')),
  },
  'a port or a group of keys',
);

const tun = object(
  {
    name: field({
      what: 'an interface name',
      remedy: 'use 1 to 15 letters, digits, dots, hyphens or underscores',
      parse: (text) => (/^(?!\.\.?$)[A-Za-z0-9._-]{1,15}$/.test(text) ? text : undefined),
    })
      .default('festoon0')
      .meta(restart('Name of the TUN interface, made at the start and removed at the end.')),
    mtu: integer(1280, 9000, 'an MTU')
      .default(1372)
      .meta(live('MTU of the TUN: the smallest underlay MTU less 128.')),
  },
  'a group of keys',
);

const metrics = object(
  {
    address: field<MetricsAddress>({
      what: 'an address and port or unix:PATH',
      remedy: 'write one such as 127.0.0.1:9077 or unix:/run/festoon/metrics.sock',
      parse: parseMetricsAddress,
    }).meta(live('Where to answer `GET /metrics`, `/healthz` and `/readyz`. Keep it on loopback.')),
    peer_labels: choice(PEER_LABELS)
      .default('auto')
      .meta(live('Whether metrics tell peers apart; `auto` does up to 200 peers.')),
  },
  'an address and port or a group of keys',
);

/** The config as written: its values parsed, its defaults filled in. */
export type ConfigFile = Omit<Config, 'metrics' | 'acceptRoutes' | 'forceRoutes' | 'managers' | 'peers'> & {
  readonly metrics?: { readonly address: MetricsAddress; readonly peer_labels: PeerLabels };
  readonly accept_routes: Config['acceptRoutes'];
  readonly force_routes: Config['forceRoutes'];
  readonly managers: readonly (Omit<ManagerConfig, 'nextKey' | 'addresses'> & {
    readonly next_key?: Uint8Array;
    readonly addresses?: ManagerConfig['addresses'];
  })[];
  readonly peers: readonly (Omit<PeerConfig, 'nextKey'> & { readonly next_key?: Uint8Array })[];
};

/** The keys of the config file, in the order in which docs/config.md lists them. Paths stay as written, short forms are written out. */
export const fileSchema: z.ZodType<ConfigFile> = object(
  {
    identity: object(
      {
        key: file('the node key').meta(live('Node key file, mode 0600 (`festoon keygen`).')),
        certificate: file('the certificate').meta(live('Certificate file (`festoon authority sign`).')),
      },
      'a group of keys',
    ).meta(group('This node:')),
    trust: file('the trust file').meta(live('Trust file of the network (`festoon authority init`).')),
    secret: list(file('a network secret'), 'paths', 'write one path or a list of two', [1, 2]).meta({
      ...live(
        'Network secret file, mode 0600; a list of two while it is being changed, the one to use first.',
      ),
      short: 'string',
    }),
    state: path('the state directory')
      .default('/var/lib/festoon')
      .meta(restart('Directory, mode 0700, of what must survive a restart; made if absent.')),
    control: path('the control socket')
      .default(DEFAULT_CONTROL)
      .meta(restart('Unix socket for `festoon status` and its like.')),
    listen: listen.prefault({}).meta({ ...group('A port alone, or:'), short: 'integer' }),
    tun: tun.prefault({}).meta(group('The overlay interface:')),
    metrics: metrics.optional().meta({
      ...group('An address alone, or the keys below; without it there are no metrics.'),
      short: 'string',
    }),
    log: object(
      {
        level: choice(LOG_LEVELS)
          .default('info')
          .meta(live('What the log holds: `error` alone, `warn` and above, or all.')),
      },
      'a group of keys',
    )
      .prefault({})
      .meta(group('The log, on standard error:')),
    role: choice(NODE_ROLES)
      .default('node')
      .meta(
        live(
          '`manager`: also relays, introduces and keeps the directory; takes a certificate of that role (`festoon authority sign --role manager`).',
        ),
      ),
    domain: domain('this node', ' It prefers managers of other domains.'),
    advertise: list(endpoint, 'endpoints', 'write address:port or name:port', [0, MAX_ADVERTISED])
      .default([])
      .meta(live('Where others can call this node without an introduction; told in its record.')),
    relay: object(
      {
        rate: integer(0, 1_000_000, 'a rate in Mbit/s')
          .default(0)
          .meta(
            live(
              'Mbit/s that are relayed for one node at most, each datagram counted with 64 bytes more; 0 is no limit.',
            ),
          ),
      },
      'a group of keys',
    )
      .prefault({})
      .meta(group('What this manager relays:')),
    accept_routes: list(prefix(), 'prefixes', 'write prefixes such as 10.80.0.0/16', [0, 1024])
      .default([])
      .meta(
        live(
          'Prefixes behind nodes that managers know, to use beside the pools; managers are asked who has them.',
        ),
      ),
    force_routes: list(prefix(), 'prefixes', 'write prefixes such as 10.80.0.0/16', [0, 1024])
      .default([])
      .meta(live('Pools and routes to use although they may cut this host off, exactly as written there.')),
    managers: list(manager, 'managers', 'write `- name: ...` for each manager', [0, 16])
      .default([])
      .meta(
        group('The managers; a manager lists the others. With any, every node of the network is a peer:'),
      ),
    peers: list(peer, 'peers', 'write `- name: ...` for each peer', [0, 65534])
      .default([])
      .meta(group('Nodes known beforehand:')),
  },
  'a group of keys',
) as unknown as z.ZodType<ConfigFile>;

/** A config file with each short form written out: a port, an address or a path alone. */
export function expandShort(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const { listen, metrics, secret } = value as Record<string, unknown>;
  return {
    ...value,
    ...(typeof listen === 'number' && { listen: { port: listen } }),
    ...(typeof metrics === 'string' && { metrics: { address: metrics } }),
    ...(typeof secret === 'string' && { secret: [secret] }),
  };
}

function parseMetricsAddress(text: string): MetricsAddress | undefined {
  if (text.startsWith('unix:')) {
    return text.length > 5 && !text.includes('\0') ? (text as MetricsAddress) : undefined;
  }
  return parseEndpoint(text);
}

function parseHostPort(text: string): EndpointConfig | undefined {
  const match = /^(?:\[([^\]]*)\]|([^:[\]]*)):([1-9][0-9]{0,4})$/.exec(text);
  const port = Number(match?.[3]);
  if (match === null || port > 65535) return undefined;
  const host = match[1] === undefined ? parseHost(match[2] ?? '') : parseBracketed(match[1]);
  return host === undefined ? undefined : { host, port };
}

function parseBracketed(text: string): string | undefined {
  return text.includes(':') ? parseAddress(text) : undefined;
}

/** An IPv4 address or a DNS name (RFC 1123 §2.1: the last label is not a number). */
function parseHost(text: string): string | undefined {
  const labels = text.replace(/\.$/, '').split('.');
  if (/^[0-9]+$/.test(labels.at(-1) ?? '')) return parseAddress(text);
  const label = /^(?!-)[A-Za-z0-9_-]{1,63}(?<!-)$/;
  return text.length <= 253 && labels.every((part) => label.test(part)) ? text.toLowerCase() : undefined;
}
