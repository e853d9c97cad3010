import { equalBytes } from '../../protocol/bytes.js';
import { CHALLENGE, sendFrame } from './frame.js';
import { managerOf, type Path } from './path.js';
import type { Shared } from './shared.js';

const TOKEN_BYTES = 16;
/** In flight at once; the oldest gives way. */
const MOST = 64;

interface Challenge {
  readonly token: Uint8Array;
  readonly sentAt: number;
  rttMs?: number;
}

/**
 * Tokens that went along paths and have to come back by them: whoever merely repeats a peer's packets from another place
 * gets a challenge that it cannot answer. The last one counts for each path. Instants in ms of `Now.mono`.
 */
export class Challenges {
  readonly #shared: Pick<Shared, 'emit' | 'rng' | 'restless'>;
  readonly #last: Map<Path, Challenge> = new Map();

  constructor(shared: Pick<Shared, 'emit' | 'rng' | 'restless'>) {
    this.#shared = shared;
  }

  /** On the session `index`. */
  send(mono: number, index: number, path: Path): void {
    const token = this.#shared.rng.bytes(TOKEN_BYTES);
    this.#last.delete(path);
    this.#last.set(path, { token, sentAt: mono });
    const [oldest] = this.#last.keys();
    if (this.#last.size > MOST) this.#last.delete(oldest as Path);
    const manager = managerOf(path);
    if (manager !== undefined) this.#shared.restless.add(manager);
    sendFrame(this.#shared, index, CHALLENGE, 0, token, path);
  }

  /** True once: the answer came by the path that the challenge went by, with its token. */
  answered(mono: number, path: Path, token: Uint8Array): boolean {
    const challenge = this.#last.get(path);
    if (challenge === undefined || challenge.rttMs !== undefined) return false;
    if (!equalBytes(token, challenge.token)) return false;
    challenge.rttMs = mono - challenge.sentAt;
    return true;
  }

  /** Round trip of the last challenge by this path; undefined while it is not answered. */
  rttMs(path: Path): number | undefined {
    return this.#last.get(path)?.rttMs;
  }

  /** When the last challenge by this path went out. */
  sentAt(path: Path): number | undefined {
    return this.#last.get(path)?.sentAt;
  }

  /** Paths whose last challenge is answered, in the order of the challenges. */
  proved(): readonly Path[] {
    return [...this.#last.keys()].filter((path) => this.rttMs(path) !== undefined);
  }

  forget(path: Path): void {
    this.#last.delete(path);
  }

  /** What is under way does not count any more. */
  clear(): void {
    this.#last.clear();
  }
}
