import type { ControlOptions, Settings } from '../../daemon/control/control.js';
import { type HostPort, type PeerFacts, staticPeers } from '../../daemon/control/peer-source.js';
import { type Address, type Endpoint, splitEndpoint } from '../../protocol/address.js';
import { equalBytes } from '../../protocol/bytes.js';
import type { Crypto } from '../../protocol/crypto.js';
import { Host, type Seams } from './host.js';
import { decoded, Membership, WALL } from './membership.js';
import type { Place, Plan } from './plan.js';
import { stream } from './random.js';
import type { World } from './world.js';

const PORT = 7077;
const FAR = 30 * 365 * 86_400;

/** A host and who it is. */
export interface Member {
  readonly host: Host;
  /** Whose name it bears. */
  readonly place: Place;
  /** member: the one that others' configs mean. twin: another with the same keys. stranger: with keys of his own. */
  readonly role: 'member' | 'twin' | 'stranger';
}

/** Who runs at which moment, with which identity, where: what invariants may believe. */
export class Cast {
  readonly places: readonly Place[];
  readonly #plan: Plan;
  readonly #world: World;
  readonly #network: Membership;
  readonly #strangers: Membership;
  readonly #seams: Seams;
  readonly #members: Map<Host, Member> = new Map();
  readonly #running: Map<string, Member> = new Map();
  readonly #boots: Map<string, number> = new Map();
  /** Boot epochs that are on disk. */
  readonly #epochs: Map<string, bigint> = new Map();
  readonly #endpoints: Map<string, Endpoint> = new Map();
  readonly #renewed: Set<string> = new Set();
  #moves = 0;

  constructor(plan: Plan, world: World, seams: Seams) {
    this.places = plan.places;
    this.#plan = plan;
    this.#world = world;
    this.#network = new Membership(plan.seed, plan.real);
    this.#strangers = new Membership(plan.seed, plan.real, 'stranger');
    this.#seams = seams;
    for (const place of plan.places) this.#settle(place.name, this.#first(place.name));
  }

  /** How many hosts run. */
  get size(): number {
    return this.#members.size;
  }

