import t, { type Test } from 'tap';
import { createSodium } from '../../daemon/io/sodium.js';
import { view } from '../../protocol/bytes.js';
import {
  abandon,
  answerMsg1,
  type Msg2,
  type Offer,
  type Pending,
  readMsg1,
  readMsg2,
  startHandshake,
  wipeKeys,
} from '../../protocol/handshake.js';
import { presharedKey0 } from '../../protocol/keys.js';
import { verifyPeer } from '../../protocol/trust.js';
import {
  craftMsg1,
  craftMsg2,
  msg1Payload,
  msg2Payload,
  prologueOf,
  withBytes,
  withLength,
} from './support/craft.js';
import { LARGEST_WALL, largestChain } from './support/largest.js';
import { crypto, localNode, must, networkSecret, seed, trust } from './support/network.js';

const alpha = localNode('alpha');
const beta = localNode('beta');
const psk = presharedKey0(crypto, networkSecret);
const offer: Offer = { bootEpoch: 5n, counter: 2n, suites: [2, 3], lanes: 2, pskId: 0, pqFlags: 0 };
const answer = { senderIndex: 9, suite: 3, lanes: 4, bootEpoch: 8n, counter: 1n } as const;

t.test('both sides end with the same keys and what the other said', (t) => {
  const started = start();
  t.equal(started.datagram.length, 1100);
  const msg1 = must(readMsg1(crypto, beta, started.datagram));
  t.equal(msg1.senderIndex, 7);
  t.same(msg1.remoteKey, alpha.noise.publicKey);
  t.same(msg1.offer, offer);
  t.same(msg1.chain, alpha.chain);
  const { datagram, keys } = answerMsg1(beta, msg1, psk, answer);
  t.equal(datagram.length, 1100);
  const msg2 = must(readMsg2(started.pending, psk, datagram));
  t.equal(msg2.remoteIndex, 9);
  t.match(msg2, { suite: 3, lanes: 4, bootEpoch: 8n, counter: 1n, chain: beta.chain });
  t.same(msg2.keys.chainingKey, keys.chainingKey);
  t.same(msg2.keys.handshakeHash, keys.handshakeHash);
  t.notSame(keys.chainingKey, new Uint8Array(64));
  wipeKeys(crypto, keys);
  t.same(keys.chainingKey, new Uint8Array(64));
  t.same(keys.handshakeHash, new Uint8Array(64));
  t.end();
});

t.test('messages without their MACs are read, nothing else of another length is', (t) => {
  const { datagram } = start();
  for (const length of [1068, 1084, 1100])
    abandon(must(readMsg1(crypto, beta, datagram.subarray(0, length))));
  for (const length of [0, 1, 8, 12, 1067, 1101, 9000]) {
    const other = new Uint8Array(length);
    other.set(datagram.subarray(0, length));
    t.same(readMsg1(crypto, beta, other), { ok: false, code: 'handshake-malformed' });
  }
  t.end();
});

t.test('the largest legal chain fits both messages, with every other field at its largest', (t) => {
  const chain = largestChain();
  const big = { ...localNode('node'), chain };
  const all = 2n ** 64n - 1n;
  const fields = { bootEpoch: all, counter: all, lanes: 8, pskId: 0xffffffff, pqFlags: 0xffffffff };
  const started = must(
    startHandshake(crypto, big, big.noise.publicKey, 0xffffffff, { ...fields, suites: [1, 2, 3] }),
  );
  const msg1 = must(readMsg1(crypto, big, started.datagram));
  const reply = { senderIndex: 0xffffffff, suite: 1, lanes: 8, bootEpoch: all, counter: all } as const;
  const answered = answerMsg1(big, msg1, psk, reply);
  const msg2 = must(readMsg2(started.pending, psk, answered.datagram));
  t.equal(started.datagram.length, 1100);
  t.equal(answered.datagram.length, 1100);
  t.equal(
    chain.reduce((sum, certificate) => sum + certificate.length, 0),
    832,
  );
  for (const { chain: received } of [msg1, msg2]) {
    t.same(received, chain);
    t.match(verifyPeer(crypto, trust, big.noise.publicKey, received, LARGEST_WALL), { ok: true });
  }
  t.throws(() => startHandshake(crypto, { ...big, chain: [...chain, ...chain] }, seed('x'), 1, offer));
  t.end();
});

t.test('a msg1 whose clear bytes are wrong is malformed', (t) => {
  const { datagram } = start();
  const refuse = (altered: Uint8Array): void => refusesMsg1(t, 'handshake-malformed', altered);
  refuse(withBytes(datagram, 0, 0x12));
  refuse(withBytes(datagram, 0, 0x21));
  for (const at of [1, 2, 3]) refuse(withBytes(datagram, at, 1));
  refuse(withBytes(datagram, 4, 0, 0, 0, 0));
  refusesMsg1(t, 'handshake-mismatch', withBytes(datagram, 4, 8));
  t.end();
});

