import { formatEndpoint, parseAddress } from '../../protocol/address.js';
import type { Config, EndpointConfig, PeerConfig } from './config.js';
import { parseConfig } from './load.js';

/**
 * The whole config as JSON that is a config file itself: every key of the schema, defaults filled in, paths absolute,
 * in one order, peers by name. Secrets are paths. Configs that differ in nothing but the order of peers have equal text.
 */
export function canonicalConfig(config: Config): string {
  return `${JSON.stringify(plainConfig(config), undefined, 2)}\n`;
}

/** The inverse. Throws a ConfigError for anything else. */
export function parseCanonicalConfig(text: string): Config {
  return parseConfig('/running.json', text);
}

/** A config in the words of its file. */
export function plainConfig(config: Config): Plain {
  return {
    identity: config.identity,
    trust: config.trust,
    secret: config.secret,
    state: config.state,
    control: config.control,
    listen: config.listen,
    tun: config.tun,
    ...(config.metrics && {
      metrics: { address: config.metrics.address, peer_labels: config.metrics.peerLabels },
    }),
    log: config.log,
    force_routes: config.forceRoutes,
    peers: [...config.peers].sort((a, b) => (a.name < b.name ? -1 : 1)).map(plainPeer),
  };
}

export interface Plain {
  readonly [key: string]: unknown;
}

export function plainPeer(peer: PeerConfig): Plain {
  return {
    name: peer.name,
    key: base64Of(peer.key),
    ...(peer.nextKey && { next_key: base64Of(peer.nextKey) }),
    addresses: peer.addresses,
    routes: peer.routes,
    endpoints: peer.endpoints.map(endpointText),
  };
}

function base64Of(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

function endpointText({ host, port }: EndpointConfig): string {
  const address = parseAddress(host);
  return address === undefined ? `${host}:${port}` : formatEndpoint(address, port);
}
