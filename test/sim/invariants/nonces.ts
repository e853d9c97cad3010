import { type Head, headOf, RELAY_HEADER } from '../datagram.js';
import type { Host } from '../host.js';
import { isLiar } from '../plan.js';
import type { MakeInvariant } from './invariant.js';
import { keysId } from './keys-id.js';

/** What one side has sent under one set of keys. */
interface Sending {
  readonly keys: string;
  last: bigint;
}

/** Nobody seals two packets under one counter of one key, however often sessions are replaced. */
export const nonces: MakeInvariant = ({ plan }, fail) => {
  const byKeys: Map<string, Sending> = new Map();
  const byIndex: Map<Host, Map<number, Sending | undefined>> = new Map();
  const check = (host: Host, { index, counter }: Head): void => {
    const sending = byIndex.get(host)?.get(index);
    if (sending === undefined) return;
    if (counter <= sending.last) fail(`${host.name} sealed under counter ${counter} after ${sending.last}`);
    sending.last = counter;
  };
  return {
    name: 'no counter is drawn twice under one key',
    action(host, action) {
      if (action.type !== 'install-session') return;
      const keys = keysId(action.keys, action.initiator);
      const sending = byKeys.get(keys) ?? { keys, last: -1n };
      byKeys.set(keys, sending);
      const sessions = byIndex.get(host) ?? new Map<number, Sending | undefined>();
      byIndex.set(host, sessions);
      // Two peers may have chosen the same index: then what goes there cannot be told apart.
      const { remoteIndex } = action;
      const known = sessions.get(remoteIndex);
      sessions.set(remoteIndex, sessions.has(remoteIndex) && known !== sending ? undefined : sending);
    },
    sent(host, _to, bytes) {
      const head = headOf(bytes);
      if (head === undefined) return;
      check(host, head);
      // What a manager passes on was sealed by another, and so may be what somebody sends who lies.
      if (!head.relayed || host.options.role === 'manager' || isLiar(plan, host.name)) return;
      const inner = headOf(bytes.subarray(RELAY_HEADER));
      if (inner !== undefined) check(host, inner);
    },
  };
};
