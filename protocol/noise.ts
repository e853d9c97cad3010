import type { Crypto, Keypair } from './crypto.js';
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
  readonly secrets: Secrets;
  /** Next message of the pattern. */
  turn: number;
  /** Next nonce of k; undefined while there is no k. */
  nonce: number | undefined;
  /** k is still to be derived: a key under which nothing is sealed never is. */
  isKeyDue: boolean;
  readonly local: { static?: Keypair; ephemeral?: Keypair };
  readonly remote: { static?: Uint8Array; ephemeral?: Uint8Array };
}

/** What a state has of locked memory, and the parts of it. */
export interface Secrets {
  readonly memory: Uint8Array;
  /** h of Noise §5.2, 64 bytes; not a secret. */
  readonly handshakeHash: Uint8Array;
  /** ck of Noise §5.2, 64 bytes. */
  readonly chainingKey: Uint8Array;
  /** temp_key of Noise §4.3, by which HKDF's outputs are made. */
  readonly temp: Uint8Array;
  /** The output after ck that was made last, 64 bytes, and k, the first half of it. */
  readonly output: Uint8Array;
  readonly key: Uint8Array;
  /** Of a DH, 32 bytes. */
  readonly shared: Uint8Array;
}

export function startNoise(crypto: Crypto, options: NoiseOptions): NoiseState {
  const { pattern, initiator, localStatic, remoteStatic } = options;
  const state: NoiseState = {
    crypto,
    pattern,
    initiator,
    secrets: allocate(crypto),
    turn: 0,
    nonce: undefined,
    isKeyDue: false,
    local: localStatic ? { static: localStatic } : {},
    remote: remoteStatic ? { static: remoteStatic } : {},
  };
  state.secrets.handshakeHash.set(pattern.protocolName);
  state.secrets.chainingKey.set(pattern.protocolName);
  mixHash(state, options.prologue);
  const mine = localStatic?.publicKey;
  if (pattern.initiatorKnown) mixHash(state, (initiator ? mine : remoteStatic) as Uint8Array);
  if (pattern.responderKnown) mixHash(state, (initiator ? remoteStatic : mine) as Uint8Array);
  return state;
}

/** A second state at the same point. It shares the ephemeral key, so wipe its memory alone to drop only the copy. */
export function forkNoise(state: NoiseState): NoiseState {
  const secrets = allocate(state.crypto);
  secrets.memory.set(state.secrets.memory);
  return {
    crypto: state.crypto,
    pattern: state.pattern,
    initiator: state.initiator,
    secrets,
    turn: state.turn,
    nonce: state.nonce,
    isKeyDue: state.isKeyDue,
    local: { ...state.local },
    remote: { ...state.remote },
  };
}

export function wipeNoise(state: NoiseState): void {
  state.crypto.wipe(state.secrets.memory);
  if (state.local.ephemeral) state.crypto.wipe(state.local.ephemeral.secretKey);
}

/**
 * Writes the next message into `out`, which has room for it, and says how many bytes it has; `psks` are consumed in order.
 * The payload may be where it is sealed to: it is the last that is written. Rejected only for a remote key of small order.
 */
export function writeMessage(
  state: NoiseState,
  out: Uint8Array,
  payload: Uint8Array,
  psks: readonly Uint8Array[] = [],
): Result<number> {
  let at = 0;
  let consumed = 0;
  for (const token of nextTokens(state)) {
    if (token === 'e') {
      const ephemeral = state.crypto.generateKeypair();
      const { publicKey } = ephemeral;
      state.local.ephemeral = ephemeral;
      out.set(publicKey, at);
      at += publicKey.length;
      mixEphemeral(state, publicKey);
    } else if (token === 's') {
      at = encryptAndHash(state, out, at, (state.local.static as Keypair).publicKey);
    } else if (token === 'psk') {
      mixKeyAndHash(state, psks[consumed++] as Uint8Array);
    } else if (!mixShared(state, token)) {
      return reject('handshake-weak-key');
    }
  }
  return accept(encryptAndHash(state, out, at, payload));
}

/** The payload of the next message. After a rejection the state is spent: wipe it. */
export function readMessage(
  state: NoiseState,
  message: Uint8Array,
  psks: readonly Uint8Array[] = [],
): Result<Uint8Array> {
  let at = 0;
  let consumed = 0;
  for (const token of nextTokens(state)) {
    if (token === 'e' || token === 's') {
      const end = at + (token === 'e' || state.nonce === undefined ? 32 : 48);
      if (end > message.length) return reject('handshake-malformed');
      const key = token === 'e' ? message.slice(at, end) : decryptAndHash(state, message.subarray(at, end));
      if (key === undefined) return reject('handshake-decrypt');
      if (token === 'e') mixEphemeral(state, key);
      state.remote[token === 'e' ? 'ephemeral' : 'static'] = key;
      at = end;
    } else if (token === 'psk') {
      mixKeyAndHash(state, psks[consumed++] as Uint8Array);
    } else if (!mixShared(state, token)) {
      return reject('handshake-weak-key');
    }
  }
  const payload = decryptAndHash(state, message.subarray(at));
  return payload ? accept(payload) : reject('handshake-decrypt');
}

