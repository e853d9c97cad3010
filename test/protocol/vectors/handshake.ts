import { createSodium } from '../../../daemon/io/sodium.js';
import type { Prefix } from '../../../protocol/address.js';
import { answerMsg1, type Offer, readMsg1, readMsg2, startHandshake } from '../../../protocol/handshake.js';
import { presharedKey0 } from '../../../protocol/keys.js';
import type { Suite } from '../../../protocol/suite.js';
import { blake2b, dataKeys, mac1Key } from '../reference/keys.js';
import { hex } from '../support/hex.js';
import {
  crypto,
  issuerFacts,
  issuerKeypair,
  localNode,
  must,
  NOT_BEFORE,
  networkId,
  networkSecret,
  nodeFacts,
  seed,
  sign,
  trust,
} from '../support/network.js';

/** Complete handshakes with fixed keys, mac1 stamped and mac2 zero (spec §5). */
export function handshakeVectors(): object {
  const offer: Offer = { bootEpoch: 7n, counter: 41n, suites: [1, 2, 3], lanes: 1, pskId: 0, pqFlags: 0 };
  const several: Offer = { ...offer, suites: [2, 3], lanes: 8 };
  const extreme: Offer = {
    ...offer,
    bootEpoch: 2n ** 64n - 1n,
    counter: 2n ** 63n,
    pskId: 0xfffffffe,
    pqFlags: 1,
  };
  const alpha = side('alpha', 0x11110001, [sign(nodeFacts('alpha'))]);
  const beta = side('beta', 0x22220002, [sign(nodeFacts('beta'))]);
  const delta = side('delta.west', 0xffff0001, issuedChain());
  return {
    networkId: hex(networkId),
    networkSecret: hex(networkSecret),
    authorities: trust.authorities.map(hex),
    pools: trust.pools,
    handshakes: [
      transcript('two nodes signed by the authority', alpha, beta, offer, 1),
      transcript('a chain of two, several lanes, fewer suites', delta, beta, several, 3),
      transcript('a psk id and PQ flags that are not taken', beta, alpha, extreme, 2),
    ],
  };
}

interface Side {
  readonly name: string;
  readonly index: number;
  readonly chain: readonly Uint8Array[];
}

function side(name: string, index: number, chain: readonly Uint8Array[]): Side {
  return { name, index, chain };
}

function issuedChain(): readonly Uint8Array[] {
  const facts = nodeFacts('delta.west', {
    groups: ['web'],
    routes: ['192.168.10.0/24', 'fd77:0:10::/48'] as Prefix[],
    notAfter: NOT_BEFORE + 90 * 86400,
  });
  return [sign(facts, issuerKeypair('issuer')), sign(issuerFacts('issuer'))];
}

function transcript(name: string, initiator: Side, responder: Side, offer: Offer, suite: Suite): object {
  const left = participant(name, initiator);
  const right = participant(name, responder);
  const psk = presharedKey0(crypto, networkSecret);
  const started = must(startHandshake(left.crypto, left.local, right.publicKey, initiator.index, offer));
  const msg1 = must(readMsg1(right.crypto, right.local, started.datagram));
  const answer = { senderIndex: responder.index, suite, lanes: 1, bootEpoch: 3n, counter: 9n };
  const answered = answerMsg1(right.local, msg1, psk, answer);
  const { chainingKey, handshakeHash } = must(readMsg2(started.pending, psk, answered.datagram)).keys;
  return {
    name,
    psk: hex(psk),
    initiator: left.facts,
    responder: right.facts,
    offer: { ...offer, bootEpoch: offer.bootEpoch.toString(), counter: offer.counter.toString() },
    answer: { suite, lanes: 1, bootEpoch: '3', counter: '9' },
    msg1: hex(stamp(started.datagram, right.publicKey)),
    msg2: hex(stamp(answered.datagram, left.publicKey)),
    chainingKey: hex(chainingKey),
    handshakeHash: hex(handshakeHash),
    toResponder: hexKeys(dataKeys(chainingKey, handshakeHash, suite, 0)),
    toInitiator: hexKeys(dataKeys(chainingKey, handshakeHash, suite, 1)),
  };
}

/** One side with an ephemeral key that follows from the handshake's name. */
function participant(handshake: string, { name, index, chain }: Side) {
  const ephemeral = seed(`${handshake}: ephemeral of ${name}`);
  const port = createSodium({ randomBytes: () => ephemeral.slice() });
  const local = localNode(name, chain, port);
  const { publicKey } = local.noise;
  const facts = {
    secretKey: hex(seed(`${name} noise`)),
    publicKey: hex(publicKey),
    ephemeralSecretKey: hex(ephemeral),
    index,
    chain: chain.map(hex),
  };
  return { crypto: port, local, publicKey, facts };
}

/** With mac1 as the engine stamps it (spec §8). */
function stamp(datagram: Uint8Array, recipient: Uint8Array): Uint8Array {
  const stamped = datagram.slice();
  stamped.set(blake2b(16, [datagram.subarray(0, 1068)], mac1Key(networkSecret, recipient)), 1068);
  return stamped;
}

function hexKeys(keys: Readonly<Record<string, Uint8Array>>): Record<string, string> {
  return Object.fromEntries(Object.entries(keys).map(([name, bytes]) => [name, hex(bytes)]));
}
