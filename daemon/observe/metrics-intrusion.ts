import type { Registry } from 'prom-client';
import { ERRORS } from '../../protocol/errors.js';
import type { DaemonStatus } from '../control/status.js';
import { by, counter } from './metrics-samples.js';

/** Signs of somebody who should not be there. Each also counts where it was dropped or refused. */
export function addIntrusion(registry: Registry, { counters, control }: DaemonStatus): void {
  const dropped = (...reasons: readonly string[]): number =>
    reasons.reduce((sum, reason) => sum + Number(counters.droppedInbound.get(reason) ?? 0n), 0);
  const refused = (wanted: (code: string) => boolean): number =>
    [...control.handshakes].reduce((sum, [code, count]) => sum + (wanted(code) ? count : 0), 0);
  counter(
    registry,
    'festoon_intrusion_signs_total',
    'Replays, forgeries and refusals, by kind.',
    by('kind', [
      ['replay', dropped('replayed') + refused((code) => REPLAYS.has(code))],
      ['bad_mac', dropped('mac1_invalid', 'cookie_invalid')],
      ['forged_packet', dropped('open_failed', 'relay_tag_invalid')],
      ['spoofed_source', dropped('source_not_allowed', 'relay_not_source', 'relay_hop')],
      ['refused_handshake', refused((code) => REFUSALS.has(code))],
      ['identity_conflict', control.identityConflicts],
    ]),
  );
}

/** These are identity conflicts. */
const CONFLICTS: ReadonlySet<string> = new Set([
  'peer-wrong-key',
  'peer-key-conflict',
  'peer-address-conflict',
]);
const REPLAYS: ReadonlySet<string> = new Set(['handshake-replayed']);
/** Two nodes that call at once, or a datagram that comes late, cause these without any harm. */
const HARMLESS: ReadonlySet<string> = new Set([
  'handshake-crossed',
  'handshake-secret-gone',
  'handshake-stale',
  'handshake-unasked',
]);
const REFUSALS: ReadonlySet<string> = new Set(
  Object.keys(ERRORS).filter(
    (code) =>
      /^(handshake|certificate|issuer|peer)-/.test(code) &&
      !HARMLESS.has(code) &&
      !REPLAYS.has(code) &&
      !CONFLICTS.has(code),
  ),
);
