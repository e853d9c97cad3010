import { isDistinct, overlaps, type Prefix, parseAddress, prefixBytes } from '../../protocol/address.js';
import { type Config, endpointsOf, MAX_SOCKET_PATH_BYTES, unixPath } from './config.js';
import { formatPlace, type Problem } from './failure.js';
import type { Locate } from './yaml.js';

/** What only shows once all keys are read. */
export function conflicts(config: Config, locate: Locate): Problem[] {
  return [
    ...socketProblems(config, locate),
    ...sharedProblems(config, locate),
    ...routeProblems(config, locate),
    ...endpointProblems(config, locate),
    ...roleProblems(config, locate),
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

/** What one peer or manager may not share with another: name, keys and addresses. */
function sharedProblems({ managers, peers }: Config, locate: Locate): Problem[] {
  const problems: Problem[] = [];
  const owners = new Map<string, readonly PropertyKey[]>();
  const claim = (kind: string, value: string, path: readonly PropertyKey[]): void => {
    const owner = owners.get(`${kind} ${value}`);
    if (owner === undefined) {
      owners.set(`${kind} ${value}`, path);
      return;
    }
    const theirs = `${owner.join('.')} (${formatPlace(locate(owner))})`;
    const remedy = owner[0] === path[0] ? 'give each peer its own' : 'list a node in one of the two';
    problems.push({ ...locate(path), message: `${kind} is already that of ${theirs}; ${remedy}` });
  };
  for (const [list, nodes] of Object.entries({ managers, peers })) {
    nodes.forEach((node, at) => {
      claim('name', node.name, [list, at, 'name']);
      claim('key', Buffer.from(node.key).toString('base64'), [list, at, 'key']);
      if (node.nextKey !== undefined)
        claim('key', Buffer.from(node.nextKey).toString('base64'), [list, at, 'next_key']);
      node.addresses.forEach((address, i) => {
        claim('address', address, [list, at, 'addresses', i]);
      });
    });
  }
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
function endpointProblems(config: Config, locate: Locate): Problem[] {
  const { managers, peers, advertise } = config;
  const overlay = new Set<string>([...managers, ...peers].flatMap(({ addresses }) => addresses));
  const inside = endpointsOf(config).flatMap(({ host, path, owner }) => {
    if (!overlay.has(host)) return [];
    const message = `${host} is an overlay address; write the address of ${owner} own network`;
    return [{ ...locate(path), message }];
  });
  const nowhere = advertise.flatMap(({ host }, i) => {
    const address = parseAddress(host);
    if (address === undefined || isDistinct(address)) return [];
    const message = `${host} is no address that others can call; write one of this host’s`;
    return [{ ...locate(['advertise', i]), message }];
  });
  return [...inside, ...nowhere];
}

/** What this node cannot be or do with the rest of the config. */
function roleProblems({ role, managers, relay, acceptRoutes }: Config, locate: Locate): Problem[] {
  if (role === 'manager') return [];
  const problems: Problem[] = [];
  if (relay.rate > 0) {
    const message = 'only a manager relays; write `role: manager`, or leave it out';
    problems.push({ ...locate(['relay', 'rate']), message });
  }
  if (acceptRoutes.length > 0 && managers.length === 0) {
    const message = 'there is nobody to ask who has them; list `managers`, or leave it out';
    problems.push({ ...locate(['accept_routes']), message });
  }
  return problems;
}
