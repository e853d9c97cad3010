import { equalBytes } from '../../../protocol/bytes.js';
import { type Head, headOf, RELAY_HEADER } from '../datagram.js';
import type { Host } from '../host.js';
import { isLiar } from '../plan.js';
import type { MakeInvariant } from './invariant.js';

interface Passing {
  readonly host: Host;
  readonly head: Head;
  readonly payload: Uint8Array;
  passed: number;
}

/** A manager that does not lie passes on one datagram for one, along handles of its own boot, over one other manager at most. */
export const relay: MakeInvariant = ({ plan }, fail) => {
  /** What a manager takes in at this moment. */
  let passing: Passing | undefined;
  /** Handles that a manager has given out since its boot, and not taken back. */
  const handles: Map<Host, Set<number>> = new Map();
  /** By name, each handle that a manager has ever given out, and in which boot. */
  const boots: Map<string, Map<number, Host>> = new Map();
  return {
    name: 'relays pass on one for one, by handles of this boot, over two managers at most',
    action(host, action) {
      if (action.type !== 'update-relay') return;
      const known = handles.get(host) ?? new Set();
      handles.set(host, known);
      for (const handle of action.remove) known.delete(handle);
      const ever = boots.get(host.name) ?? new Map<number, Host>();
      boots.set(host.name, ever);
      for (const { handle } of action.add) {
        known.add(handle);
        if ((ever.get(handle) ?? host) !== host)
          fail(`${host.name} gives out a handle that an earlier boot gave out`);
        ever.set(handle, host);
      }
    },
    arrival(host, { bytes }, feed) {
      const head = isLiar(plan, host.name) ? undefined : headOf(bytes);
      passing = head?.relayed ? { host, head, payload: bytes.subarray(RELAY_HEADER), passed: 0 } : undefined;
      feed();
      passing = undefined;
    },
    sent(host, _to, bytes) {
      if (passing?.host !== host || !equalBytes(bytes.subarray(RELAY_HEADER), passing.payload)) return;
      passing.passed += 1;
      const { head, passed } = passing;
      if (passed > 1) fail(`${host.name} passed on one datagram ${passed} times`);
      if (!handles.get(host)?.has(head.handle))
        fail(`${host.name} relays by a handle that this boot has not given out`);
      if (head.hop && headOf(bytes)?.hop)
        fail(`${host.name} passed on to a manager what a manager had passed on`);
    },
  };
};