t.test('a msg1 of a member that breaks the rules inside is rejected', (t) => {
  const inside = (payload: Uint8Array): Uint8Array => craftMsg1(alpha, beta, payload);
  const payload = msg1Payload(alpha.chain);
  t.ok(readMsg1(crypto, beta, inside(payload)).ok);
  refusesMsg1(t, 'handshake-mismatch', inside(msg1Payload(alpha.chain, { senderIndex: 8 })));
  refusesMsg1(t, 'handshake-mismatch', inside(msg1Payload(alpha.chain, { receiverIndex: 1 })));
  refusesMsg1(t, 'handshake-mismatch', inside(msg1Payload(alpha.chain, { flags: 1 })));
  refusesMsg1(t, 'handshake-malformed', inside(msg1Payload(alpha.chain, { lanes: 0 })));
  refusesMsg1(t, 'handshake-malformed', inside(msg1Payload(alpha.chain, { lanes: 9 })));
  refusesMsg1(t, 'handshake-malformed', inside(withBytes(payload, 963, 1)));
  refusesMsg1(t, 'handshake-malformed', inside(withLength(payload, 963)));
  refusesMsg1(t, 'handshake-malformed', inside(withBytes(payload, 2, 0xff)));
  const full = filled(payload);
  t.ok(readMsg1(crypto, beta, inside(full)).ok);
  refusesMsg1(t, 'handshake-malformed', inside(withLength(full, 963)));
  refusesMsg1(t, 'handshake-decrypt', craftMsg1(alpha, alpha, payload));
  t.end();
});

t.test('a msg1 of another network or wire version does not decrypt', (t) => {
  const payload = msg1Payload(alpha.chain);
  const other = { ...alpha, networkId: seed('other').slice(0, 16) };
  refusesMsg1(t, 'handshake-decrypt', craftMsg1(alpha, beta, payload, prologueOf(other)));
  refusesMsg1(t, 'handshake-decrypt', craftMsg1(alpha, beta, payload, prologueOf(alpha, 2)));
  t.end();
});

t.test('keys of small order are refused on both ways', (t) => {
  refusesMsg1(t, 'handshake-weak-key', withBytes(start().datagram, 8, ...new Uint8Array(32)));
  const started = startHandshake(crypto, alpha, new Uint8Array(32), 7, offer);
  t.same(started, { ok: false, code: 'handshake-weak-key' });
  t.end();
});

t.test('answering with a key that no readMsg1 let through is a bug and throws', (t) => {
  const msg1 = must(readMsg1(crypto, beta, start().datagram));
  msg1.state.remote.ephemeral = new Uint8Array(32);
  t.throws(() => answerMsg1(beta, msg1, psk, answer), { message: 'handshake-weak-key' });
  t.end();
});

t.test('unknown suites of an offer are passed over', (t) => {
  const suites = Uint8Array.of(0, 9, 3, 255, 1);
  const msg1 = must(readMsg1(crypto, beta, craftMsg1(alpha, beta, msg1Payload(alpha.chain, { suites }))));
  t.same(msg1.offer.suites, [3, 1]);
  t.end();
});

t.test('a msg2 whose clear bytes are wrong is rejected', (t) => {
  const { pending, datagram } = answered();
  const refuse = (code: string, altered: Uint8Array): void => refusesMsg2(t, code, pending, altered);
  refuse('handshake-malformed', datagram.subarray(0, 1067));
  refuse('handshake-malformed', withBytes(datagram, 0, 0x11));
  refuse('handshake-malformed', withBytes(datagram, 1, 2));
  refuse('handshake-malformed', withBytes(datagram, 2, 1));
  refuse('handshake-malformed', withBytes(datagram, 3, 1));
  refuse('handshake-malformed', withBytes(datagram, 8, 0, 0, 0, 0));
  refuse('handshake-psk', withBytes(datagram, 1, 1));
  refuse('handshake-mismatch', withBytes(datagram, 4, 8));
  refuse('handshake-mismatch', withBytes(datagram, 8, 8));
  refuse('handshake-weak-key', withBytes(datagram, 12, ...new Uint8Array(32)));
  t.ok(readMsg2(pending, psk, datagram).ok, 'none of them ended the handshake');
  t.end();
});

t.test('a msg2 under another pre-shared key does not decrypt', (t) => {
  const { pending, datagram } = answered();
  t.same(readMsg2(pending, seed('another network secret'), datagram), {
    ok: false,
    code: 'handshake-decrypt',
  });
  t.ok(readMsg2(pending, psk, datagram).ok);
  t.end();
});

