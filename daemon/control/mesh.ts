import type { Caller } from './attendance.js';
import { MeshLink, type News } from './mesh-link.js';

/**
 * What changes here is told to every manager that has a session, at once and again until it answers: no quorum, nobody
 * waits for anybody. Who comes anew is told everything that is here.
 */
export class Mesh {
  readonly #links: Map<number, MeshLink> = new Map();
  /** Of the last message, whoever it went to: what answers one to a manager's session before answers none to the next. */
  #seq = 0;
  #sent = 0;
  #repeated = 0;

  /** Messages with something that their receiver had not been sent, and those with nothing new. */
  get counts(): { readonly sent: number; readonly repeated: number } {
    return { sent: this.#sent, repeated: this.#repeated };
  }

  /** A manager's session has come up: it may know nothing of what is here. */
  up(mono: number, manager: Caller, here: readonly News[]): void {
    const link = new MeshLink(manager, here, (isNew) => this.#next(isNew));
    this.#links.set(manager.id, link);
    link.tick(mono);
  }

  down({ id }: Caller): void {
    this.#links.delete(id);
  }

  /** Tells everybody, but who has said so. */
  push(mono: number, news: News, from?: Caller): void {
    for (const [id, link] of this.#links) if (id !== from?.id) link.tell(mono, news);
  }

  /** Tells one manager alone, which has something older, however often it says so meanwhile. */
  correct(mono: number, { id }: Caller, news: News): void {
    const link = this.#links.get(id);
    if (link !== undefined && !link.tells(news)) link.tell(mono, news);
  }

  /** A manager has told the newest of a node: whatever it is being told of that, it knows. */
  knows(mono: number, { id }: Caller, node: string): void {
    this.#links.get(id)?.knows(mono, node);
  }

  /** A manager has a message. */
  pushed(mono: number, { id }: Caller, seq: number): void {
    this.#links.get(id)?.pushed(mono, seq);
  }

  has({ id }: Caller): boolean {
    return this.#links.has(id);
  }

  tick(mono: number): void {
    for (const link of this.#links.values()) link.tick(mono);
  }

  nextAt(): number {
    let nextAt = Number.POSITIVE_INFINITY;
    for (const link of this.#links.values()) nextAt = Math.min(nextAt, link.nextAt);
    return nextAt;
  }

  #next(isNew: boolean): number {
    if (isNew) this.#sent += 1;
    else this.#repeated += 1;
    this.#seq = (this.#seq + 1) % 2 ** 32;
    return this.#seq;
  }
}
