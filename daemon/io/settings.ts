import type { Crypto } from '../../protocol/crypto.js';
import { presharedKey0 } from '../../protocol/keys.js';
import { staticPeers } from '../control/peer-source.js';
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
    peers: staticPeers(config.peers),
    role: 'node',
    record,
    advertise: [],
    asked: [],
    relayRate: 0,
    inOverlay: overlayOf(setup),
  };
}
