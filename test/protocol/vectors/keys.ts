import { type Address, addressBytes, parseAddress } from '../../../protocol/address.js';
import { concat, u16 } from '../../../protocol/bytes.js';
import { presharedKey0 } from '../../../protocol/keys.js';
import { SUITES, type Suite } from '../../../protocol/suite.js';
import { cookieReply } from '../reference/datagram.js';
import { blake2b, cookieKey, dataKeys, mac1Key } from '../reference/keys.js';
import { hex } from '../support/hex.js';
import { crypto, networkSecret, seed } from '../support/network.js';

const suites = Object.keys(SUITES).map(Number) as Suite[];

/** Everything derived by hashing: data keys, pre-shared key, MAC keys, cookies (spec §4, §7, §8). */
export function keyVectors(): object {
  const publicKey = crypto.importKeypair(seed('responder')).publicKey;
  const mac1 = seed('some mac1').slice(0, 16);
  return {
    dataKeys: suites.flatMap((suite) => [dataKeyVector(suite, 0), dataKeyVector(suite, 1)]),
    psk0: [{ networkSecret: hex(networkSecret), psk: hex(presharedKey0(crypto, networkSecret)) }],
    macKeys: [
      {
        networkSecret: hex(networkSecret),
        publicKey: hex(publicKey),
        mac1Key: hex(mac1Key(networkSecret, publicKey)),
        cookieKey: hex(cookieKey(networkSecret, publicKey)),
      },
    ],
    cookies: [cookieVector('192.0.2.7', 40001), cookieVector('2001:db8::7', 443)],
    cookieReplies: [
      {
        cookieKey: hex(cookieKey(networkSecret, publicKey)),
        nonce: hex(seed('nonce').slice(0, 24)),
        receiverIndex: 0xa1b20003,
        mac1: hex(mac1),
        cookie: hex(seed('cookie').slice(0, 16)),
        datagram: hex(
          cookieReply(
            cookieKey(networkSecret, publicKey),
            seed('nonce').slice(0, 24),
            0xa1b20003,
            mac1,
            seed('cookie').slice(0, 16),
          ),
        ),
      },
    ],
  };
}

function dataKeyVector(suite: Suite, direction: 0 | 1): object {
  const chainingKey = concat(seed('ck 1'), seed('ck 2'));
  const handshakeHash = concat(seed('h 1'), seed('h 2'));
  const { key, relayKey, iv } = dataKeys(chainingKey, handshakeHash, suite, direction);
  return {
    chainingKey: hex(chainingKey),
    handshakeHash: hex(handshakeHash),
    suite,
    direction,
    key: hex(key),
    relayKey: hex(relayKey),
    iv: hex(iv),
  };
}

function cookieVector(address: string, port: number): object {
  const secret = seed('cookie secret');
  const source = concat(addressBytes(parseAddress(address) as Address), u16(port));
  return {
    secret: hex(secret),
    address,
    port,
    source: hex(source),
    cookie: hex(blake2b(16, [source], secret)),
  };
}
