import { dirname, resolve } from 'node:path';
import { overlaps, type Prefix, prefixBytes } from '../../protocol/address.js';
import { type Config, MAX_SOCKET_PATH_BYTES } from './config.js';
import { ConfigError, type Problem } from './failure.js';
import { configSchema } from './schema.js';
import { readTextFile } from './text-file.js';
import { type Locate, parseYaml } from './yaml.js';

const MAX_BYTES = 16 << 20;

/** Reads, checks and freezes a config file; throws a ConfigError that lists every problem, or a Failure of the file. */
export function loadConfig(path: string): Config {
  return parseConfig(path, readTextFile(path, { maxBytes: MAX_BYTES }));
}

/** `file` names the text in errors; paths in it are relative to its directory. */
export function parseConfig(file: string, text: string): Config {
  const parsed = parseYaml(text, configSchema);
  if (!parsed.ok) throw new ConfigError('config-invalid', file, parsed.problems);
  const config = absolute(parsed.value, dirname(file));
  const problems = [...socketProblems(config, parsed.locate), ...peerProblems(config, parsed.locate)];
  if (problems.length > 0) throw new ConfigError('config-invalid', file, problems);
  return freeze(config);
}

function absolute(config: Config, base: string): Config {
  return {
    ...config,
    identity: {
      key: resolve(base, config.identity.key),
      certificate: resolve(base, config.identity.certificate),
    },
    trust: resolve(base, config.trust),
    secret: config.secret.map((path) => resolve(base, path)),
    state: resolve(base, config.state),
    control: resolve(base, config.control),
  };
}

function socketProblems({ control }: Config, locate: Locate): Problem[] {
  if (Buffer.byteLength(control) <= MAX_SOCKET_PATH_BYTES) return [];
  const message = `${control} is longer than ${MAX_SOCKET_PATH_BYTES} bytes; choose a shorter path`;
  return [{ ...locate(['control']), message }];
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
