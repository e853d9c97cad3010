/** Specification constant (spec §6.4), in ms: old sockets receive for so long at most. */
const PATIENCE_MS = 180_000;

/** This node sends from other sockets than before: which peers have yet to follow, and when the old ones may go. */
export class ListenMove {
  #sockets: ReadonlySet<number> | undefined;
  #endsAt = 0;

  begin(mono: number, sockets: readonly number[]): void {
    this.#sockets = new Set(sockets);
    this.#endsAt = mono + PATIENCE_MS;
  }

  /** Whether a peer whose last packet came by `socket` still sends to where this node was. */
  isBehind(socket: number | undefined): boolean {
    return this.#sockets !== undefined && (socket === undefined || !this.#sockets.has(socket));
  }

  /** True once: nobody is behind any more, or has had time enough. */
  hasSettled(mono: number, behind: number): boolean {
    if (this.#sockets === undefined || (behind > 0 && mono < this.#endsAt)) return false;
    this.#sockets = undefined;
    return true;
  }
}
