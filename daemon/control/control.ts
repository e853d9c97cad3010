import { decodeControl } from '../../protocol/control-message.js';
import type { Span } from '../../protocol/trust.js';
import type { Action, Notice } from './action.js';
import { changeOf } from './change.js';
import type {
  BootRaisedEvent,
  ControlEvent,
  ControlFrameEvent,
  DeviceEvent,
  ListenMovedEvent,
  PeerEvent,
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
import { Pinging } from './pinging.js';
import { type MakeRoles, rolesOf } from './role.js';
import { Roles } from './roles.js';
import { type ControlOptions, createShared, hostsOf, type Shared } from './shared.js';
import type { ControlStatus } from './status.js';
import { Timers } from './timers.js';
import { Vigil } from './vigil.js';

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

/** Implementation constants, in ms: the wall clock may be set while nothing else happens, and that may be waited for. */
const READ_CLOCK_EVERY_MS = 60_000;
const AWAIT_CLOCK_EVERY_MS = 1_000;
/** However often the network changes, peers are asked no more often than this, after a few times in a row. */
const ASK_EVERY_MS = 1_000;
const ASK_BURST = 4;
/** What a deadline belongs to: a peer, the roles, the names, peers that are awake, this node's certificate, or a change. */
type Deadline = Peer | 'roles' | 'names' | 'vigil' | 'life' | 'network' | 'clock';

class Machines implements Control {
  readonly #shared: Shared;
  readonly #peers: Peers;
  readonly #intake: Intake;
  readonly #roles: Roles;
  readonly #pinging: Pinging;
  readonly #timers: Timers<Deadline> = new Timers();
  readonly #expiry: Expiry;
  readonly #asking: Pacer = new Pacer(ASK_EVERY_MS, ASK_BURST);
  /** When peers are asked because the network has changed; undefined: it has not since they were. */
  #askAt: number | undefined;
  readonly #listenMove: ListenMove = new ListenMove();
  readonly #vigil: Vigil;
  /** When the wall clock was last seen to have moved. */
  #movedAt: number | undefined;
  /** When it is read although nothing happens. */
  #readClockAt = Number.POSITIVE_INFINITY;
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
    this.#pinging = new Pinging(this.#shared, this.#peers, this.#roles);
    this.#expiry = new Expiry(this.#shared);
    this.#vigil = new Vigil(this.#shared, this.#peers, this.#listenMove);
  }

  handle(now: Now, event: ControlEvent): readonly Action[] {
    this.#tellTime(now);
    this.#dispatch(now, event);
    if (event.type !== 'tick') this.#settle(now);
    this.#flushRoutes();
    this.#runDue(now);
    this.#flushRoutes();
    this.#vigil.settle(now.mono);
    this.#timers.set('vigil', this.#vigil.nextAt);
    const actions = this.#actions;
    this.#actions = [];
    return actions;
  }

  nextWakeup(): number | undefined {
    const next = Math.min(this.#timers.next() ?? Number.POSITIVE_INFINITY, this.#readClockAt);
    return next === Number.POSITIVE_INFINITY ? undefined : next;
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
        this.#listenMoved(now, event);
        break;
      case 'ping':
        this.#pinging.ping(now, event);
        break;
      case 'resolved':
        this.#resolved(now, event);
        break;
      case 'activity':
        this.#vigil.observe(now.mono, event, (peer) => this.#touch(now, peer));
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
    const within = silent || clock.suspicious ? AWAIT_CLOCK_EVERY_MS : READ_CLOCK_EVERY_MS;
    this.#readClockAt = now.mono + within;
    if (silent === this.#shared.silent && !changed && clock.movedAt === this.#movedAt) return;
    this.#movedAt = clock.movedAt;
    this.#shared.silent = silent;
    this.#expiry.renew();
    this.#timers.set('life', now.mono);
    this.#timers.set('clock', now.mono);
  }

  #start(now: Now): void {
    for (const peer of this.#peers.all()) {
      peer.start();
      this.#timers.set(peer, now.mono);
    }
    this.#timers.set('names', now.mono);
    this.#roles.start(now);
  }

  /** Peers are the same as long as their name is. */
  #reconfigure(now: Now, { settings }: ReconfigureEvent): void {
    const before = this.#shared.settings;
    const change = changeOf(before, settings);
    this.#shared.settings = settings;
    this.#tellTime(now);
    this.#expiry.renew();
    this.#timers.set('life', now.mono);
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
      if (due === 'vigil') this.#vigil.tick(now.mono);
      else if (due === 'life') this.#lookAtCertificate(now);
      else if (due === 'names') this.#resolve(now);
      else if (due === 'network') this.#hurry(now);
      else if (due === 'clock') this.#each(now, (peer) => peer.retell(now));
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

  #lookAtCertificate(now: Now): void {
    this.#expiry.look(now, this.#shared.settings.certificate);
    this.#timers.set('life', this.#expiry.nextAt);
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

  #listenMoved({ mono }: Now, { sockets }: ListenMovedEvent): void {
    const peers = this.#peers.all().filter(({ hasSession }) => hasSession);
    this.#listenMove.begin(
      mono,
      sockets,
      peers.map(({ id }) => id),
    );
    this.#vigil.moved(mono);
    for (const peer of peers) {
      peer.presence.ask(mono);
      this.#shared.stirred.add(peer);
    }
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
        this.#pinging.echo(peer, event);
        break;
      case 'control-frame':
        this.#message(now, peer, event);
        break;
      case 'traffic':
        peer.presence.reported();
        break;
      case 'silent':
        peer.presence.unanswered(now.mono);
        break;
      case 'session-needed':
        if (peer.isManager) peer.need(now);
        if (peer.unreached !== undefined) this.#roles.addressNeeded(now, peer.unreached);
        break;
    }
    this.#touch(now, peer);
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
