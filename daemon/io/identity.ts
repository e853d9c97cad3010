import { contains, overlaps, type Prefix, prefixOf } from '../../protocol/address.js';
import { equalBytes } from '../../protocol/bytes.js';
import type { Certificate } from '../../protocol/certificate.js';
import type { Crypto, Keypair } from '../../protocol/crypto.js';
import { ERRORS, type ErrorCode } from '../../protocol/errors.js';
import { type Span, type Trust, type VerifiedNode, verifyChain } from '../../protocol/trust.js';
import type { Config, PeerConfig } from '../config/config.js';
import { ConfigError, Failure } from '../config/failure.js';
import { locateKeys } from '../config/load.js';
import { readDocument } from './files.js';

/** Who this node is and whom it trusts, read from the files that the config names and checked against each other. */
export interface Identity {
  readonly noise: Keypair;
  readonly record: Keypair;
  /** Encoded certificates as handshakes carry them: the node's, then its issuer's if any. */
  readonly chain: readonly Uint8Array[];
  /** The same chain, verified at the time of reading. */
  readonly node: VerifiedNode;
  readonly trust: Trust;
  /** Network secrets in force, 32 bytes each, in the order of the config. */
  readonly secrets: readonly Uint8Array[];
}

/** Nothing secret that was read stays in memory when one of the files is refused. */
export function loadIdentity(
  crypto: Crypto,
  config: Config,
  time: number | Span,
  read: typeof readDocument = readDocument,
): Identity {
  const key = read('node-key', config.identity.key);
  const secrets: Uint8Array[] = [];
  try {
    const { chain } = read('certificate', config.identity.certificate);
    const { network: networkId, authorities, pools } = read('trust', config.trust);
    const trust: Trust = { networkId, authorities, pools };
    for (const path of config.secret) {
      const { network, secret } = read('secret', path);
      secrets.push(secret);
      if (!equalBytes(network, networkId)) throw ofAnotherNetwork(path, config.trust);
    }
    const verified = verifyChain(crypto, trust, chain, time);
    if (!verified.ok) throw refused(config.identity.certificate, verified.code);
    const noise = crypto.importKeypair(key.key);
    const record = crypto.importSigningKeypair(key.record);
    const identity: Identity = { noise, record, chain, node: verified.value, trust, secrets };
    try {
      refuseConflicts(config, identity);
    } catch (error) {
      forgetIdentity(crypto, identity);
      throw error;
    }
    return identity;
  } catch (error) {
    for (const secret of secrets) secret.fill(0);
    throw error;
  } finally {
    key.key.fill(0);
    key.record.fill(0);
  }
}

/** Wipes what is secret of it, but for what the one `inForce` holds too. */
export function forgetIdentity(
  crypto: Crypto,
  { noise, record, secrets }: Identity,
  inForce?: Identity,
): void {
  if (noise !== inForce?.noise) crypto.wipe(noise.secretKey);
  if (record !== inForce?.record) crypto.wipe(record.secretKey);
  if (secrets !== inForce?.secrets) for (const secret of secrets) secret.fill(0);
}

function ofAnotherNetwork(path: string, trustPath: string): Failure {
  return new Failure('identity-mismatch', `${path}: belongs to another network than ${trustPath}`);
}

function refused(path: string, code: ErrorCode): Failure {
  return new Failure(code, `${path}: ${ERRORS[code].meaning}`);
}

function refuseConflicts(config: Config, { noise, record, node, trust }: Identity): void {
  const { noiseKey, recordKey } = node.certificate;
  if (!equalBytes(noise.publicKey, noiseKey) || !equalBytes(record.publicKey, recordKey)) {
    throw refused(config.identity.certificate, 'certificate-wrong-key');
  }
  refuseUnfit(config, node, trust);
}

/** What of a config only shows once this node's own certificate and the network's pools are known. */
export function refuseUnfit(config: Config, node: VerifiedNode, trust: Pick<Trust, 'pools'>): void {
  const faults = [
    ...roleFaults(config, node),
    ...nodeFaults('managers', config.managers, node, trust),
    ...nodeFaults('peers', config.peers, node, trust),
    ...routeFaults(config, node),
  ];
  if (faults.length === 0) return;
  const locate = locateKeys(config);
  const problems = faults.map(({ path, message }) => ({ ...locate(path), message }));
  throw new ConfigError('config-invalid', config.file, problems);
}

interface Fault {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

function roleFaults({ role }: Config, { certificate }: VerifiedNode): Fault[] {
  if (role === 'node' || certificate.role === 'manager') return [];
  const remedy = 'have it signed with `festoon authority sign --role manager`, or write `role: node`';
  return [{ path: ['role'], message: `this host’s certificate is not one of a manager; ${remedy}` }];
}

function nodeFaults(
  list: 'managers' | 'peers',
  nodes: readonly Pick<PeerConfig, 'name' | 'key' | 'nextKey' | 'addresses'>[],
  { certificate }: VerifiedNode,
  { pools }: Pick<Trust, 'pools'>,
): Fault[] {
  const own = ownRanges(certificate);
  return nodes.flatMap((node, at) => {
    const faults: Fault[] = [];
    const fault = (message: string, ...path: PropertyKey[]): void =>
      void faults.push({ path: [list, at, ...path], message });
    if (node.name === certificate.name)
      fault(`${node.name} is this node itself; leave it out of \`${list}\``, 'name');
    const keys = { key: node.key, next_key: node.nextKey };
    for (const [name, key] of Object.entries(keys)) {
      if (key !== undefined && equalBytes(key, certificate.noiseKey))
        fault('is this node’s own key; write the key of the peer’s request', name);
    }
    for (const [i, address] of node.addresses.entries()) {
      if (own.some((mine) => contains(mine, address)))
        fault(`${address} belongs to this node’s certificate; write the peer’s own address`, 'addresses', i);
      else if (!pools.some((pool) => contains(pool, address))) {
        const remedy = `choose one in ${pools.join(', ')}`;
        fault(`${address} is outside the network’s pools; ${remedy}`, 'addresses', i);
      }
    }
    return faults;
  });
}

/** What this node forwards itself must not be routed to others. */
function routeFaults({ peers, acceptRoutes, forceRoutes }: Config, { certificate }: VerifiedNode): Fault[] {
  const own = ownRanges(certificate);
  const routes = [
    ...peers.flatMap((peer, at) =>
      peer.routes.map((route, i) => ({ route, path: ['peers', at, 'routes', i] })),
    ),
    ...acceptRoutes.map((route, i) => ({ route, path: ['accept_routes', i] })),
  ];
  return routes.flatMap(({ route, path }) => {
    const taken = own.find((mine) => overlaps(mine, route));
    if (taken === undefined || forceRoutes.includes(route)) return [];
    return [
      { path, message: `${route} overlaps this node’s own ${taken}; choose a range that is not routed here` },
    ];
  });
}

function ownRanges({ addresses, routes }: Certificate): readonly Prefix[] {
  return [...addresses.map(prefixOf), ...routes];
}
