import { decodeControl } from '../../../protocol/control-message.js';
import { decodeRecord } from '../../../protocol/record.js';
import type { Host } from '../host.js';
import { isLiar } from '../plan.js';
import type { MakeInvariant } from './invariant.js';

const MESSAGE = 0;

interface Version {
  readonly serial: bigint;
  readonly incarnation: bigint;
  readonly seq: bigint;
}

/** What one manager, which does not lie, tells of a node only gets newer, from its first word of it to its last of this boot. */
export const records: MakeInvariant = ({ plan }, fail) => {
  const told: Map<Host, Map<string, Version>> = new Map();
  return {
    name: 'what a manager tells of a node only gets newer',
    action(host, action) {
      if (action.type !== 'send-control' || action.kind !== MESSAGE || isLiar(plan, host.name)) return;
      const message = decodeControl(action.body);
      if (!message.ok || message.value.type !== 'introduction' || message.value.record === undefined) return;
      const record = decodeRecord(message.value.record);
      if (!record.ok) return;
      const { node, serial, incarnation, seq } = record.value;
      const known = told.get(host) ?? new Map<string, Version>();
      told.set(host, known);
      const before = known.get(node);
      if (before !== undefined && isOlder({ serial, incarnation, seq }, before))
        fail(
          `${host.name} told record ${incarnation}.${seq} of ${node} after ${before.incarnation}.${before.seq}`,
        );
      known.set(node, { serial, incarnation, seq });
    },
  };
};

function isOlder(a: Version, b: Version): boolean {
  if (a.serial !== b.serial) return a.serial < b.serial;
  return a.incarnation === b.incarnation ? a.seq < b.seq : a.incarnation < b.incarnation;
}
