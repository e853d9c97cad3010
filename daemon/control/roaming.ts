import { equalBytes } from '../../protocol/bytes.js';
import type { Path } from './path.js';
import type { Rng } from './rng.js';

const TOKEN_BYTES = 16;
const CHALLENGE_EVERY_MS = 1_000;

/**
 * A peer's packets come from somewhere new. Only an answer to a challenge sent there moves the path: whoever merely
 * repeats the peer's packets from another address receives a challenge that it cannot answer.
 */
export class Roaming {
  readonly #rng: Rng;
  #token: Uint8Array = new Uint8Array();
  #path: Path | undefined;
  #sentAt: number = Number.NEGATIVE_INFINITY;

  constructor(rng: Rng) {
    this.#rng = rng;
  }

  /** The token to send along `path`; undefined while an earlier challenge is too young. */
  challenge(path: Path, mono: number): Uint8Array | undefined {
    if (mono - this.#sentAt < CHALLENGE_EVERY_MS) return undefined;
    this.#token = this.#rng.bytes(TOKEN_BYTES);
    this.#path = path;
    this.#sentAt = mono;
    return this.#token;
  }

  /** True once: the answer came from where the challenge was sent, with its token. */
  answered(path: Path, token: Uint8Array): boolean {
    if (path !== this.#path || !equalBytes(token, this.#token)) return false;
    this.#path = undefined;
    return true;
  }
}
