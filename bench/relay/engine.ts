// The relaying part of a manager alone: `engine FILE`, FILE being a RelaySetup as JSON. Prints `ready` and relays until it is
// ended. It is the same engine on the same thread as in the daemon; what a handshake and introductions would bring is given.
import { readFileSync } from 'node:fs';
import { argv, stdout } from 'node:process';
import { Engine } from '../../native/index.js';
import type { RelaySetup } from './setup.js';

const setup = JSON.parse(readFileSync(argv[2] ?? '', 'utf8')) as RelaySetup;
const engine = new Engine({ seed: Buffer.alloc(32, 7), lanes: 1 });
engine.setIdentity({ publicKey: Buffer.alloc(32, 7), secrets: [Buffer.alloc(32, 7)] });
engine.bindUdp(setup.listen);
for (const { peer, endpoint, index, remoteIndex, chainingKey, handshakeHash } of setup.members) {
  engine.setPeer({ peer, sources: [] });
  engine.installSession({
    ...{ index, remoteIndex, peer, suite: setup.suite, initiator: true, lanes: 1, path: endpoint },
    ...{ chainingKey: Buffer.from(chainingKey, 'hex'), handshakeHash: Buffer.from(handshakeHash, 'hex') },
  });
}
engine.setRelay({ on: true, bytesPerSecond: 0, burstBytes: 0 });
engine.updateRelay({ add: [...setup.relay], remove: [] });
engine.start({ onEvents: () => undefined });
stdout.write('ready\n');
setInterval(() => engine, 1 << 30); // it does not keep Node.js alive, and ends when nothing refers to it
