import { concat } from './bytes.js';
import type { Crypto, Keypair } from './crypto.js';
import { HMAC_SCRATCH_BYTES, hmac } from './hmac.js';
import type { Pattern, Token } from './noise-pattern.js';
import { accept, type Result, reject } from './result.js';

export interface NoiseOptions {
  readonly pattern: Pattern;
  readonly initiator: boolean;
  readonly prologue: Uint8Array;
  /** Needed where the pattern has this side send or know it. */
  readonly localStatic?: Keypair;
  readonly remoteStatic?: Uint8Array;
}

/** One side of a handshake under way. Owns locked memory and an ephemeral key: end it with `wipeNoise`. */
export interface NoiseState {
  readonly crypto: Crypto;
  readonly pattern: Pattern;
  readonly initiator: boolean;
  readonly memory: Uint8Array;
  /** h of Noise §5.2, 64 bytes; not a secret. */
  handshakeHash: Uint8Array;
  /** Next message of the pattern. */
  turn: number;
  /** Next nonce of k; undefined while there is no k. */
  nonce: number | undefined;
  readonly local: { static?: Keypair; ephemeral?: Keypair };
  readonly remote: { static?: Uint8Array; ephemeral?: Uint8Array };
}

export function startNoise(crypto: Crypto, options: NoiseOptions): NoiseState {
  const { pattern, initiator, localStatic, remoteStatic } = options;
  const handshakeHash = new Uint8Array(64);
  handshakeHash.set(pattern.protocolName);
  const state: NoiseState = {
    crypto,
    pattern,
    initiator,
    memory: crypto.allocate(MEMORY_BYTES),
    handshakeHash,
    turn: 0,
    nonce: undefined,
    local: localStatic ? { static: localStatic } : {},
    remote: remoteStatic ? { static: remoteStatic } : {},
  };
  chainingKey(state).set(handshakeHash);
  mixHash(state, options.prologue);
  const mine = localStatic?.publicKey;
  if (pattern.initiatorKnown) mixHash(state, (initiator ? mine : remoteStatic) as Uint8Array);
  if (pattern.responderKnown) mixHash(state, (initiator ? remoteStatic : mine) as Uint8Array);
  return state;
}

/** A second state at the same point. It shares the ephemeral key, so `wipe` its `memory` alone to drop only the copy. */
export function forkNoise(state: NoiseState): NoiseState {
  const memory = state.crypto.allocate(MEMORY_BYTES);
  memory.set(state.memory);
  return { ...state, memory, local: { ...state.local }, remote: { ...state.remote } };
}

/** The chaining key ck, 64 bytes inside the state's memory. */
export function chainingKey(state: NoiseState): Uint8Array {
  return state.memory.subarray(0, 64);
}

export function wipeNoise(state: NoiseState): void {
  state.crypto.wipe(state.memory);
  if (state.local.ephemeral) state.crypto.wipe(state.local.ephemeral.secretKey);
}

/** The next message; `psks` are consumed in order. Rejected only for a remote key of small order. */
export function writeMessage(
  state: NoiseState,
  payload: Uint8Array,
  psks: readonly Uint8Array[] = [],
): Result<Uint8Array> {
  const parts: Uint8Array[] = [];
  const queue = [...psks];
  for (const token of nextTokens(state)) {
    if (token === 'e') {
      state.local.ephemeral = state.crypto.generateKeypair();
      parts.push(state.local.ephemeral.publicKey);
      mixEphemeral(state, state.local.ephemeral.publicKey);
    } else if (token === 's') {
      parts.push(encryptAndHash(state, (state.local.static as Keypair).publicKey));
    } else if (!mixToken(state, token, queue)) {
      return reject('handshake-weak-key');
    }
  }
  parts.push(encryptAndHash(state, payload));
  return accept(concat(...parts));
}

/** The payload of the next message. After a rejection the state is spent: wipe it. */
export function readMessage(
  state: NoiseState,
  message: Uint8Array,
  psks: readonly Uint8Array[] = [],
): Result<Uint8Array> {
  const queue = [...psks];
  let rest = message;
  for (const token of nextTokens(state)) {
    if (token === 'e' || token === 's') {
      const bytes = token === 'e' || state.nonce === undefined ? 32 : 48;
      if (rest.length < bytes) return reject('handshake-malformed');
      const key = token === 'e' ? rest.slice(0, 32) : decryptAndHash(state, rest.subarray(0, bytes));
      if (key === undefined) return reject('handshake-decrypt');
      rest = rest.subarray(bytes);
      if (token === 'e') mixEphemeral(state, key);
      state.remote[token === 'e' ? 'ephemeral' : 'static'] = key;
    } else if (!mixToken(state, token, queue)) {
      return reject('handshake-weak-key');
    }
  }
  const payload = decryptAndHash(state, rest);
  return payload ? accept(payload) : reject('handshake-decrypt');
}

