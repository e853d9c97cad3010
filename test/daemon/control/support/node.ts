import type { Action } from '../../../../daemon/control/action.js';
import { type Control, createControl } from '../../../../daemon/control/control.js';
import type { ControlEvent, HandshakeEvent } from '../../../../daemon/control/event.js';
import type { Now } from '../../../../daemon/control/now.js';
import type { Path } from '../../../../daemon/control/path.js';
import { type PeerFacts, staticPeers } from '../../../../daemon/control/peer-source.js';
import type { MakeRoles } from '../../../../daemon/control/role.js';
import type { ControlOptions } from '../../../../daemon/control/shared.js';
import type { Endpoint } from '../../../../protocol/address.js';
import { type CertificateFacts, decodeCertificate } from '../../../../protocol/certificate.js';
import { presharedKey0 } from '../../../../protocol/keys.js';
import {
  crypto,
  localNode,
  must,
  networkSecret,
  nodeFacts,
  seed,
  sign,
  trust,
  WALL,
} from '../../../protocol/support/network.js';
import { seededRng } from './rng.js';

/** Of two nodes with these names the first has the lower static key. */
export const LOWER: string = Buffer.compare(key('a'), key('b')) < 0 ? 'a' : 'b';
export const HIGHER: string = LOWER === 'a' ? 'b' : 'a';

export function key(name: string): Uint8Array {
  return crypto.importKeypair(seed(`${name} noise`)).publicKey;
}

/** Where a node of that name is, unless it says otherwise. */
export function endpointOf(name: string): Endpoint {
  return `192.0.2.${seed(name)[0]}:7077` as Endpoint;
}

/** A node as its peers' config names it. */
export function peerFacts(name: string, changes: Partial<PeerFacts> = {}): PeerFacts {
  const { addresses } = nodeFacts(name);
  const [host = ''] = endpointOf(name).split(':');
  return { name, key: key(name), addresses, routes: [], endpoints: [{ host, port: 7077 }], ...changes };
}

/** A manager as its nodes' config names it. */
export function managerFacts(name: string, changes: Partial<PeerFacts> = {}): PeerFacts {
  return peerFacts(name, { addresses: [], manager: {}, ...changes });
}

/** What makes a node a manager. */
export const MANAGER: NodeOptions = { role: 'manager', facts: { role: 'manager' } };

export interface NodeOptions extends Partial<ControlOptions> {
  /** Of its own certificate. */
  readonly facts?: Partial<CertificateFacts>;
  /** It has the key of a node of this name: what `newKey` names. */
  readonly keyOf?: string;
}

/** A label whose key a node has after a change of its key. */
export function newKey(name: string): string {
  return `${name} new`;
}

export function nodeOptions(
  name: string,
  peers: readonly PeerFacts[],
  options: NodeOptions = {},
): ControlOptions {
  const { facts, keyOf = name, ...others } = options;
  const certificate = sign(nodeFacts(name, { noiseKey: key(keyOf), ...facts }));
  return {
    crypto,
    rng: seededRng(name),
    local: localNode(keyOf, [certificate]),
    certificate: must(decodeCertificate(certificate)),
    trust,
    psk0: () => presharedKey0(crypto, networkSecret),
    suites: [1, 2, 3],
    lanes: 1,
    bootEpoch: 1n,
    timeFloor: 0,
    peers: staticPeers(peers),
    role: 'node',
    record: crypto.importSigningKeypair(seed(`${name} record`)),
    advertise: [],
    asked: [],
    relayRate: 0,
    inOverlay: () => false,
    ...others,
  };
}

/** One control in the hand of a test, which plays its engine. `mono` begins at 1,000,000 ms. */
export class TestNode {
  readonly name: string;
  readonly options: ControlOptions;
  readonly control: Control;
  mono = 1_000_000;
  wall: number = WALL;

  constructor(name: string, peers: readonly PeerFacts[], options: NodeOptions = {}, roles?: MakeRoles) {
    this.name = name;
    this.options = nodeOptions(name, peers, options);
    this.control = createControl(this.options, roles);
  }

  get now(): Now {
    return { mono: this.mono, wall: this.wall };
  }

  send(event: ControlEvent): readonly Action[] {
    return this.control.handle(this.now, event);
  }

  /** Gives it new settings, made as those at its start were. */
  reconfigure(peers: readonly PeerFacts[], options: NodeOptions = {}): readonly Action[] {
    const {
      crypto: _,
      rng,
      lanes,
      bootEpoch,
      timeFloor,
      ...settings
    } = nodeOptions(this.name, peers, options);
    return this.send({ type: 'reconfigure', settings });
  }

  /** Wakes control at every instant it asks for within the next `ms`; what it did, in order. */
  pass(ms: number): readonly Action[] {
    const end = this.mono + ms;
    const actions: Action[] = [];
    for (let at = this.control.nextWakeup(); at !== undefined && at <= end; at = this.control.nextWakeup()) {
      this.wall += (at - this.mono) / 1000;
      this.mono = at;
      actions.push(...this.send({ type: 'tick' }));
    }
    this.wall += (end - this.mono) / 1000;
    this.mono = end;
    return actions;
  }

  /** Time goes on while nobody is awake. */
  sleep(seconds: number): void {
    this.mono += seconds * 1_000;
    this.wall += seconds;
  }

  results(): Record<string, number> {
    const counts = [...this.control.snapshot(this.now).handshakes].filter(([, count]) => count > 0);
    return Object.fromEntries(counts);
  }
}

export type ActionOf<T extends Action['type']> = Extract<Action, { type: T }>;

export function only<T extends Action['type']>(actions: readonly Action[], type: T): ActionOf<T>[] {
  return actions.filter((action): action is ActionOf<T> => action.type === type);
}

export function one<T extends Action['type']>(actions: readonly Action[], type: T): ActionOf<T> {
  const [found, ...more] = only(actions, type);
  if (found === undefined || more.length > 0)
    throw new Error(`${more.length + Number(found !== undefined)} ${type}`);
  return found;
}

/** A sent handshake as the other side's core hands it up. */
export function arriving(
  { datagram }: ActionOf<'send-handshake'>,
  from: string | Path,
  changes: Partial<HandshakeEvent> = {},
): HandshakeEvent {
  const source = from.includes(':') ? (from as Path) : endpointOf(from);
  const bytes = datagram.slice(0, 1068);
  return { type: 'handshake', source, secretSlot: 0, mac2Valid: false, datagram: bytes, ...changes };
}

/** Brings a session up that `opener` opens; what each side did with it. */
export function connect(
  opener: TestNode,
  answerer: TestNode,
  asked: readonly Action[] = opener.send({ type: 'start' }),
): { opened: ActionOf<'install-session'>; answered: ActionOf<'install-session'> } {
  const answer = answerer.send(arriving(one(asked, 'send-handshake'), opener.name));
  const opened = one(opener.send(arriving(one(answer, 'send-handshake'), answerer.name)), 'install-session');
  const answered = one(answer, 'install-session');
  const { index, peer, path: source } = answered;
  answerer.send({ type: 'session-confirmed', index, peer, source });
  opener.send({ type: 'session-live', index: opened.index, peer: opened.peer });
  return { opened, answered };
}
