import type { Crypto } from '../../protocol/crypto.js';
import { presharedKey0 } from '../../protocol/keys.js';
import type { Config } from '../config/config.js';
import { type PeerFacts, staticPeers } from '../control/peer-source.js';
import type { Settings } from '../control/shared.js';
import { hardwareSuites } from './engine.js';
import { overlayOf } from './host-conflicts.js';
import type { Setup } from './part.js';

/** What control needs to know of a setup. */
export function settingsOf(crypto: Crypto, setup: Setup): Settings {
  const { config, identity } = setup;
  const { noise, record, chain, trust, node } = identity;
  const psks = identity.secrets.map((secret) => presharedKey0(crypto, secret));
  return {
    local: { noise, chain, networkId: trust.networkId },
    certificate: node.certificate,
    trust,
    psk0: (slot) => psks[slot],
    suites: hardwareSuites(),
    peers: staticPeers(peersOf(config)),
    role: config.role,
    record,
    ...(config.domain !== undefined && { domain: config.domain }),
    advertise: config.advertise,
    asked: finds(config) ? [...new Set([...trust.pools, ...config.acceptRoutes])] : [],
    relayRate: config.relay.rate,
    inOverlay: overlayOf(setup),
  };
}

/** Managers are peers that are known to be managers. */
function peersOf({ managers, peers }: Config): readonly PeerFacts[] {
  const facts = managers.map(({ domain, ...node }): PeerFacts => {
    return { ...node, routes: [], manager: domain === undefined ? {} : { domain } };
  });
  return [...facts, ...peers];
}

/** Whether there may be peers that the config does not name. */
function finds({ role, managers }: Config): boolean {
  return role === 'manager' || managers.length > 0;
}
