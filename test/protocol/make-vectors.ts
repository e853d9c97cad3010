/** Writes the vectors of protocol/vectors/ that Festoon makes itself: `node build/test/protocol/make-vectors.js`. */
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { controlMessageVectors } from './vectors/control-messages.js';
import { handshakeVectors } from './vectors/handshake.js';
import { headerVectors } from './vectors/headers.js';
import { keyVectors } from './vectors/keys.js';
import { recordVectors } from './vectors/records.js';
import { sealedVectors } from './vectors/sealed.js';

/** The content of each file by its name. */
export function allVectors(): Record<string, string> {
  const files = {
    'key-derivation.json': keyVectors(),
    'headers.json': headerVectors(),
    'sealed.json': sealedVectors(),
    'handshake.json': handshakeVectors(),
    'records.json': recordVectors(),
    'control-messages.json': controlMessageVectors(),
  };
  return Object.fromEntries(
    Object.entries(files).map(([name, content]) => [name, `${JSON.stringify(content, null, 2)}\n`]),
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const [name, text] of Object.entries(allVectors())) writeFileSync(`protocol/vectors/${name}`, text);
}
