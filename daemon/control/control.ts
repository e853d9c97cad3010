import { view } from '../../protocol/bytes.js';
import type { ErrorCode } from '../../protocol/errors.js';
import { abandon, type Pending, readMsg1, readMsg2 } from '../../protocol/handshake.js';
import { accept, type Result } from '../../protocol/result.js';
import { typeByte } from '../../protocol/wire.js';
import type { Action } from './action.js';
import { changeOf } from './change.js';
import type {
  ActivityEvent,
  ControlEvent,
  DeviceEvent,
  EchoEvent,
  HandshakeEvent,
  PeerEvent,
  PingEvent,
  ReconfigureEvent,
  ResolvedEvent,
} from './event.js';
import { Expiry } from './expiry.js';
import { type Identified, identify } from './identity.js';
import { ListenMove } from './listen-move.js';
import { Names } from './names.js';
import type { Now } from './now.js';
import { Pacer } from './pacer.js';
import { Peer } from './peer.js';
import type { PeerFacts } from './peer-source.js';
import { Routes } from './routes.js';
import { SessionIndices } from './session-index.js';
import type { ControlOptions, Settings, Shared } from './shared.js';
import type { ControlStatus } from './status.js';
import { Tally } from './tally.js';
import { Timers } from './timers.js';

export type { ControlOptions, Settings } from './shared.js';

/**
 * The control plane of one node: every decision, no clock, no I/O. Events go in one at a time, with the time; the
 * actions that come out are performed in order before the next. A `tick` is due at `nextWakeup`.
 */
export interface Control {
  handle(now: Now, event: ControlEvent): readonly Action[];
  /** In ms of `Now.mono`; undefined before `start`. */
  nextWakeup(): number | undefined;
  snapshot(now: Now): ControlStatus;
}

export function createControl(options: ControlOptions): Control {
  return new Machines(options);
}

const PULSE_MS = 1_000;
/** However often the network changes, peers are asked no more often than this. */
const ASK_EVERY_MS = 250;
/** In msg2 (spec §2). */
const RECEIVER_INDEX_END = 8;

/** What a deadline belongs to: a peer, the names, the once-a-second look at activity and certificate, a changed network. */
type Deadline = Peer | 'names' | 'pulse' | 'network';

class Machines implements Control {
  readonly #shared: Shared;
  readonly #peers: Map<number, Peer> = new Map();
  readonly #byName: Map<string, Peer> = new Map();
  readonly #timers: Timers<Deadline> = new Timers();
  #expiry: Expiry;
  #lastId = 0;
  #askedAt = Number.NEGATIVE_INFINITY;
  readonly #listenMove: ListenMove = new ListenMove();
  #actions: Action[] = [];

