import type { Endpoint } from '../../protocol/address.js';
import type { Cast, Member } from './cast.js';
import type { Liars } from './liars.js';
import { type Link, PLAIN } from './link.js';
import type { Plan, Trouble } from './plan.js';
import { type Stream, stream } from './random.js';
import type { Talks } from './talks.js';
import type { Flying, World } from './world.js';

type Of<T extends Trouble['type']> = Extract<Trouble, { type: T }>;

/** Where who sends things again sits when it is not on the way. */
const ELSEWHERE = '203.0.113.250:666' as Endpoint;
const ECHO_WITHIN_MS = 60_000;
const FIRST_TYPE = 1;
const CUT: Link = { ...PLAIN, cut: true };

/** Does what a plan has go wrong, when it does. */
export class Troubles {
  readonly #plan: Plan;
  readonly #world: World;
  readonly #cast: Cast;
  readonly #talks: Talks;
  readonly #liars: Liars | undefined;
  readonly #random: Stream;
  readonly #partitions: Set<Of<'partition'>> = new Set();
  readonly #weathers: Set<Of<'weather'>> = new Set();
  readonly #echoes: Set<Of<'echo'>> = new Set();

  constructor(plan: Plan, world: World, cast: Cast, talks: Talks, liars: Liars | undefined) {
    this.#plan = plan;
    this.#world = world;
    this.#cast = cast;
    this.#talks = talks;
    this.#liars = liars;
    this.#random = stream(plan.seed, 'troubles');
    for (const trouble of plan.troubles) {
      world.at(trouble.at * 1_000, () => {
        world.trace.line(() => `             ${JSON.stringify(trouble)}`);
        this.#begin(trouble);
      });
    }
    for (const { name, renewed } of plan.places)
      if (renewed !== undefined) world.at(renewed * 1_000, () => cast.renew(name));
  }

  /** What lies between two addresses now. */
  link(source: Endpoint, to: Endpoint): Link {
    const [from, at] = [this.#placeAt(source), this.#placeAt(to)];
    for (const { side, both } of this.#partitions) {
      const [here, there] = [side.includes(from), side.includes(at)];
      if (here !== there && (here || both)) return CUT;
    }
    for (const { from: one, to: other, both, link } of this.#weathers)
      if ((one === from && other === at) || (both && one === at && other === from)) return link;
    return this.#plan.weather;
  }

  /** Whether somebody keeps this datagram; if so he sends it again. */
  tap(flying: Flying): boolean {
    for (const { percent } of this.#echoes) {
      if (((flying.bytes[0] as number) & 15) < FIRST_TYPE || !this.#random.chance(percent)) continue;
      const at = this.#world.now + this.#random.below(ECHO_WITHIN_MS * 1_000);
      const source = this.#random.chance(50) ? flying.source : ELSEWHERE;
      this.#world.fly(at, { ...flying, source, repeated: true });
      return true;
    }
    return false;
  }

  #begin(trouble: Trouble): void {
    switch (trouble.type) {
      case 'restart':
        this.#restart(trouble);
        break;
      case 'move':
        this.#move(trouble);
        break;
      case 'partition':
        this.#spell(this.#partitions, trouble);
        break;
      case 'weather':
        this.#spell(this.#weathers, trouble);
        break;
      case 'echo':
        this.#spell(this.#echoes, trouble);
        break;
      case 'clock':
        this.#clock(trouble);
        break;
      case 'names':
        this.#world.internet.namesFailUntil = this.#after(trouble.for);
        break;
      case 'twin':
        this.#guest(trouble, this.#cast.twin(trouble.place));
        break;
      case 'stranger':
        this.#guest(trouble, this.#cast.stranger(trouble.place, trouble.as));
        break;
      case 'liar':
        this.#liar(trouble);
        break;
      case 'burst':
        this.#talks.burst(trouble.from, trouble.to, trouble.packets);
        break;
    }
  }

  #restart({ place, for: down, moves, forgets }: Of<'restart'>): void {
    if (this.#cast.running(place) === undefined) return;
    this.#cast.stop(place);
    if (moves) this.#cast.move(place);
    this.#world.at(this.#after(down), () => this.#cast.start(place, forgets));
  }

  #move({ place, told }: Of<'move'>): void {
    this.#cast.move(place);
    const host = this.#cast.running(place)?.host;
    if (told && host !== undefined) this.#world.turn(host, () => host.post({ type: 'network-changed' }));
  }

  #liar({ place, lies, lasting, for: spell }: Of<'liar'>): void {
    this.#liars?.begin(place, lies);
    if (!lasting) this.#world.at(this.#after(spell), () => this.#liars?.end(place));
  }

  #clock({ place, by }: Of<'clock'>): void {
    const host = this.#cast.running(place)?.host;
    if (host !== undefined) host.clockError += by;
  }

  #guest({ for: stay }: { readonly for: number }, guest: Member): void {
    this.#world.at(this.#after(stay), () => this.#cast.end(guest));
  }

  /** In force until its time is over. */
  #spell<T extends { readonly for: number }>(set: Set<T>, trouble: T): void {
    set.add(trouble);
    this.#world.internet.reshape();
    this.#world.at(this.#after(trouble.for), () => {
      set.delete(trouble);
      this.#world.internet.reshape();
    });
  }

  #after(ms: number): number {
    return this.#world.now + ms * 1_000;
  }

  /** Guests are at no place: what lies before them is the weather alone. */
  #placeAt(endpoint: Endpoint): string {
    return this.#cast.places.find(({ name }) => this.#cast.endpoint(name) === endpoint)?.name ?? '';
  }
}
