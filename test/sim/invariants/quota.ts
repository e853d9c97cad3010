import { equalBytes } from '../../../protocol/bytes.js';
import { headOf, RELAY_HEADER } from '../datagram.js';
import type { Host } from '../host.js';
import type { MakeInvariant } from './invariant.js';

const BYTES_PER_MBIT = 125_000;
/** What may leave at once where the rate is low, and what each datagram counts beside its bytes (spec §9.2). */
const BURST_BYTES = 256 * 1024;
const EACH_BYTES = 64;
/** Clocks of the core and of the world round apart. */
const SLACK_BYTES = 4_096;

interface Allowance {
  bytes: number;
  /** µs. */
  at: number;
}

/** A manager passes on for each node what its quota allows, and no more. */
export const quota: MakeInvariant = (scene, fail) => {
  /** Of each run of a manager: who sends to which index, who is a manager, and what each may still send. */
  const peers: Map<Host, Map<number, number>> = new Map();
  const managers: Map<Host, Set<number>> = new Map();
  const allowances: Map<Host, Map<number, Allowance>> = new Map();
  let passing: { readonly host: Host; readonly peer: number; readonly bytes: Uint8Array } | undefined;
  const rateOf = ({ options }: Host): number =>
    options.role === 'manager' ? (options.relayRate * BYTES_PER_MBIT) / 1e6 : 0;
  const spend = (host: Host, peer: number, bytes: number): void => {
    const of = allowances.get(host) ?? new Map<number, Allowance>();
    allowances.set(host, of);
    const { now } = scene;
    const left = of.get(peer) ?? { bytes: BURST_BYTES, at: now };
    of.set(peer, left);
    left.bytes = Math.min(BURST_BYTES, left.bytes + (now - left.at) * rateOf(host)) - bytes - EACH_BYTES;
    left.at = now;
    if (left.bytes < -SLACK_BYTES)
      fail(`${host.name} passes on ${-Math.floor(left.bytes)} B more than a quota`);
  };
  return {
    name: 'nobody is relayed more than a quota allows',
    action(host, action) {
      if (rateOf(host) === 0) return;
      if (action.type === 'install-session') {
        const known = peers.get(host) ?? new Map<number, number>();
        peers.set(host, known.set(action.index, action.peer));
      } else if (action.type === 'set-peer' && action.manager) {
        managers.set(host, (managers.get(host) ?? new Set()).add(action.peer));
      }
    },
    arrival(host, { bytes }, feed) {
      const head = rateOf(host) > 0 ? headOf(bytes) : undefined;
      const peer = head?.relayed ? peers.get(host)?.get(head.index) : undefined;
      passing = peer === undefined || managers.get(host)?.has(peer) ? undefined : { host, peer, bytes };
      feed();
      passing = undefined;
    },
    sent(host, _to, bytes) {
      if (passing?.host !== host) return;
      if (equalBytes(bytes.subarray(RELAY_HEADER), passing.bytes.subarray(RELAY_HEADER)))
        spend(host, passing.peer, bytes.length);
    },
  };
};
