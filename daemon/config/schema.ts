import * as z from 'zod';
import { type Endpoint, parseAddress, parseEndpoint } from '../../protocol/address.js';
import type { Config, EndpointConfig } from './config.js';
import { address, base64, field, integer, list, nodeName, object, prefix } from './fields.js';

const PORT = 7077;

const path = (what: string): z.ZodType<string, string> =>
  field({
    what: 'a path',
    remedy: `write the path of ${what}`,
    parse: (text) => (text !== '' && !text.includes('\0') ? text : undefined),
  });

const endpoint: z.ZodType<EndpointConfig, string> = field({
  what: 'an endpoint',
  remedy: 'write address:port, "[IPv6]:port" or name:port, port 1 to 65535',
  parse: parseHostPort,
});

const peer = object(
  {
    name: nodeName().meta({ description: 'Name in the peer’s certificate.' }),
    key: base64(32, 'the peer’s public key').meta({
      description: '`key` of the peer’s request, base64.',
    }),
    addresses: list(address(), 'addresses', 'write at least one overlay address of the peer', [1, 16]).meta({
      description: 'Overlay addresses of the peer; its certificate must hold them all.',
    }),
    routes: list(prefix(), 'prefixes', 'write prefixes such as 10.80.0.0/16', [0, 1024]).default([]).meta({
      description: 'Prefixes reached through the peer; only those its certificate holds too are used.',
    }),
    endpoints: list(endpoint, 'endpoints', 'write address:port or name:port', [0, 16])
      .default([])
      .meta({ description: 'Where to call the peer, tried in turn; without any it must call first.' }),
  },
  'a peer',
);

const listen = object(
  {
    addresses: list(address(), 'addresses', 'write addresses of this host', [1, 16])
      .default(['0.0.0.0', '::'].map((text) => parseAddress(text) as z.infer<ReturnType<typeof address>>))
      .meta({ description: 'Addresses of this host to receive on.' }),
    port: integer(1, 65535, 'a port').default(PORT).meta({ description: 'UDP port.' }),
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
      .meta({ description: 'Name of the TUN interface, made at the start and removed at the end.' }),
    mtu: integer(1280, 9000, 'an MTU')
      .default(1372)
      .meta({ description: 'MTU of the TUN: the smallest underlay MTU less 128.' }),
  },
  'a group of keys',
);

const metrics: z.ZodType<{ address: Endpoint }, string> = field({
  what: 'an address and port',
  remedy: 'write one such as 127.0.0.1:9077',
  parse: (text) => {
    const parsed = parseEndpoint(text);
    return parsed && { address: parsed };
  },
});

const secret = z.preprocess(
  (value) => (typeof value === 'string' ? [value] : value),
  list(path('a network secret'), 'paths', 'write one path or a list of two', [1, 2]),
);

/** The keys of the config file, in the order in which docs/config.md lists them. Paths stay as written. */
export const configSchema: z.ZodType<Config> = object(
  {
    identity: object(
      {
        key: path('the node key').meta({ description: 'Node key file, mode 0600 (`festoon keygen`).' }),
        certificate: path('the certificate').meta({
          description: 'Certificate file (`festoon authority sign`).',
        }),
      },
      'a group of keys',
    ).meta({ description: 'This node:' }),
    trust: path('the trust file').meta({
      description: 'Trust file of the network (`festoon authority init`).',
    }),
    secret: secret.meta({
      description:
        'Network secret file, mode 0600; a list of two while it is being changed, the one to use first.',
    }),
    state: path('the state directory')
      .default('/var/lib/festoon')
      .meta({ description: 'Directory, mode 0700, of what must survive a restart; made if absent.' }),
    control: path('the control socket')
      .default('/run/festoon/control.sock')
      .meta({ description: 'Unix socket for `festoon status`.' }),
    listen: z
      .preprocess((value) => (typeof value === 'number' ? { port: value } : value), listen)
      .prefault({})
      .meta({ description: 'A port alone, or:' }),
    tun: tun.prefault({}).meta({ description: 'The overlay interface:' }),
    metrics: metrics.optional().meta({
      description:
        'Address for `GET /metrics` and `/healthz`; without it there is none. Keep it on loopback.',
    }),
    peers: list(peer, 'peers', 'write `- name: ...` for each peer', [0, 65534])
      .default([])
      .meta({ description: 'The other nodes:' }),
  },
  'a group of keys',
) as unknown as z.ZodType<Config>;

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
