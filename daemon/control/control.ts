import { contains, parseAddress } from '../../protocol/address.js';
import { view } from '../../protocol/bytes.js';
import { decodeControl } from '../../protocol/control-message.js';
import type { Span } from '../../protocol/trust.js';
import type { Action, Notice, PingFailure } from './action.js';
import { carried } from './carried.js';
import { changeOf } from './change.js';
import type {
  ActivityEvent,
  BootRaisedEvent,
  ControlEvent,
  ControlFrameEvent,
  DeviceEvent,
  EchoEvent,
  PeerEvent,
  PingEvent,
  ReconfigureEvent,
  ResolvedEvent,
} from './event.js';
import { Expiry } from './expiry.js';
import { Intake } from './intake.js';
import { ListenMove } from './listen-move.js';
import type { Now } from './now.js';
import { Pacer } from './pacer.js';
import type { Peer } from './peer.js';
import { Peers } from './peers.js';
import { type MakeRoles, rolesOf } from './role.js';
import { Roles } from './roles.js';
import type { End } from './seeker.js';
import { type ControlOptions, createShared, hostsOf, type Shared } from './shared.js';
import type { ControlStatus } from './status.js';
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
  /** What time it may be: certificates are judged by this, not by a wall clock that is doubted. */
  time(now: Now): Span;
}

export function createControl(options: ControlOptions, makeRoles: MakeRoles = rolesOf): Control {
  return new Machines(options, makeRoles);
}

const PULSE_MS = 1_000;
/** While a peer is to be watched closely. */
const URGENT_PULSE_MS = 250;
/** However often the network changes, peers are asked no more often than this, after a few times in a row. */
const ASK_EVERY_MS = 1_000;
const ASK_BURST = 4;
/** What a deadline belongs to: a peer, the roles, the names, the once-a-second look at activity and certificates, or a change. */
type Deadline = Peer | 'roles' | 'names' | 'pulse' | 'network' | 'clock';

/** What a search that has just ended means to whoever waits for an echo. */
const UNFOUND: Readonly<Record<End, PingFailure>> = {
  ok: 'ping-sought',
  unknown: 'ping-address-unknown',
  unreachable: 'ping-address-unreachable',
  refused: 'ping-address-refused',
  busy: 'ping-address-refused',
  'too-many': 'ping-address-refused',
  silent: 'ping-managers-silent',
  'no-manager': 'ping-managers-silent',
};

class Machines implements Control {
  readonly #shared: Shared;
  readonly #peers: Peers;
  readonly #intake: Intake;
  readonly #roles: Roles;
  readonly #timers: Timers<Deadline> = new Timers();
  readonly #expiry: Expiry;
  readonly #asking: Pacer = new Pacer(ASK_EVERY_MS, ASK_BURST);
  /** When peers are asked because the network has changed; undefined: it has not since they were. */
  #askAt: number | undefined;
  readonly #listenMove: ListenMove = new ListenMove();
  /** When all peers and certificates are looked at next; in between only peers that are watched closely. */
  #lookAt: number = Number.NEGATIVE_INFINITY;
  #isQuick = false;
  #actions: Action[] = [];

