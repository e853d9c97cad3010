import { packet, sequenceOf } from './packet.js';
import type { SimNode, World } from './pair.js';

/** What became of numbered packets. */
export interface Talked {
  /** Sent while nothing of the packet was lost on the way. */
  readonly whole: number;
  /** Of these, never delivered. */
  readonly missing: number;
  /** Deliveries of a packet that had been delivered before. */
  readonly doubled: number;
  /** Packets that found no session to go out on. */
  readonly waited: number;
}

/** Both nodes send each other numbered packets; what became of those of which nothing was lost. */
export class Talk {
  readonly #world: World;
  readonly #nodes: readonly [SimNode, SimNode];
  readonly #expected: readonly [Set<number>, Set<number>] = [new Set(), new Set()];
  readonly #seen: readonly [Set<number>, Set<number>] = [new Set(), new Set()];
  #next = 0;
  #whole = 0;
  #doubled = 0;
  #waited = 0;

  constructor(world: World, nodes: readonly [SimNode, SimNode]) {
    this.#world = world;
    this.#nodes = nodes;
  }

  for(ms: number, every: number): void {
    this.#world.run(ms, every, () => {
      this.#send(0, 1);
      this.#send(1, 0);
      this.#next += 1;
    });
    this.#collect();
  }

  result(): Talked {
    this.#collect();
    const missing = this.#expected[0].size + this.#expected[1].size;
    return { whole: this.#whole, missing, doubled: this.#doubled, waited: this.#waited };
  }

  #send(from: 0 | 1, to: 0 | 1): void {
    const [a, b] = [this.#nodes[from], this.#nodes[to]];
    const { lost, sealed } = this.#world;
    a.send(packet(a.name, b.name, this.#next));
    if (this.#world.sealed === sealed) this.#waited += 1;
    else if (this.#world.lost === lost) {
      this.#whole += 1;
      this.#expected[to].add(this.#next);
    }
  }

  #collect(): void {
    for (const at of [0, 1] as const) {
      for (const bytes of this.#nodes[at].delivered.splice(0)) {
        const sequence = sequenceOf(bytes);
        if (this.#seen[at].has(sequence)) this.#doubled += 1;
        this.#seen[at].add(sequence);
        this.#expected[at].delete(sequence);
      }
    }
  }
}
