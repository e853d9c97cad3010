import { dirname, resolve } from 'node:path';
import { overlaps, type Prefix, prefixBytes } from '../../protocol/address.js';
import {
  type Config,
  type FilePath,
  MAX_SOCKET_PATH_BYTES,
  type MetricsAddress,
  unixPath,
} from './config.js';
import { ConfigError, type Problem } from './failure.js';
import { type ConfigFile, fileSchema } from './schema.js';
import { readTextFile } from './text-file.js';
import { type Locate, parseYaml } from './yaml.js';

const MAX_BYTES = 16 << 20;

/** Reads, checks and freezes a config file; throws a ConfigError that lists every problem, or a Failure of the file. */
export function loadConfig(path: string): Config {
  return parseConfig(path, readTextFile(path, { maxBytes: MAX_BYTES }));
}

/** `file` names the text in errors; paths in it are relative to its directory. */
export function parseConfig(file: string, text: string): Config {
  const parsed = parseYaml(text, fileSchema);
  if (!parsed.ok) throw new ConfigError('config-invalid', file, parsed.problems);
  const config = configOf(parsed.value, dirname(file));
  const problems = [...socketProblems(config, parsed.locate), ...peerProblems(config, parsed.locate)];
  if (problems.length > 0) throw new ConfigError('config-invalid', file, problems);
  return freeze(config);
}

function configOf(file: ConfigFile, base: string): Config {
  const { metrics } = file;
  return {
    identity: {
      key: fileIn(base, file.identity.key),
      certificate: fileIn(base, file.identity.certificate),
    },
    trust: fileIn(base, file.trust),
    secret: file.secret.map((path) => fileIn(base, path)),
    state: resolve(base, file.state),
    control: resolve(base, file.control),
    listen: file.listen,
    tun: file.tun,
    ...(metrics && {
      metrics: { address: addressIn(base, metrics.address), peerLabels: metrics.peer_labels },
    }),
    log: file.log,
    forceRoutes: file.force_routes,
    peers: file.peers.map(({ next_key: nextKey, ...peer }) => ({ ...peer, ...(nextKey && { nextKey }) })),
  };
}

function fileIn(base: string, path: FilePath): FilePath {
  return path.startsWith('credential:') ? path : resolve(base, path);
}

function addressIn(base: string, address: MetricsAddress): MetricsAddress {
  const path = unixPath(address);
  return path === undefined ? address : `unix:${resolve(base, path)}`;
}

function socketProblems({ control, metrics }: Config, locate: Locate): Problem[] {
  const problemsOf = (key: readonly string[], path: string): Problem[] => {
    if (Buffer.byteLength(path) <= MAX_SOCKET_PATH_BYTES) return [];
    const message = `${path} is longer than ${MAX_SOCKET_PATH_BYTES} bytes; choose a shorter path`;
    return [{ ...locate(key), message }];
  };
  const metricsPath = metrics && unixPath(metrics.address);
  return [
    ...problemsOf(['control'], control),
    ...(metricsPath === undefined ? [] : problemsOf(['metrics', 'address'], metricsPath)),
  ];
}

/** What one peer may not share with another: name, key, addresses, and overlapping routes. */
function peerProblems({ peers }: Config, locate: Locate): Problem[] {
  const problems: Problem[] = [];
  const owners = new Map<string, string>();
  const claim = (kind: string, value: string, path: readonly PropertyKey[]): void => {
    const owner = owners.get(`${kind} ${value}`);
    if (owner === undefined) owners.set(`${kind} ${value}`, path.join('.'));
    else
      problems.push({
        ...locate(path),
        message: `${kind} is already that of ${owner}; give each peer its own`,
      });
  };
  peers.forEach((peer, at) => {
    claim('name', peer.name, ['peers', at, 'name']);
    claim('key', Buffer.from(peer.key).toString('base64'), ['peers', at, 'key']);
    if (peer.nextKey !== undefined)
      claim('key', Buffer.from(peer.nextKey).toString('base64'), ['peers', at, 'next_key']);
    peer.addresses.forEach((address, i) => {
      claim('address', address, ['peers', at, 'addresses', i]);
    });
  });
  return [...problems, ...routeProblems(peers, locate), ...endpointProblems(peers, locate)];
}

/** Two prefixes are disjoint or one holds the other, and then they are neighbours in order of address and length. */
function routeProblems(peers: Config['peers'], locate: Locate): Problem[] {
  const routes = peers.flatMap((peer, at) =>
    peer.routes.map((route, i) => ({ route, path: ['peers', at, 'routes', i], order: orderOf(route) })),
  );
  routes.sort((a, b) => (a.order < b.order ? -1 : 1));
  let outer = routes[0];
  return routes.slice(1).flatMap((inner) => {
    if (outer === undefined || !overlaps(outer.route, inner.route)) {
      outer = inner;
      return [];
    }
    const message = `${inner.route} overlaps ${outer.route} of ${outer.path.join('.')}; route each range through one peer`;
    return [{ ...locate(inner.path), message }];
  });
}

function orderOf(prefix: Prefix): string {
  const [length = 0, ...address] = prefixBytes(prefix);
  return Buffer.from([address.length, ...address, length]).toString('hex');
}

/** An endpoint inside the overlay would carry the tunnel through itself. */
function endpointProblems(peers: Config['peers'], locate: Locate): Problem[] {
  const overlay = new Set<string>(peers.flatMap((peer) => peer.addresses));
  return peers.flatMap((peer, at) =>
    peer.endpoints.flatMap(({ host }, i) => {
      if (!overlay.has(host)) return [];
      const message = `${host} is an overlay address; write the address of the peer’s own network`;
      return [{ ...locate(['peers', at, 'endpoints', i]), message }];
    }),
  );
}

function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  for (const inner of Object.values(value)) freeze(inner);
  return Object.freeze(value);
}
