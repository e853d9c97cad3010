import { ascii } from './bytes.js';
import type { Crypto } from './crypto.js';

/** Pre-shared key 0 (spec §4): what every member of a network derives from its 32-byte network secret; 32 bytes. */
export function presharedKey0(crypto: Crypto, networkSecret: Uint8Array): Uint8Array {
  const out = new Uint8Array(32);
  crypto.hash(out, [PSK_0_LABEL], networkSecret);
  return out;
}

const PSK_0_LABEL = ascii('festoon/1 psk 0');
