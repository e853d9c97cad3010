import { createCipheriv } from 'node:crypto';
import { readFileSync } from 'node:fs';
import t from 'tap';
import { createSodium } from '../../daemon/io/sodium.js';
import { concat } from '../../protocol/bytes.js';
import type { Crypto, Keypair } from '../../protocol/crypto.js';
import {
  forkNoise,
  type NoiseState,
  readMessage,
  startNoise,
  wipeNoise,
  writeMessage,
} from '../../protocol/noise.js';
import { noisePattern, type Pattern } from '../../protocol/noise-pattern.js';
import { messageOf } from './support/craft.js';
import { hex, unhex } from './support/hex.js';
import { crypto, must, seed } from './support/network.js';

interface Vector {
  readonly protocol_name: string;
  readonly source: string;
  readonly handshake_hash?: string;
  readonly messages: readonly { readonly payload: string; readonly ciphertext: string }[];
  readonly init_ephemeral: string;
  readonly resp_ephemeral: string;
  readonly init_prologue: string;
  readonly resp_prologue: string;
  readonly init_static?: string;
  readonly resp_static?: string;
  readonly init_remote_static?: string;
  readonly resp_remote_static?: string;
  readonly init_psks?: readonly string[];
  readonly resp_psks?: readonly string[];
}

const vectors: readonly Vector[] = JSON.parse(readFileSync('protocol/vectors/noise.json', 'utf8'));

t.test('every public vector holds on both sides', (t) => {
  for (const vector of vectors) {
    const initiator = participant(vector, 'init');
    const responder = participant(vector, 'resp');
    const { pattern } = initiator.state;
    const name = `${vector.protocol_name} (${vector.source})`;
    t.equal(Buffer.from(pattern.protocolName).toString(), vector.protocol_name);
    vector.messages.slice(0, pattern.messages.length).forEach(({ payload, ciphertext }, i) => {
      const [from, to] = i % 2 === 0 ? [initiator, responder] : [responder, initiator];
      const message = messageOf(from.state, unhex(payload), psksOf(pattern, i, from.psks));
      t.equal(hex(message), ciphertext, `${name}, message ${i}`);
      t.equal(hex(must(readMessage(to.state, message, psksOf(pattern, i, to.psks)))), payload);
    });
    t.same(initiator.state.secrets.handshakeHash, responder.state.secrets.handshakeHash);
    if (vector.handshake_hash) t.equal(hex(initiator.state.secrets.handshakeHash), vector.handshake_hash);
    const keys = split(initiator.state);
    vector.messages.forEach(({ payload, ciphertext }, i) => {
      if (i < pattern.messages.length) return;
      // Transport messages go on in turns, each direction with its own key and nonces.
      const fromInitiator = i % 2 === 0;
      const sent = Math.floor((i - pattern.messages.length) / 2);
      t.equal(
        hex(transport(keys[fromInitiator ? 0 : 1], sent, unhex(payload))),
        ciphertext,
        `${name}, message ${i}`,
      );
    });
  }
  t.equal(vectors.length, 55);
  t.end();
});

t.test('a message that does not hold is rejected, whatever is wrong with it', (t) => {
  const pattern = noisePattern('IK', 2);
  const [left, right] = [crypto.importKeypair(seed('left')), crypto.importKeypair(seed('right'))];
  const prologue = seed('prologue');
  const responder = (): NoiseState =>
    startNoise(crypto, { pattern, prologue, initiator: false, localStatic: right });
  const initiator = startNoise(crypto, {
    pattern,
    prologue,
    initiator: true,
    localStatic: left,
    remoteStatic: right.publicKey,
  });
  const message = messageOf(initiator, seed('payload'));
  const smallOrder = concat(new Uint8Array(32), message.subarray(32));
  t.match(readMessage(responder(), smallOrder), { ok: false, code: 'handshake-weak-key' });
  t.match(readMessage(responder(), message.subarray(0, 31)), { ok: false, code: 'handshake-malformed' });
  t.match(readMessage(responder(), message.subarray(0, 79)), { ok: false, code: 'handshake-malformed' });
  t.match(readMessage(responder(), message.subarray(0, 95)), { ok: false, code: 'handshake-decrypt' });
  for (let at = 32; at < message.length; at++) {
    const altered = message.slice();
    altered[at] = (altered[at] as number) ^ 1;
    t.match(readMessage(responder(), altered), { ok: false, code: 'handshake-decrypt' });
  }
  t.same(must(readMessage(responder(), message)), seed('payload'));
  t.end();
});

t.test('a remote key of small order is not written to', (t) => {
  const state = startNoise(crypto, {
    pattern: noisePattern('NK'),
    prologue: new Uint8Array(0),
    initiator: true,
    remoteStatic: new Uint8Array(32),
  });
  t.same(writeMessage(state, new Uint8Array(48), new Uint8Array(0)), {
    ok: false,
    code: 'handshake-weak-key',
  });
  t.end();
});