  constructor(options: ControlOptions, makeRoles: MakeRoles) {
    this.#shared = createShared(options, (action) => {
      // A session must not open the way to more than the certificate behind it permits, nor a route lead to nobody.
      if (action.type === 'install-session' || action.type === 'remove-peer') this.#flushRoutes();
      this.#actions.push(action.type === 'notice' ? this.#noted(action) : action);
    });
    this.#peers = new Peers(this.#shared);
    this.#intake = new Intake(this.#shared, this.#peers, (now, name) => this.#roles.known(now, name));
    this.#roles = new Roles(this.#shared, makeRoles(this.#shared, this.#peers));
    this.#expiry = new Expiry(this.#shared);
  }

  handle(now: Now, event: ControlEvent): readonly Action[] {
    this.#tellTime(now);
    this.#dispatch(now, event);
    if (event.type !== 'tick') this.#settle(now);
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
    const { bootEpoch, bootsRaised, clock, tally, cuts, rekeys, keyChanges, settings, refusedMessages } =
      this.#shared;
    const { certificate, suites, role } = settings;
    return {
      name: certificate.name,
      role,
      addresses: certificate.addresses,
      serial: certificate.serial,
      certificateNotBefore: certificate.notBefore,
      certificateNotAfter: certificate.notAfter,
      certificateLife: clock.life(now, certificate),
      clockSuspicious: clock.suspicious,
      bootEpoch,
      bootsRaised,
      suites,
      peers: this.#peers.status(now),
      ...this.#roles.status(now),
      handshakes: tally.counts(),
      sessionsCut: cuts.counts(),
      messagesRefused: refusedMessages.counts(),
      identityConflicts: this.#shared.identityConflicts,
      rekeys,
      keyChanges,
    };
  }

  time(now: Now): Span {
    return this.#shared.clock.span(now);
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
      case 'boot-raised':
        this.#bootRaised(now, event);
        break;
      case 'leave':
        this.#roles.leave(now);
        break;
      case 'network-changed':
        this.#askAt ??= this.#asking.book(now.mono);
        this.#timers.set('network', this.#askAt);
        break;
      case 'listen-moved':
        this.#listenMove.begin(now.mono, event.sockets);
        this.#each(now, (peer) => peer.presence.ask(now.mono));
        break;
      case 'ping':
        this.#ping(now, event);
        break;
      case 'resolved':
        this.#resolved(now, event);
        break;
      case 'activity':
        this.#activity(now, event);
        break;
      case 'handshake':
        this.#touch(now, this.#intake.take(now, event));
        break;
      case 'address-needed':
        this.#roles.addressNeeded(now, event.address);
        break;
      case 'device':
        this.#device(event);
        break;
      default:
        this.#peerEvent(now, event);
        break;
    }
  }

  /** Every notice comes by here. */
  #noted(notice: Notice): Notice {
    const { settings } = this.#shared;
    const { what, peer } = notice;
    if (what === 'identity-conflict') this.#shared.identityConflicts += 1;
    const isNamed =
      peer === undefined || peer === settings.certificate.name || settings.peers.byName(peer) !== undefined;
    return isNamed ? notice : { ...notice, found: true };
  }

  /** Whether the wall clock is doubted, and this node's certificate good: whatever changes about it, peers are tried anew. */
  #tellTime(now: Now): void {
    const { clock, settings, timeFloor, emit } = this.#shared;
    const { certificate } = settings;
    const changed = clock.look(now, Math.max(timeFloor, certificate.notBefore));
    if (changed) {
      const [level, what] = clock.suspicious
        ? (['alarm', 'clock-suspicious'] as const)
        : (['info', 'clock-trusted'] as const);
      emit({ type: 'notice', level, what, detail: `wall clock ${now.wall}` });
    }
    const silent = clock.life(now, certificate) === 'ended';
    if (silent === this.#shared.silent && !changed) return;
    this.#shared.silent = silent;
    this.#timers.set('clock', now.mono);
  }

  #start(now: Now): void {
    for (const peer of this.#peers.all()) {
      peer.start();
      this.#timers.set(peer, now.mono);
    }
    this.#timers.set('names', now.mono);
    this.#timers.set('pulse', now.mono);
    this.#roles.start(now);
  }

  /** Peers are the same as long as their name is. */
  #reconfigure(now: Now, { settings }: ReconfigureEvent): void {
    const before = this.#shared.settings;
    const change = changeOf(before, settings);
    this.#shared.settings = settings;
    this.#tellTime(now);
    this.#shared.names.keep([...hostsOf(before), ...hostsOf(settings)]);
    this.#shared.names.leave(settings.inOverlay);
    const { touched, gone } = this.#peers.reconfigure(now, change);
    for (const peer of touched) this.#timers.set(peer, now.mono);
    this.#shared.names.keep(hostsOf(settings));
    this.#timers.set('names', this.#shared.names.nextAt);
    this.#flushRoutes();
    for (const peer of gone) {
      this.#timers.delete(peer);
      this.#shared.emit({ type: 'remove-peer', peer: peer.id });
    }
    this.#roles.reconfigure(now);
  }

  /** As if it had started again, but that sessions serve until others are made: peers know a run by its handshakes. */
  #bootRaised(now: Now, { bootEpoch }: BootRaisedEvent): void {
    this.#shared.bootEpoch = bootEpoch;
    this.#shared.bootsRaised += 1;
    this.#each(now, (peer) => peer.renew());
    this.#roles.reconfigure(now);
  }

  /** What comes of an event beside what it was about: roles hear of it, and whom they stir is looked at. */
  #settle(now: Now): void {
    const { stirred } = this.#shared;
    this.#roles.hear(now);
    for (const peer of stirred) {
      stirred.delete(peer);
      this.#touch(now, peer);
      this.#roles.hear(now);
    }
    this.#timers.set('roles', this.#roles.nextAt());
  }

  #flushRoutes(): void {
    const update = this.#shared.routes.take();
    if (update !== undefined) this.#actions.push(update);
  }

  #runDue(now: Now): void {
    for (let due = this.#timers.take(now.mono); due !== undefined; due = this.#timers.take(now.mono)) {
      if (due === 'pulse') this.#pulse(now);
      else if (due === 'names') this.#resolve(now);
      else if (due === 'network') this.#hurry(now);
      else if (due === 'clock') this.#each(now, (peer) => peer.retry(now));
      else if (due === 'roles') this.#roles.tick(now);
      else this.#touch(now, due);
      this.#settle(now);
    }
  }

  /** Something about a peer has changed, or its deadline has come. */
  #touch(now: Now, peer: Peer | undefined): void {
    if (peer === undefined) return;
    if (this.#peers.has(peer)) peer.tick(now);
    if (peer.isBlank) {
      this.#roles.hear(now);
      this.#peers.forget(peer);
    }
    this.#timers.set(peer, this.#peers.has(peer) ? peer.nextAt() : Number.POSITIVE_INFINITY);
    this.#timers.set('names', this.#shared.names.nextAt);
  }

  #pulse(now: Now): void {
    this.#timers.set('pulse', now.mono + PULSE_MS);
    this.#shared.emit({ type: 'read-activity' });
    this.#isQuick = now.mono < this.#lookAt;
    if (this.#isQuick) return;
    const { clock, settings } = this.#shared;
    this.#lookAt = now.mono + PULSE_MS;
    this.#expiry.look(settings.certificate, clock.life(now, settings.certificate));
    for (const peer of this.#peers.all()) peer.acquaintance.lookAtCertificate(now);
  }

  #resolve(now: Now): void {
    for (const host of this.#shared.names.due(now.mono)) this.#shared.emit({ type: 'resolve', host });
    this.#timers.set('names', this.#shared.names.nextAt);
  }

  #resolved(now: Now, { host, addresses }: ResolvedEvent): void {
    this.#shared.names.resolved(host, addresses);
    for (const peer of this.#peers.all()) if (peer.paths.isOn(host)) this.#touch(now, peer);
    this.#roles.resolved(now);
  }

  #activity(now: Now, { peers }: ActivityEvent): void {
    let behind = 0;
    let urgent = false;
    for (const activity of carried(this.#peers, peers)) {
      const peer = this.#peers.byId(activity.peer);
      if (peer === undefined || (this.#isQuick && !peer.presence.isWatched)) continue;
      const isBehind = peer.hasSession && this.#listenMove.isBehind(activity.socket);
      if (isBehind) behind += 1;
      if (peer.presence.observe(now.mono, activity, isBehind)) this.#touch(now, peer);
      urgent ||= peer.presence.isUrgent(now.mono);
    }
    if (urgent) this.#timers.set('pulse', now.mono + URGENT_PULSE_MS);
    if (!this.#isQuick && this.#listenMove.hasSettled(now.mono, behind))
      this.#shared.emit({ type: 'listen-settled' });
  }

  #hurry(now: Now): void {
    this.#askAt = undefined;
    this.#shared.names.hasten(this.#shared.settings.advertise, now.mono);
    this.#each(now, (peer) => peer.hurry(now));
  }

  #each(now: Now, act: (peer: Peer) => void): void {
    for (const peer of this.#peers.all()) {
      act(peer);
      this.#touch(now, peer);
    }
  }

  #ping(now: Now, { id, peer: called }: PingEvent): void {
    const peer = this.#peers.called(called);
    if (peer?.presence.probe(id)) return;
    this.#shared.emit({ type: 'ping-result', id, ok: false, code: this.#seek(now, peer, called) });
  }

  /** As if a packet waited for it, and how far that got. */
  #seek(now: Now, peer: Peer | undefined, called: string): PingFailure {
    if (peer?.isManager) {
      peer.need(now);
      return 'ping-sought';
    }
    const unsought = peer === undefined ? 'ping-unknown-peer' : 'ping-no-session';
    if (peer !== undefined && !peer.entry.found) return unsought;
    const { asked, certificate } = this.#shared.settings;
    const address = peer === undefined ? parseAddress(called) : peer.address;
    if (address === undefined || certificate.addresses.includes(address)) return unsought;
    if (!asked.some((prefix) => contains(prefix, address))) return unsought;
    const before = this.#roles.refusal(now, address);
    if (before === undefined) this.#roles.addressNeeded(now, address);
    const refusal = before ?? this.#roles.refusal(now, address);
    return refusal === undefined ? 'ping-sought' : UNFOUND[refusal];
  }

  /** What a session brings that has ended meanwhile is nobody's. */
  #peerEvent(now: Now, event: PeerEvent): void {
    const peer = this.#peers.byId(event.peer);
    if (peer === undefined || ('index' in event && !peer.has(event.index))) return;
    switch (event.type) {
      case 'session-confirmed':
        peer.confirmed(now, event.index, (node) => this.#peers.fault(peer, node));
        break;
      case 'session-live':
        peer.live(now, event.index);
        break;
      case 'source-changed':
        peer.paths.sourceChanged(now.mono, event.index, event.source);
        break;
      case 'challenge-answered':
        peer.paths.challengeAnswered(now.mono, event.source, event.token);
        break;
      case 'key-limit':
        peer.keyLimit(event.index);
        break;
      case 'echo':
        this.#echo(peer, event);
        break;
      case 'control-frame':
        this.#message(now, peer, event);
        break;
      case 'session-needed':
        if (peer.isManager) peer.need(now);
        if (peer.unreached !== undefined) this.#roles.addressNeeded(now, peer.unreached);
        break;
    }
    this.#touch(now, peer);
  }

  #echo({ name }: Peer, { source, body }: EchoEvent): void {
    const id = view(body).getBigUint64(0, true);
    this.#shared.emit({ type: 'ping-result', id, ok: true, peer: name, ...this.#peers.leads(source) });
  }

  /** Who says something is there: roles hear of that first, and nothing of who is not. */
  #message(now: Now, peer: Peer, { body }: ControlFrameEvent): void {
    peer.presence.heard(now.mono);
    this.#touch(now, peer);
    this.#roles.hear(now);
    if (!peer.answers) return;
    const message = decodeControl(body);
    if (message.ok) this.#roles.message(now, peer, message.value);
    else this.#shared.refusedMessages.count(message.code);
  }

  #device({ what, errno }: DeviceEvent): void {
    const { emit } = this.#shared;
    emit({ type: 'notice', level: 'warn', what: 'device-trouble', detail: `${what}, errno ${errno}` });
    if (what === 'tun-lost') emit({ type: 'reopen-tun' });
  }
}
