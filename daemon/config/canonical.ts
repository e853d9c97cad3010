import { formatEndpoint, parseAddress } from '../../protocol/address.js';
import type { Config, EndpointConfig, ManagerConfig, PeerConfig } from './config.js';
import { parseConfig } from './load.js';

/**
 * The whole config as JSON that is a config file itself: every key of the schema, defaults filled in, paths absolute,
 * in one order, managers and peers by name. Secrets are paths. Configs that differ in nothing but the order of these have
 * equal text.
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
    role: config.role,
    ...(config.domain !== undefined && { domain: config.domain }),
    advertise: config.advertise.map(endpointText),
    relay: config.relay,
    accept_routes: config.acceptRoutes,
    force_routes: config.forceRoutes,
    managers: [...config.managers].sort(byName).map(plainManager),
    peers: [...config.peers].sort(byName).map(plainPeer),
  };
}

export interface Plain {
  readonly [key: string]: unknown;
}

function plainManager({ addresses, domain, ...manager }: ManagerConfig): Plain {
  return {
    name: manager.name,
    ...plainKeys(manager),
    ...(addresses.length > 0 && { addresses }),
    endpoints: manager.endpoints.map(endpointText),
    ...(domain !== undefined && { domain }),
  };
}

function plainPeer(peer: PeerConfig): Plain {
  return {
    name: peer.name,
    ...plainKeys(peer),
    addresses: peer.addresses,
    routes: peer.routes,
    endpoints: peer.endpoints.map(endpointText),
  };
}

function plainKeys({ key, nextKey }: Pick<PeerConfig, 'key' | 'nextKey'>): Plain {
  return { key: base64Of(key), ...(nextKey && { next_key: base64Of(nextKey) }) };
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : 1;
}

function base64Of(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

function endpointText({ host, port }: EndpointConfig): string {
  const address = parseAddress(host);
  return address === undefined ? `${host}:${port}` : formatEndpoint(address, port);
}
