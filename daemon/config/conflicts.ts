import { overlaps, type Prefix, prefixBytes } from '../../protocol/address.js';
import { type Config, MAX_SOCKET_PATH_BYTES, unixPath } from './config.js';
import { formatPlace, type Problem } from './failure.js';
import type { Locate } from './yaml.js';

/** What only shows once all keys are read. */
export function conflicts(config: Config, locate: Locate): Problem[] {
  return [
    ...socketProblems(config, locate),
    ...sharedProblems(config, locate),
    ...routeProblems(config, locate),
    ...endpointProblems(config, locate),
  ];
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

/** What one peer may not share with another: name, keys and addresses. */
function sharedProblems({ peers }: Config, locate: Locate): Problem[] {
  const problems: Problem[] = [];
  const owners = new Map<string, readonly PropertyKey[]>();
  const claim = (kind: string, value: string, path: readonly PropertyKey[]): void => {
    const owner = owners.get(`${kind} ${value}`);
    if (owner === undefined) {
      owners.set(`${kind} ${value}`, path);
      return;
    }
    const theirs = `${owner.join('.')} (${formatPlace(locate(owner))})`;
    problems.push({
      ...locate(path),
      message: `${kind} is already that of ${theirs}; give each peer its own`,
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
  return problems;
}

/** Two prefixes are disjoint or one holds the other, and then they are neighbours in order of address and length. */
function routeProblems({ peers }: Config, locate: Locate): Problem[] {
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
    const theirs = `${outer.route} of ${outer.path.join('.')} (${formatPlace(locate(outer.path))})`;
    const message = `${inner.route} overlaps ${theirs}; route each range through one peer`;
    return [{ ...locate(inner.path), message }];
  });
}

function orderOf(prefix: Prefix): string {
  const [length = 0, ...address] = prefixBytes(prefix);
  return Buffer.from([address.length, ...address, length]).toString('hex');
}

/** An endpoint inside the overlay would carry the tunnel through itself. */
function endpointProblems({ peers }: Config, locate: Locate): Problem[] {
  const overlay = new Set<string>(peers.flatMap((peer) => peer.addresses));
  return peers.flatMap((peer, at) =>
    peer.endpoints.flatMap(({ host }, i) => {
      if (!overlay.has(host)) return [];
      const message = `${host} is an overlay address; write the address of the peer’s own network`;
      return [{ ...locate(['peers', at, 'endpoints', i]), message }];
    }),
  );
}
