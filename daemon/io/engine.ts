import { Engine, hardware } from '../../native/index.js';
import { isSuite, type Suite } from '../../protocol/suite.js';
import type { Identity } from './identity.js';
import type { Setup } from './part.js';
import { systemRng } from './random.js';

export { type Engine, forbidDumps } from '../../native/index.js';

/** An engine that knows this node. No peers yet, no device. */
export function createEngine(setup: Setup, lanes: number): Engine {
  const engine = new Engine({ seed: systemRng.bytes(32), lanes });
  introduce(engine, setup.identity);
  engine.setMtu(setup.config.tun.mtu);
  return engine;
}

/** Tells the engine who this node is: its key, the network's secrets, its addresses and what it forwards. */
export function introduce(engine: Engine, { noise, secrets, node }: Identity): void {
  engine.setIdentity({ publicKey: noise.publicKey, secrets: [...secrets] });
  const { addresses, routes } = node.certificate;
  engine.setLocal({ addresses: [...addresses], prefixes: [...routes] });
}

/** What this machine runs in hardware, best first, and ChaCha20-Poly1305, which every machine runs. */
export function hardwareSuites(): readonly Suite[] {
  return hardware().suites.filter((suite): suite is Suite => isSuite(suite));
}
