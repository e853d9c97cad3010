import { contains, parseAddress } from '../../protocol/address.js';
import { view } from '../../protocol/bytes.js';
import type { PingFailure } from './action.js';
import type { EchoEvent, PingEvent } from './event.js';
import type { Now } from './now.js';
import type { Peer } from './peer.js';
import type { Peers } from './peers.js';
import type { Roles } from './roles.js';
import type { End } from './seeker.js';
import type { Shared } from './shared.js';

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

/** People ask whether a peer answers: by a probe where there is a session, else it is sought as if a packet waited for it. */
export class Pinging {
  readonly #shared: Pick<Shared, 'emit' | 'settings'>;
  readonly #peers: Pick<Peers, 'called' | 'leads'>;
  readonly #roles: Pick<Roles, 'refusal' | 'addressNeeded'>;

  constructor(
    shared: Pick<Shared, 'emit' | 'settings'>,
    peers: Pick<Peers, 'called' | 'leads'>,
    roles: Pick<Roles, 'refusal' | 'addressNeeded'>,
  ) {
    this.#shared = shared;
    this.#peers = peers;
    this.#roles = roles;
  }

  ping(now: Now, { id, peer: called }: PingEvent): void {
    const peer = this.#peers.called(called);
    if (peer?.presence.probe(id)) return;
    this.#shared.emit({ type: 'ping-result', id, ok: false, code: this.#seek(now, peer, called) });
  }

  echo({ name }: Peer, { source, body }: EchoEvent): void {
    const id = view(body).getBigUint64(0, true);
    this.#shared.emit({ type: 'ping-result', id, ok: true, peer: name, ...this.#peers.leads(source) });
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
}
