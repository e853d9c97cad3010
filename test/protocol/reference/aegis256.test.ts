import { readFileSync } from 'node:fs';
import t from 'tap';
import { hex, unhex } from '../support/hex.js';
import { aegis256Seal } from './aegis256.js';

const { vectors } = JSON.parse(readFileSync('protocol/vectors/aegis-256.json', 'utf8'));

t.test('the reference AEGIS-256 gives the published vectors', (t) => {
  for (const { key, nonce, associated, plaintext, ciphertext, tag } of vectors) {
    const sealed = aegis256Seal(unhex(key), unhex(nonce), unhex(associated), unhex(plaintext));
    t.equal(hex(sealed.ciphertext) + hex(sealed.tag), ciphertext + tag);
  }
  t.equal(vectors.length, 5);
  t.end();
});