const MEMORY_BYTES = 288;
const TAG_BYTES = 16;
const FIRST = Uint8Array.of(1);
const SECOND = Uint8Array.of(2);
const THIRD = Uint8Array.of(3);

function allocate(crypto: Crypto): Secrets {
  const memory = crypto.allocate(MEMORY_BYTES);
  return {
    memory,
    chainingKey: memory.subarray(0, 64),
    temp: memory.subarray(64, 128),
    output: memory.subarray(128, 192),
    key: memory.subarray(128, 160),
    shared: memory.subarray(192, 224),
    handshakeHash: memory.subarray(224, 288),
  };
}

function nextTokens(state: NoiseState): readonly Token[] {
  return state.pattern.messages[state.turn++] as readonly Token[];
}

function mixEphemeral(state: NoiseState, key: Uint8Array): void {
  mixHash(state, key);
  if (state.pattern.usesPsk) mixKey(state, key);
}

/** A DH token; false when its output is zero. */
function mixShared(state: NoiseState, token: Exclude<Token, 'e' | 's' | 'psk'>): boolean {
  const [ours, theirs] = state.initiator ? [0, 1] : [1, 0];
  const local = token[ours] === 'e' ? state.local.ephemeral : state.local.static;
  const remote = token[theirs] === 'e' ? state.remote.ephemeral : state.remote.static;
  const { shared } = state.secrets;
  if (!state.crypto.dh(shared, (local as Keypair).secretKey, remote as Uint8Array)) return false;
  mixKey(state, shared);
  return true;
}

function mixHash(state: NoiseState, data: Uint8Array): void {
  const { handshakeHash } = state.secrets;
  state.crypto.hash(handshakeHash, [handshakeHash, data]);
}

function mixKey(state: NoiseState, input: Uint8Array): void {
  extract(state, input);
  state.isKeyDue = true;
  state.nonce = 0;
}

function mixKeyAndHash(state: NoiseState, input: Uint8Array): void {
  const { chainingKey, temp, output } = state.secrets;
  extract(state, input);
  state.crypto.hmac(output, temp, [chainingKey, SECOND]);
  mixHash(state, output);
  state.crypto.hmac(output, temp, [output, THIRD]);
  state.isKeyDue = false;
  state.nonce = 0;
}

/** HKDF of Noise §4.3 up to its first output, which becomes ck. */
function extract(state: NoiseState, input: Uint8Array): void {
  const { chainingKey, temp } = state.secrets;
  state.crypto.hmac(temp, chainingKey, [input]);
  state.crypto.hmac(chainingKey, temp, [FIRST]);
}

/** k, which is HKDF's second output where no psk has made it. */
function keyOf(state: NoiseState): Uint8Array {
  const { chainingKey, temp, output, key } = state.secrets;
  if (state.isKeyDue) state.crypto.hmac(output, temp, [chainingKey, SECOND]);
  state.isKeyDue = false;
  return key;
}

/** Where what it has written at `at` ends. */
function encryptAndHash(state: NoiseState, out: Uint8Array, at: number, plaintext: Uint8Array): number {
  const end = at + plaintext.length + (state.nonce === undefined ? 0 : TAG_BYTES);
  const sealed = out.subarray(at, end);
  const { handshakeHash } = state.secrets;
  if (state.nonce === undefined) sealed.set(plaintext);
  else state.crypto.seal(sealed, keyOf(state), noiseNonce(state.nonce++), handshakeHash, plaintext);
  mixHash(state, sealed);
  return end;
}

function decryptAndHash(state: NoiseState, bytes: Uint8Array): Uint8Array | undefined {
  let out = bytes;
  if (state.nonce !== undefined) {
    if (bytes.length < TAG_BYTES) return undefined;
    out = new Uint8Array(bytes.length - TAG_BYTES);
    const { handshakeHash } = state.secrets;
    if (!state.crypto.open(out, keyOf(state), noiseNonce(state.nonce++), handshakeHash, bytes))
      return undefined;
  }
  mixHash(state, bytes);
  return out;
}

/** 32 zero bits, then the counter (Noise §12.3). */
function noiseNonce(counter: number): Uint8Array {
  const nonce = new Uint8Array(12);
  nonce[4] = counter;
  return nonce;
}
