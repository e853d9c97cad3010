import type { Cast } from './cast.js';
import type { Host } from './host.js';
import { headerOf, packetOf, type Said, saidIn } from './packet.js';
import type { Plan, Talk } from './plan.js';
import { type Stream, stream } from './random.js';
import type { World } from './world.js';

/** What became of the packets of one talk. */
interface Course {
  readonly talk: Talk;
  /** Its place among the talks. */
  readonly number: number;
  readonly header: Uint8Array;
  readonly random: Stream;
  sequence: number;
  /** Of the packets sent since `mark`: how many, and how many of them arrived. */
  sent: number;
  arrived: number;
  markedAt: number;
}

/** What is said in a run: numbered packets, each sent when its sender runs. */
export class Talks {
  readonly #world: World;
  readonly #cast: Cast;
  readonly #courses: readonly Course[];
  readonly #given: Map<Host, number> = new Map();

  constructor(plan: Plan, world: World, cast: Cast) {
    this.#world = world;
    this.#cast = cast;
    this.#courses = plan.talks.map((talk, number) => {
      const random = stream(plan.seed, `talk ${number}`);
      const header = headerOf(cast.address(talk.from), cast.address(talk.to));
      return { talk, number, header, random, sequence: 0, sent: 0, arrived: 0, markedAt: 0 };
    });
    for (const course of this.#courses) this.#next(course);
  }

  /** Packets that this host was given to send. */
  given(host: Host): number {
    return this.#given.get(host) ?? 0;
  }

  /** From now on `since` counts. */
  mark(): void {
    for (const course of this.#courses) {
      course.sent = 0;
      course.arrived = 0;
      course.markedAt = this.#world.now;
    }
  }

  /** What was sent, and arrived, since the mark. */
  since(): readonly { readonly talk: Talk; readonly sent: number; readonly arrived: number }[] {
    return this.#courses.map(({ talk, sent, arrived }) => ({ talk, sent, arrived }));
  }

  /** So many packets at once. */
  burst(from: string, to: string, packets: number): void {
    const course = this.#courses.find(({ talk }) => talk.from === from && talk.to === to);
    if (course !== undefined) for (let i = 0; i < packets; i++) this.#say(course);
  }

  heard(packet: Uint8Array): Said | undefined {
    const said = saidIn(packet);
    const course = said && this.#courses[said.talk];
    if (said !== undefined && course !== undefined && said.sentAt >= course.markedAt) course.arrived += 1;
    return said;
  }

  #next(course: Course): void {
    const { talk, random } = course;
    const wait = Math.floor(talk.every * (500 + random.fraction() * 1_000));
    this.#world.at(this.#world.now + wait, () => {
      this.#say(course);
      this.#next(course);
    });
  }

  #say(course: Course): void {
    const host = this.#cast.running(course.talk.from)?.host;
    if (host === undefined) return;
    course.sequence += 1;
    course.sent += 1;
    const said = { talk: course.number, sequence: course.sequence, sentAt: this.#world.now };
    this.#given.set(host, this.given(host) + 1);
    this.#world.turn(host, () => host.send(packetOf(course.header, said)));
  }
}
