/** Specification constant (spec §6.4), in ms: old sockets receive for so long at most. */
const PATIENCE_MS = 180_000;

/** This node sends from other sockets than before: which peers have yet to follow, and when the old ones may go. */
export class ListenMove {
  #sockets: ReadonlySet<number> | undefined;
  /** Of peers, by number. */
  readonly #behind: Set<number> = new Set();
  #endsAt = 0;

  get isOn(): boolean {
    return this.#sockets !== undefined;
  }

  /** `peers` have a session. */
  begin(mono: number, sockets: readonly number[], peers: readonly number[]): void {
    this.#sockets = new Set(sockets);
    this.#endsAt = mono + PATIENCE_MS;
    for (const peer of peers) this.#behind.add(peer);
  }

  /** Whether a peer whose last packet came by `socket` still sends to where this node was. */
  isBehind(peer: number, socket: number | undefined): boolean {
    const isBehind = this.#sockets !== undefined && (socket === undefined || !this.#sockets.has(socket));
    if (isBehind) this.#behind.add(peer);
    else this.#behind.delete(peer);
    return isBehind;
  }

  /** True once: nobody that `isThere` is behind any more, or all have had time enough. */
  hasSettled(mono: number, isThere: (peer: number) => boolean): boolean {
    if (this.#sockets === undefined) return false;
    if (mono < this.#endsAt && [...this.#behind].some(isThere)) return false;
    this.#sockets = undefined;
    this.#behind.clear();
    return true;
  }
}
