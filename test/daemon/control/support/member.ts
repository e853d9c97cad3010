import type { Action } from '../../../../daemon/control/action.js';
import type { PeerFacts } from '../../../../daemon/control/peer-source.js';
import type { ManagerStatus } from '../../../../daemon/control/status.js';
import type { Endpoint } from '../../../../protocol/address.js';
import { type ControlMessage, decodeControl, encodeControl } from '../../../../protocol/control-message.js';
import { decodeRecord, type SignedRecord } from '../../../../protocol/record.js';
import { must } from '../../../protocol/support/network.js';
import {
  arriving,
  endpointOf,
  MANAGER,
  managerFacts,
  type NodeOptions,
  one,
  only,
  TestNode,
} from './node.js';

/** What a node has told one of its managers. */
export type Told = readonly [manager: string, message: ControlMessage];
type Of<T extends ControlMessage['type']> = Extract<ControlMessage, { readonly type: T }>;

/** Node `a`, whose managers a test plays: they answer handshakes when they are to, and say what they are told to say. */
export class Member {
  readonly a: TestNode;
  /** By the index of the session. */
  readonly #managers: Map<number, { readonly name: string; readonly peer: number }> = new Map();
  readonly #bootEpochs: Map<string, bigint> = new Map();
  #actions: Action[] = [];

  constructor(managers: readonly (string | PeerFacts)[], options: NodeOptions = {}) {
    this.a = new TestNode('a', Member.facts(managers), options);
    this.take(this.a.send({ type: 'start' }));
  }

  static facts(managers: readonly (string | PeerFacts)[]): readonly PeerFacts[] {
    return managers.map((manager) => (typeof manager === 'string' ? managerFacts(manager) : manager));
  }

  /** Lets `ms` pass. */
  pass(ms: number): void {
    this.take(this.a.pass(ms));
  }

  take(actions: readonly Action[]): void {
    this.#actions.push(...actions);
  }

  /** Everything that was done since the last time. */
  done(): readonly Action[] {
    return this.#actions.splice(0);
  }

  /** A manager, started for the first time or anew, answers the handshake that was sent to it last. */
  up(name: string, anew = true): void {
    const bootEpoch = (this.#bootEpochs.get(name) ?? 0n) + (anew ? 1n : 0n);
    this.#bootEpochs.set(name, bootEpoch);
    const manager = new TestNode(name, [], { ...MANAGER, bootEpoch });
    manager.mono = this.a.mono;
    manager.wall = this.a.wall;
    const called = only(this.#actions, 'send-handshake').findLast(({ path }) => path === endpointOf(name));
    if (called === undefined) throw new Error(`${name} is not called`);
    const answer = one(manager.send(arriving(called, 'a')), 'send-handshake');
    const opened = this.a.send(arriving(answer, name));
    const { index, peer } = one(opened, 'install-session');
    this.take(opened);
    this.joins(name, index, peer);
  }

  /** A session with somebody is there, and is heard on. */
  joins(name: string, index: number, peer: number): void {
    this.#managers.set(index, { name, peer });
    this.take(this.a.send({ type: 'session-live', index, peer }));
  }

  /** The manager was asked and has not answered for so long that it counts as gone. */
  silence(name: string): void {
    this.take(this.a.send({ type: 'network-changed' }));
    this.pass(1);
    const others = [...this.#managers.values()].filter((manager) => manager.name !== name);
    const heard = { lastReceived: this.a.mono, lastSent: this.a.mono };
    this.take(this.a.send({ type: 'activity', peers: others.map(({ peer }) => ({ peer, ...heard })) }));
    this.pass(4_000);
  }

  /** A manager says something. */
  says(name: string, message: ControlMessage): void {
    const found = [...this.#managers].findLast(([, manager]) => manager.name === name);
    const [index, { peer }] = found as [number, { peer: number }];
    const body = encodeControl(message);
    this.take(this.a.send({ type: 'control-frame', index, peer, kind: 0, body }));
  }

  /** A manager has the newest record that it was told. */
  attached(name: string): void {
    const { incarnation, seq } = this.recordAt(name) as SignedRecord;
    this.says(name, { type: 'attached', incarnation, seq, observed: '198.51.100.1:7077' as Endpoint });
  }

  /** What managers were told since the last time something was taken, in order. */
  told(): readonly Told[] {
    return only(this.#actions, 'send-control')
      .filter(({ kind, index }) => kind === 0 && this.#managers.has(index))
      .map(({ index, body }) => [this.#managers.get(index)?.name as string, must(decodeControl(body))]);
  }

  /** Messages of one type. */
  only<T extends ControlMessage['type']>(type: T): readonly (readonly [string, Of<T>])[] {
    return this.told().filter((told): told is readonly [string, Of<T>] => told[1].type === type);
  }

  /** The record that a manager was told last. */
  recordAt(name: string): SignedRecord | undefined {
    const attach = this.only('attach').findLast(([manager]) => manager === name);
    return attach && must(decodeRecord(attach[1].record));
  }

  /** To whom handshakes were sent. */
  get called(): readonly string[] {
    return [...new Set(only(this.#actions, 'send-handshake').map(({ path }) => path))];
  }

  manager(name: string): ManagerStatus | undefined {
    const { managers } = this.a.control.snapshot(this.a.now);
    return managers.find((manager) => manager.name === name);
  }
}