t.test('a msg2 of a member that breaks the rules inside is rejected', (t) => {
  const outcome = (payload: Uint8Array, receiverIndex = 7): unknown => {
    const { datagram, pending } = start();
    const { state } = must(readMsg1(crypto, beta, datagram));
    return readMsg2(pending, psk, withBytes(craftMsg2(state, psk, payload), 4, receiverIndex));
  };
  const payload = msg2Payload(beta.chain);
  const refuse = (code: string, altered: Uint8Array): void => {
    t.same(outcome(altered), { ok: false, code });
  };
  t.match(outcome(payload), { ok: true });
  refuse('handshake-mismatch', msg2Payload(beta.chain, { senderIndex: 8 }));
  refuse('handshake-mismatch', msg2Payload(beta.chain, { receiverIndex: 8 }));
  refuse('handshake-mismatch', msg2Payload(beta.chain, { flags: 1 }));
  t.same(outcome(msg2Payload(beta.chain, { receiverIndex: 8 }), 8), {
    ok: false,
    code: 'handshake-mismatch',
  });
  refuse('handshake-malformed', msg2Payload(beta.chain, { lanes: 0 }));
  refuse('handshake-malformed', withBytes(payload, 1007, 1));
  refuse('handshake-suite', msg2Payload(beta.chain, { suites: Uint8Array.of(1) }));
  refuse('handshake-suite', msg2Payload(beta.chain, { suites: Uint8Array.of(3, 2) }));
  refuse('handshake-suite', msg2Payload(beta.chain, { suites: new Uint8Array(0) }));
  t.end();
});

t.test('the answer to one msg1 does not fit another', (t) => {
  const [first, second] = [start(), start()];
  const { datagram } = answerMsg1(beta, must(readMsg1(crypto, beta, first.datagram)), psk, answer);
  refusesMsg2(t, 'handshake-decrypt', second.pending, datagram);
  t.end();
});

t.test('every handshake gives its locked memory back, however it ends', (t) => {
  const port = counting();
  const [left, right] = [
    localNode('alpha', alpha.chain, port.crypto),
    localNode('beta', beta.chain, port.crypto),
  ];
  const idle = port.live();
  const begin = (): ReturnType<typeof start> =>
    must(startHandshake(port.crypto, left, right.noise.publicKey, 7, offer));
  abandon(begin().pending);
  startHandshake(port.crypto, left, new Uint8Array(32), 7, offer);
  t.equal(port.live(), idle);
  const { datagram, pending } = begin();
  const waiting = port.live();
  readMsg1(port.crypto, right, withBytes(datagram, 50, 1, 2, 3));
  readMsg1(port.crypto, right, craftMsg1(alpha, beta, msg1Payload(alpha.chain, { lanes: 9 })));
  abandon(must(readMsg1(port.crypto, right, datagram)));
  t.equal(port.live(), waiting);
  const reply = answerMsg1(right, must(readMsg1(port.crypto, right, datagram)), psk, answer);
  wipeKeys(port.crypto, reply.keys);
  t.equal(port.live(), waiting);
  readMsg2(pending, psk, withBytes(reply.datagram, 100, 1, 2, 3));
  t.equal(port.live(), waiting);
  const msg2: Msg2 = must(readMsg2(pending, psk, reply.datagram));
  wipeKeys(port.crypto, msg2.keys);
  t.equal(port.live(), idle);
  t.end();
});

/** The payload with an unknown field over all of its padding. */
function filled(payload: Uint8Array): Uint8Array {
  const end = 2 + view(payload).getUint16(0, true);
  const room = payload.length - end - 4;
  return withLength(withBytes(payload, end, 0xfa, 0x03, 0x80 | (room & 0x7f), room >> 7), payload.length - 2);
}

/** A port that counts what is allocated and not wiped, ephemeral keys included. */
function counting(): { crypto: typeof crypto; live: () => number } {
  const port = createSodium();
  const live = new Set<unknown>();
  const keep = <T>(secret: T): T => {
    live.add(secret);
    return secret;
  };
  return {
    live: () => live.size,
    crypto: {
      ...port,
      allocate: (bytes) => keep(port.allocate(bytes)),
      generateKeypair: () => {
        const keypair = port.generateKeypair();
        keep(keypair.secretKey);
        return keypair;
      },
      wipe: (secret) => {
        live.delete(secret);
        port.wipe(secret);
      },
    },
  };
}

function start(): { datagram: Uint8Array; pending: Pending } {
  return must(startHandshake(crypto, alpha, beta.noise.publicKey, 7, offer));
}

function answered(): { pending: Pending; datagram: Uint8Array } {
  const { datagram, pending } = start();
  return {
    pending,
    datagram: answerMsg1(beta, must(readMsg1(crypto, beta, datagram)), psk, answer).datagram,
  };
}

function refusesMsg1(t: Test, code: string, datagram: Uint8Array): void {
  t.same(readMsg1(crypto, beta, datagram), { ok: false, code });
}

function refusesMsg2(t: Test, code: string, pending: Pending, datagram: Uint8Array): void {
  t.same(readMsg2(pending, psk, datagram), { ok: false, code });
}