  /** Every host that runs. */
  get members(): readonly Member[] {
    return [...this.#members.values()];
  }

  of(host: Host): Member | undefined {
    return this.#members.get(host);
  }

  /** The member of this name, while it runs. */
  running(name: string): Member | undefined {
    return this.#running.get(name);
  }

  place(name: string): Place {
    return this.places.find((place) => place.name === name) as Place;
  }

  address(name: string): Address {
    return `10.77.0.${this.#index(name) + 1}` as Address;
  }

  /** Whose static key this is. */
  owner(publicKey: Uint8Array): Place | undefined {
    return this.places.find(({ name }) => equalBytes(this.#network.key(name), publicKey));
  }

  /** Whether this is a record of the node that it names. */
  hasSigned(record: Uint8Array): boolean {
    return this.#network.hasSigned(record);
  }

  /** Where the member of this name is, or would be if it ran. */
  endpoint(name: string): Endpoint {
    return this.#endpoints.get(name) as Endpoint;
  }

  /** Whether the config of `from` leads to where `to` is. */
  finds(from: string, to: string): boolean {
    const { knows, managers } = this.place(from);
    if (!knows.includes(to) && !managers.includes(to)) return false;
    const { found } = this.place(to);
    return found === 'name' || (found === 'address' && this.endpoint(to) === this.#first(to));
  }

  /** When the certificate in force at this member ends, in Unix seconds. */
  notAfter(name: string): number {
    const { ends } = this.place(name);
    return ends === undefined || this.#renewed.has(name) ? WALL + FAR : WALL + Math.floor(ends / 1_000);
  }

  isRenewed(name: string): boolean {
    return this.#renewed.has(name);
  }

  start(name: string, forgets = false): void {
    const boot = (this.#boots.get(name) ?? 0) + 1;
    this.#boots.set(name, boot);
    const before = this.#epochs.get(name) ?? 0n;
    const epoch = forgets && before > 0n ? before - 1n : before + 1n;
    this.#epochs.set(name, epoch);
    const place = this.place(name);
    const port = this.#network.port(`${name} ${boot}`);
    const options = this.#options(place, port, `${name} ${boot}`, epoch);
    const raised = (higher: bigint): unknown => this.#epochs.set(name, higher);
    const member = this.#run(place, 'member', boot, this.endpoint(name), options, raised);
    this.#running.set(name, member);
  }

  stop(name: string): void {
    const member = this.#running.get(name);
    if (member !== undefined) this.end(member);
  }

  end(member: Member): void {
    this.#world.remove(member.host);
    this.#members.delete(member.host);
    if (this.#running.get(member.place.name) === member) this.#running.delete(member.place.name);
  }

  move(name: string): void {
    this.#moves += 1;
    const endpoint = `198.51.100.${this.#moves}:${PORT}` as Endpoint;
    this.#settle(name, endpoint);
    const member = this.#running.get(name);
    if (member !== undefined) this.#world.move(member.host, endpoint);
  }

  /** It gets a certificate that outlives the run. */
  renew(name: string): void {
    this.#renewed.add(name);
    const member = this.#running.get(name);
    if (member === undefined) return;
    const { host, place } = member;
    const settings = this.#settings(place, host.options.crypto);
    this.#world.turn(host, () => host.post({ type: 'reconfigure', settings }));
  }

  /** The same identity, started a second time from the same state. */
  twin(name: string): Member {
    this.#moves += 1;
    const place = this.place(name);
    const boot = (this.#boots.get(name) ?? 0) + 1;
    const label = `${name} twin ${this.#moves}`;
    const epoch = (this.#epochs.get(name) ?? 0n) + 1n;
    const options = this.#options(place, this.#network.port(label), label, epoch);
    return this.#run(place, 'twin', boot, `203.0.113.${this.#moves}:${PORT}` as Endpoint, options);
  }

  /** Has the network's secret and calls one member under the name of another. */
  stranger(called: string, as: string): Member {
    this.#moves += 1;
    const place = this.place(as);
    const label = `stranger ${this.#moves}`;
    const port = this.#strangers.port(label);
    const { networkId } = this.#network.trust;
    const certificate = this.#strangers.certify(as, [this.address(as)], { networkId, serial: 9n });
    const local = { ...this.#strangers.local(port, as, certificate), networkId };
    const { peers, ...settings } = this.#settings(place, port);
    const options = {
      ...settings,
      ...this.#surroundings(port, label, 1n),
      local,
      certificate: decoded(certificate),
      peers: staticPeers([this.#facts(called, true)]),
    };
    return this.#run(place, 'stranger', 1, `203.0.113.${this.#moves}:${PORT}` as Endpoint, options);
  }

  #run(
    place: Place,
    role: Member['role'],
    boot: number,
    endpoint: Endpoint,
    control: ControlOptions,
    raised: (bootEpoch: bigint) => void = () => undefined,
  ): Member {
    const seed = this.#network.bytes(`engine ${place.name} ${role} ${endpoint} ${boot}`);
    const { secret } = this.#network;
    const seams = role === 'member' ? this.#seams : {};
    const host = new Host(this.#world, {
      name: place.name,
      boot,
      endpoint,
      control,
      seed,
      secret,
      seams,
      raised,
    });
    const member: Member = { host, place, role };
    this.#members.set(host, member);
    this.#world.add(host);
    return member;
  }

  #options(place: Place, port: Crypto, label: string, epoch: bigint): ControlOptions {
    return { ...this.#settings(place, port), ...this.#surroundings(port, label, epoch) };
  }

  #surroundings(crypto: Crypto, label: string, bootEpoch: bigint) {
    const rng = stream(this.#plan.seed, `control ${label}`);
    return { crypto, rng, lanes: 1, bootEpoch, timeFloor: 0 };
  }

  #settings(place: Place, port: Crypto): Settings {
    const { name, role, knows, managers, advertises, rate, impostor = false } = place;
    const renewed = this.#renewed.has(name);
    const certificate = this.#network.certify(name, [this.address(name)], {
      serial: renewed ? 2n : 1n,
      notAfter: this.notAfter(name),
      role: impostor ? 'node' : role,
    });
    const { trust, psk0 } = this.#network;
    return {
      local: this.#network.local(port, name, certificate),
      certificate: decoded(certificate),
      trust,
      psk0: (slot) => (slot === 0 ? psk0 : undefined),
      suites: [3],
      peers: staticPeers([
        ...knows.map((peer) => this.#facts(peer)),
        ...managers.map((manager): PeerFacts => ({ ...this.#facts(manager), addresses: [], manager: {} })),
      ]),
      role,
      record: port.importSigningKeypair(this.#network.bytes(`${name} record`)),
      advertise: advertises ? [this.#called(place)] : [],
      asked: trust.pools,
      relayRate: rate,
      inOverlay: (address) => address.startsWith('10.77.'),
    };
  }

  /** A peer as configs name it. */
  #facts(name: string, wherever = false): PeerFacts {
    const { found } = this.place(name);
    const endpoints = found === 'never' && !wherever ? [] : [this.#called(this.place(name))];
    return { name, key: this.#network.key(name), addresses: [this.address(name)], routes: [], endpoints };
  }

  /** What is written where somebody says where it is. */
  #called({ name, found }: Place): HostPort {
    const host = found === 'name' ? `${name}.example` : splitEndpoint(this.#first(name)).address;
    return { host, port: PORT };
  }

  #settle(name: string, endpoint: Endpoint): void {
    this.#endpoints.set(name, endpoint);
    this.#world.internet.name(`${name}.example`, endpoint);
  }

  #first(name: string): Endpoint {
    return `192.0.2.${this.#index(name) + 1}:${PORT}` as Endpoint;
  }

  #index(name: string): number {
    return this.places.findIndex((place) => place.name === name);
  }
}