  constructor(options: ControlOptions) {
    let counter = 0n;
    const { crypto, rng, lanes, bootEpoch, ...settings } = options;
    this.#shared = {
      crypto,
      rng,
      lanes,
      bootEpoch,
      settings,
      indices: new SessionIndices(rng),
      names: new Names(hostsOf(settings)),
      routes: new Routes(),
      pacer: new Pacer(),
      tally: new Tally('opened', 'answered'),
      cuts: new Tally(),
      rekeys: 0,
      keyChanges: 0,
      nextCounter: () => counter++,
      emit: (action) => {
        // A session must not open the way to more than the certificate behind it permits.
        if (action.type === 'install-session') this.#flushRoutes();
        this.#actions.push(action);
      },
    };
    for (const facts of settings.peers.all()) this.#add(facts);
    this.#expiry = new Expiry(options.certificate, this.#shared.emit);
  }

  handle(now: Now, event: ControlEvent): readonly Action[] {
    this.#dispatch(now, event);
    this.#flushRoutes();
    this.#runDue(now);
    this.#flushRoutes();
    const actions = this.#actions;
    this.#actions = [];
    return actions;
  }

  nextWakeup(): number | undefined {
    return this.#timers.next();
  }

  snapshot(now: Now): ControlStatus {
    const { bootEpoch, tally, cuts, rekeys, keyChanges, settings } = this.#shared;
    const { certificate, suites } = settings;
    return {
      name: certificate.name,
      addresses: certificate.addresses,
      serial: certificate.serial,
      certificateNotBefore: certificate.notBefore,
      certificateNotAfter: certificate.notAfter,
      bootEpoch,
      suites,
      peers: [...this.#peers.values()].map((peer) => peer.status(now)),
      handshakes: tally.counts(),
      sessionsCut: cuts.counts(),
      rekeys,
      keyChanges,
    };
  }

  #dispatch(now: Now, event: ControlEvent): void {
    switch (event.type) {
      case 'start':
        this.#start(now);
        break;
      case 'tick':
        break;
      case 'reconfigure':
        this.#reconfigure(now, event);
        break;
      case 'network-changed':
        this.#timers.set('network', Math.max(now.mono, this.#askedAt + ASK_EVERY_MS));
        break;
      case 'listen-moved':
        this.#listenMove.begin(now.mono, event.sockets);
        for (const peer of this.#peers.values()) peer.ask(now);
        break;
      case 'ping':
        this.#ping(event);
        break;
      case 'resolved':
        this.#resolved(now, event);
        break;
      case 'activity':
        this.#activity(now, event);
        break;
      case 'handshake':
        this.#handshake(now, event);
        break;
      case 'device':
        this.#device(event);
        break;
      default:
        this.#peerEvent(now, event);
        break;
    }
  }

  #start(now: Now): void {
    for (const peer of this.#peers.values()) {
      peer.start();
      this.#timers.set(peer, now.mono);
    }
    this.#timers.set('names', now.mono);
    this.#timers.set('pulse', now.mono);
  }

  /** Peers are the same as long as their name is. */
  #reconfigure(now: Now, { settings }: ReconfigureEvent): void {
    const before = this.#shared.settings;
    const change = changeOf(before, settings);
    this.#shared.settings = settings;
    if (change.identity) this.#expiry = new Expiry(settings.certificate, this.#shared.emit);
    this.#shared.names.keep([...hostsOf(before), ...hostsOf(settings)]);
    const gone = [...this.#peers.values()].filter(({ name }) => settings.peers.byName(name) === undefined);
    for (const peer of gone) this.#drop(peer);
    for (const facts of settings.peers.all()) {
      const known = this.#byName.get(facts.name);
      if (known?.reconfigure(now, facts, change) === false) continue;
      const peer = known ?? this.#add(facts);
      if (known === undefined) peer.start();
      this.#timers.set(peer, now.mono);
    }
    this.#shared.names.keep(hostsOf(settings));
    this.#timers.set('names', this.#shared.names.nextAt);
    this.#flushRoutes();
    for (const { id } of gone) this.#shared.emit({ type: 'remove-peer', peer: id });
  }

  #add(facts: PeerFacts): Peer {
    this.#lastId += 1;
    const peer = new Peer(this.#lastId, facts, this.#shared);
    this.#peers.set(peer.id, peer);
    this.#byName.set(facts.name, peer);
    return peer;
  }

  #drop(peer: Peer): void {
    peer.end();
    this.#peers.delete(peer.id);
    this.#byName.delete(peer.name);
    this.#timers.delete(peer);
  }

  #flushRoutes(): void {
    const update = this.#shared.routes.take();
    if (update !== undefined) this.#shared.emit(update);
  }

  #runDue(now: Now): void {
    for (let due = this.#timers.take(now.mono); due !== undefined; due = this.#timers.take(now.mono)) {
      if (due === 'pulse') this.#pulse(now);
      else if (due === 'names') this.#resolve(now);
      else if (due === 'network') this.#hurry(now);
      else this.#touch(now, due);
    }
  }

  /** Something about a peer has changed, or its deadline has come. */
  #touch(now: Now, peer: Peer): void {
    peer.tick(now);
    this.#timers.set(peer, peer.nextAt());
    this.#timers.set('names', this.#shared.names.nextAt);
  }

  #pulse(now: Now): void {
    this.#expiry.look(now.wall);
    this.#shared.emit({ type: 'read-activity' });
    this.#timers.set('pulse', now.mono + PULSE_MS);
  }

  #resolve(now: Now): void {
    for (const host of this.#shared.names.due(now.mono)) this.#shared.emit({ type: 'resolve', host });
    this.#timers.set('names', this.#shared.names.nextAt);
  }

  #resolved(now: Now, { host, addresses }: ResolvedEvent): void {
    this.#shared.names.resolved(host, addresses);
    for (const peer of this.#peers.values()) if (peer.isOn(host)) this.#touch(now, peer);
  }

  #activity(now: Now, { peers }: ActivityEvent): void {
    let behind = 0;
    for (const activity of peers) {
      const peer = this.#peers.get(activity.peer);
      if (peer === undefined) continue;
      const isBehind = peer.hasSession && this.#listenMove.isBehind(activity.socket);
      if (isBehind) behind += 1;
      peer.activity(now, activity, isBehind);
      this.#touch(now, peer);
    }
    if (this.#listenMove.hasSettled(now.mono, behind)) this.#shared.emit({ type: 'listen-settled' });
  }

  #hurry(now: Now): void {
    this.#askedAt = now.mono;
    for (const peer of this.#peers.values()) {
      peer.hurry(now);
      this.#touch(now, peer);
    }
  }

  #ping({ id, peer: called }: PingEvent): void {
    const peer = this.#byName.get(called) ?? [...this.#peers.values()].find((other) => other.isAt(called));
    if (peer?.probe(id)) return;
    const code = peer === undefined ? 'ping-unknown-peer' : 'ping-no-session';
    this.#shared.emit({ type: 'ping-result', id, ok: false, code });
  }

  #handshake(now: Now, event: HandshakeEvent): void {
    const type = event.datagram[0];
    if (type === typeByte('msg1')) this.#msg1(now, event);
    else if (type === typeByte('msg2')) this.#msg2(now, event);
    else this.#refuse(event, 'handshake-malformed');
  }

  #msg1(now: Now, event: HandshakeEvent): void {
    const { crypto } = this.#shared;
    const { local, trust, peers } = this.#shared.settings;
    const read = readMsg1(crypto, local, event.datagram);
    if (!read.ok) {
      this.#refuse(event, read.code);
      return;
    }
    const msg1 = read.value;
    const who = identify(crypto, trust, peers, msg1.remoteKey, msg1.chain, now.wall);
    const answered = who.ok ? this.#peer(who.value).answer(now, event, msg1, who.value.node) : who;
    if (!answered.ok) abandon(msg1);
    this.#conclude(event, answered, 'answered');
    if (who.ok) this.#touch(now, this.#peer(who.value));
  }

  #msg2(now: Now, event: HandshakeEvent): void {
    const { crypto } = this.#shared;
    const { trust, peers, psk0 } = this.#shared.settings;
    const awaited = this.#awaited(event.datagram);
    if (awaited === undefined) {
      this.#refuse(event, 'handshake-unasked');
      return;
    }
    const { peer, pending } = awaited;
    const read = readMsg2(pending, psk0(event.secretSlot), event.datagram);
    if (!read.ok) {
      this.#refuse(event, read.code);
      return;
    }
    const who = identify(crypto, trust, peers, pending.remoteKey, read.value.chain, now.wall);
    const opened = peer.opened(now, event, read.value, who.ok ? accept(who.value.node) : who);
    this.#conclude(event, opened, 'opened');
    this.#touch(now, peer);
  }

  #peer({ facts }: Identified): Peer {
    return this.#byName.get(facts.name) as Peer;
  }

  /** Whose msg1 this msg2 answers, by its receiver index (spec §2). */
  #awaited(datagram: Uint8Array): { readonly peer: Peer; readonly pending: Pending } | undefined {
    if (datagram.length < RECEIVER_INDEX_END) return undefined;
    const index = view(datagram).getUint32(RECEIVER_INDEX_END - 4, true);
    for (const peer of this.#peers.values()) {
      const { pending } = peer;
      if (pending?.senderIndex === index) return { peer, pending };
    }
    return undefined;
  }

  #peerEvent(now: Now, event: PeerEvent): void {
    const peer = this.#peers.get(event.peer);
    if (peer === undefined) return;
    switch (event.type) {
      case 'session-confirmed':
        peer.confirmed(now, event.index);
        break;
      case 'session-live':
        peer.live(now, event.index);
        break;
      case 'source-changed':
        peer.sourceChanged(now, event.index, event.source);
        break;
      case 'challenge-answered':
        peer.challengeAnswered(event.source, event.token);
        break;
      case 'key-limit':
        peer.keyLimit(event.index);
        break;
      case 'echo':
        this.#echo(peer, event);
        break;
    }
    this.#touch(now, peer);
  }

  #echo({ name }: Peer, { source: endpoint, body }: EchoEvent): void {
    const id = view(body).getBigUint64(0, true);
    this.#shared.emit({ type: 'ping-result', id, ok: true, peer: name, endpoint });
  }

  #device({ what, errno }: DeviceEvent): void {
    const { emit } = this.#shared;
    emit({ type: 'notice', level: 'warn', what: 'device-trouble', detail: `${what}, errno ${errno}` });
    if (what === 'tun-lost') emit({ type: 'reopen-tun' });
  }

  #conclude(event: HandshakeEvent, result: Result<void>, success: 'opened' | 'answered'): void {
    if (result.ok) this.#shared.tally.count(success);
    else this.#refuse(event, result.code);
  }

  #refuse(event: HandshakeEvent, code: ErrorCode): void {
    const { tally, emit } = this.#shared;
    tally.count(code);
    const conflict = code === 'peer-wrong-key' || code === 'peer-key-conflict';
    const level = conflict ? 'alarm' : 'warn';
    const what = conflict ? 'identity-conflict' : 'handshake-refused';
    emit({ type: 'notice', level, what, code, detail: `from ${event.source}` });
  }
}

function hostsOf({ peers }: Settings): readonly string[] {
  return peers.all().flatMap(({ endpoints }) => endpoints.map(({ host }) => host));
}