// The state's memory: ck 64 | k 32 | DH output 32 | HKDF: temp 64, second 64, third 64 | HMAC scratch.
const MEMORY_BYTES = 320 + HMAC_SCRATCH_BYTES;
const TAG_BYTES = 16;

function nextTokens(state: NoiseState): readonly Token[] {
  return state.pattern.messages[state.turn++] as readonly Token[];
}

function mixEphemeral(state: NoiseState, key: Uint8Array): void {
  mixHash(state, key);
  if (state.pattern.usesPsk) mixKey(state, key);
}

/** A DH or psk token; false when the DH output is zero. */
function mixToken(state: NoiseState, token: Exclude<Token, 'e' | 's'>, psks: Uint8Array[]): boolean {
  if (token === 'psk') {
    mixKeyAndHash(state, psks.shift() as Uint8Array);
    return true;
  }
  const [first, second] = state.initiator ? [token[0], token[1]] : [token[1], token[0]];
  const local = first === 'e' ? state.local.ephemeral : state.local.static;
  const remote = second === 'e' ? state.remote.ephemeral : state.remote.static;
  const shared = state.memory.subarray(96, 128);
  if (!state.crypto.dh(shared, (local as Keypair).secretKey, remote as Uint8Array)) return false;
  mixKey(state, shared);
  return true;
}

function mixHash(state: NoiseState, data: Uint8Array): void {
  const next = new Uint8Array(64);
  state.crypto.hash(next, [state.handshakeHash, data]);
  state.handshakeHash = next;
}

function mixKey(state: NoiseState, input: Uint8Array): void {
  setKey(state, expandInto(state, input));
}

function mixKeyAndHash(state: NoiseState, input: Uint8Array): void {
  const { crypto, memory } = state;
  const second = expandInto(state, input);
  const [temp, third] = [memory.subarray(128, 192), memory.subarray(256, 320)];
  hmac(crypto, memory.subarray(320), third, temp, [second, Uint8Array.of(3)]);
  mixHash(state, second);
  setKey(state, third);
}

/** HKDF of Noise §4.3: the first output becomes ck, the second is returned, and what a third is made of is left in memory. */
function expandInto(state: NoiseState, input: Uint8Array): Uint8Array {
  const { crypto, memory } = state;
  const ck = chainingKey(state);
  const temp = memory.subarray(128, 192);
  const second = memory.subarray(192, 256);
  const scratch = memory.subarray(320);
  hmac(crypto, scratch, temp, ck, [input]);
  hmac(crypto, scratch, ck, temp, [Uint8Array.of(1)]);
  hmac(crypto, scratch, second, temp, [ck, Uint8Array.of(2)]);
  return second;
}

function setKey(state: NoiseState, key: Uint8Array): void {
  state.memory.set(key.subarray(0, 32), 64);
  state.nonce = 0;
}

function encryptAndHash(state: NoiseState, plaintext: Uint8Array): Uint8Array {
  let out = plaintext;
  if (state.nonce !== undefined) {
    out = new Uint8Array(plaintext.length + TAG_BYTES);
    state.crypto.seal(
      out,
      state.memory.subarray(64, 96),
      noiseNonce(state.nonce++),
      state.handshakeHash,
      plaintext,
    );
  }
  mixHash(state, out);
  return out;
}

function decryptAndHash(state: NoiseState, bytes: Uint8Array): Uint8Array | undefined {
  let out = bytes;
  if (state.nonce !== undefined) {
    if (bytes.length < TAG_BYTES) return undefined;
    out = new Uint8Array(bytes.length - TAG_BYTES);
    const nonce = noiseNonce(state.nonce++);
    if (!state.crypto.open(out, state.memory.subarray(64, 96), nonce, state.handshakeHash, bytes))
      return undefined;
  }
  mixHash(state, bytes);
  return out;
}

/** 32 zero bits, then the counter (Noise §12.3). */
function noiseNonce(counter: number): Uint8Array {
  return Uint8Array.of(0, 0, 0, 0, counter, 0, 0, 0, 0, 0, 0, 0);
}