t.test('a fork reads without touching what it came from, and wiping leaves no key', (t) => {
  const pattern = noisePattern('NN');
  const side = (initiator: boolean): NoiseState =>
    startNoise(crypto, { pattern, initiator, prologue: new Uint8Array(0) });
  const [initiator, responder] = [side(true), side(false)];
  must(readMessage(responder, messageOf(initiator, new Uint8Array(0))));
  const answer = messageOf(responder, seed('answer'));
  const before = { ...initiator, memory: initiator.secrets.memory.slice() };
  const forged = answer.slice();
  forged[40] = 255 ^ (forged[40] as number);
  const fork = forkNoise(initiator);
  t.notOk(readMessage(fork, forged).ok);
  crypto.wipe(fork.secrets.memory);
  t.same(initiator.secrets.memory, before.memory);
  t.equal(initiator.turn, before.turn);
  t.same(must(readMessage(initiator, answer)), seed('answer'));
  const [ck, ephemeral] = [initiator.secrets.chainingKey, initiator.local.ephemeral as Keypair];
  wipeNoise(initiator);
  t.same(ck, new Uint8Array(64));
  t.throws(() => crypto.dh(new Uint8Array(32), ephemeral.secretKey, seed('key')));
  t.end();
});

t.test('a key under which nothing is sealed is not derived', (t) => {
  let hmacs = 0;
  const hmac: Crypto['hmac'] = (...args) => {
    hmacs += 1;
    crypto.hmac(...args);
  };
  const [left, right] = [crypto.importKeypair(seed('left')), crypto.importKeypair(seed('right'))];
  const common = { pattern: noisePattern('IK', 2), prologue: new Uint8Array(0) };
  const toRight = { initiator: true, localStatic: left, remoteStatic: right.publicKey };
  const initiator = startNoise({ ...crypto, hmac }, { ...common, ...toRight });
  const message = messageOf(initiator, seed('payload'));
  t.equal(hmacs, 8, 'two each for e, es and ss, and one each for what es and ss seal');
  const responder = startNoise(crypto, { ...common, initiator: false, localStatic: right });
  must(readMessage(responder, message));
  hmacs = 0;
  must(readMessage(initiator, messageOf(responder, seed('answer'), [seed('psk')]), [seed('psk')]));
  t.equal(hmacs, 10, 'two each for e, ee and se, and four for psk');
  t.end();
});

/** One side of a vector, its ephemeral key given instead of drawn. */
function participant(
  vector: Vector,
  side: 'init' | 'resp',
): { state: NoiseState; psks: readonly Uint8Array[] } {
  const ephemeral = unhex(vector[`${side}_ephemeral`]);
  const port = createSodium({ randomBytes: () => ephemeral.slice() });
  const key = vector[`${side}_static`];
  const remote = vector[`${side}_remote_static`];
  const state = startNoise(port, {
    pattern: patternOf(vector.protocol_name),
    initiator: side === 'init',
    prologue: unhex(vector[`${side}_prologue`]),
    ...(key && { localStatic: port.importKeypair(unhex(key)) }),
    ...(remote && { remoteStatic: unhex(remote) }),
  });
  return { state, psks: (vector[`${side}_psks`] ?? []).map(unhex) };
}

function patternOf(protocolName: string): Pattern {
  const [, base, psks = ''] = /^Noise_([A-Z]{2})([^_]*)_/.exec(protocolName) as RegExpExecArray;
  return noisePattern(base as 'NN', ...[...psks.matchAll(/psk(\d)/g)].map(([, at]) => Number(at)));
}

/** The keys that message `index` consumes of all the handshake's. */
function psksOf(pattern: Pattern, index: number, psks: readonly Uint8Array[]): readonly Uint8Array[] {
  const count = (from: number, to: number): number =>
    pattern.messages
      .slice(from, to)
      .flat()
      .filter((token) => token === 'psk').length;
  return psks.slice(count(0, index), count(0, index + 1));
}

/** Split of Noise §5.2; Festoon derives its keys otherwise. */
function split(state: NoiseState): readonly [Uint8Array, Uint8Array] {
  const mac = (key: Uint8Array, ...parts: Uint8Array[]): Uint8Array => {
    const out = new Uint8Array(64);
    crypto.hmac(out, key, parts);
    return out;
  };
  const temp = mac(state.secrets.chainingKey, new Uint8Array(0));
  const first = mac(temp, Uint8Array.of(1));
  return [first.slice(0, 32), mac(temp, first, Uint8Array.of(2)).slice(0, 32)];
}

function transport(key: Uint8Array, counter: number, payload: Uint8Array): Uint8Array {
  const nonce = Uint8Array.of(0, 0, 0, 0, counter, 0, 0, 0, 0, 0, 0, 0);
  const cipher = createCipheriv('chacha20-poly1305', key, nonce, { authTagLength: 16 });
  return concat(cipher.update(payload), cipher.final(), cipher.getAuthTag());
}
