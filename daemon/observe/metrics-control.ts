import type { Registry } from 'prom-client';
import { ERRORS } from '../../protocol/errors.js';
import type { DaemonStatus, PeerStatus } from '../control/status.js';
import { by, counter, gauge, plain } from './metrics-samples.js';
import { PEER_STATES } from './metrics-states.js';
import { expectedPeers } from './status.js';

/** A session ends after so long (spec §5): without a newer handshake there is none. */
const STALE_SECONDS = 180;

/** What control decided, and its peers taken together: enough for every alert where peers have no series of their own. */
export function addControl(registry: Registry, { control }: DaemonStatus, time: number): void {
  const { peers } = control;
  const expected = expectedPeers(control);
  const count = (wanted: (peer: PeerStatus) => boolean): number => peers.filter(wanted).length;
  counter(
    registry,
    'festoon_handshakes_total',
    'Handshakes by result: opened, answered, or the code of the rejection.',
    by('result', new Map([...HANDSHAKE_RESULTS, ...control.handshakes])),
  );
  gauge(
    registry,
    'festoon_peers',
    'Peers by state.',
    by(
      'state',
      PEER_STATES.map((state) => [state, count((peer) => peer.state === state)]),
    ),
  );
  gauge(
    registry,
    'festoon_peers_stale',
    'Peers of the config that no handshake was finished with in the last 180 s.',
    plain(expected.filter(({ handshakeAge: age }) => age === undefined || age > STALE_SECONDS).length),
  );
  gauge(
    registry,
    'festoon_oldest_handshake_timestamp_seconds',
    'When the peer of the config that was silent longest finished its last handshake.',
    plain(oldest(expected.map(({ handshakeAge: age }) => (age === undefined ? undefined : time - age)))),
  );
  gauge(
    registry,
    'festoon_peers_by_path',
    'Peers that are up, by how packets to them travel.',
    by(
      'path',
      ['direct', 'relay'].map((path) => [path, count(takes(path))]),
    ),
  );
  gauge(
    registry,
    'festoon_peers_found',
    'Peers that the config does not name: they were found by a manager, or have called.',
    plain(count(({ found }) => found)),
  );
  gauge(
    registry,
    'festoon_sessions',
    'Peers that a session is held with.',
    plain(count(({ sessionAge }) => sessionAge !== undefined)),
  );
  counter(
    registry,
    'festoon_rekeys_total',
    'Sessions that took the place of one that was still there.',
    plain(control.rekeys),
  );
  counter(
    registry,
    'festoon_sessions_cut_total',
    'Sessions ended before their time, by the code of the reason.',
    by('reason', new Map([...CUT_REASONS, ...control.sessionsCut])),
  );
  counter(
    registry,
    'festoon_messages_refused_total',
    'Control messages of peers that were passed over, by the code of the reason.',
    by('code', new Map([...MESSAGE_CODES, ...control.messagesRefused])),
  );
  counter(
    registry,
    'festoon_key_changes_total',
    'Peers that came with another key and a newer certificate.',
    plain(control.keyChanges),
  );
  gauge(
    registry,
    'festoon_boot_epoch',
    'How often the daemon was started on its state directory, or more where it was raised.',
    plain(control.bootEpoch),
  );
  counter(
    registry,
    'festoon_boots_raised_total',
    'Boot epochs raised above one that managers have of this node: its state was lost, or a second host runs with its key.',
    plain(control.bootsRaised),
  );
  gauge(
    registry,
    'festoon_opening_tries',
    'Handshakes sent to peers that have not been reached since.',
    plain(peers.reduce((sum, { openingTries }) => sum + openingTries, 0)),
  );
  gauge(
    registry,
    'festoon_peers_on_next_key',
    'Peers that showed their next_key last.',
    plain(count(({ key }) => key === 'next_key')),
  );
  gauge(
    registry,
    'festoon_clock_suspicious',
    'Whether the wall clock is doubted.',
    plain(Number(control.clockSuspicious)),
  );
  addCertificates(registry, control);
}

function takes(path: string): (peer: PeerStatus) => boolean {
  return ({ state, path: taken }) => state === 'up' && (taken === 'relayed' ? 'relay' : 'direct') === path;
}

function addCertificates(registry: Registry, control: DaemonStatus['control']): void {
  gauge(
    registry,
    'festoon_certificate_start_timestamp_seconds',
    "Start of the validity of this node's certificate.",
    plain(control.certificateNotBefore),
  );
  gauge(
    registry,
    'festoon_certificate_expiry_timestamp_seconds',
    "End of the validity of this node's certificate.",
    plain(control.certificateNotAfter),
  );
  gauge(
    registry,
    'festoon_peers_certificate_expiry_timestamp_seconds',
    'End of the validity of the certificate among the peers’ that ends first.',
    plain(oldest(control.peers.map(({ certificateNotAfter }) => certificateNotAfter))),
  );
  gauge(
    registry,
    'festoon_peers_certificates',
    'Certificates of peers by what is left of their life.',
    by(
      'life',
      ['good', 'ending', 'ended'].map((life) => [
        life,
        control.peers.filter(({ certificateLife }) => certificateLife === life).length,
      ]),
    ),
  );
}

function oldest(times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : known.reduce((first, time) => Math.min(first, time));
}

/** Known from the start, so that the first of its kind is an increase and not a new series. */
const HANDSHAKE_RESULTS: ReadonlyMap<string, number> = new Map([
  ['opened', 0],
  ['answered', 0],
  ...zeros(/^(handshake|certificate|own-certificate|issuer|peer|session)-/),
]);
const MESSAGE_CODES: ReadonlyMap<string, number> = zeros(/^(control-message|message|record|directory)-/);
const CUT_REASONS: ReadonlyMap<string, number> = zeros(/^(certificate|issuer|peer)-/);

function zeros(codes: RegExp): ReadonlyMap<string, number> {
  return new Map(Object.keys(ERRORS).flatMap((code) => (codes.test(code) ? [[code, 0]] : [])));
}
