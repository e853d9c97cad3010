import { concat } from '../../protocol/bytes.js';
import { relayHeader } from '../protocol/reference/datagram.js';
import type { DataKeys } from '../protocol/reference/keys.js';
import { headOf, RELAY_HEADER } from './datagram.js';
import type { Hearsay } from './hearsay.js';
import type { Lie } from './lies.js';
import type { Stream } from './random.js';

/** What a tag covers of a payload (spec §9). */
const COVERED = 16;

/**
 * What a liar sends in place of a relay packet of his, under the same counter and with a tag that holds; undefined: this
 * lie is none about that.
 */
export function bent(
  hearsay: Hearsay,
  random: Stream,
  lie: Lie,
  keys: DataKeys,
  datagram: Uint8Array,
): Uint8Array | undefined {
  const head = headOf(datagram);
  if (!head?.relayed) return undefined;
  const payload = datagram.subarray(RELAY_HEADER);
  const sealed = (changes: Partial<typeof head>, body = payload): Uint8Array => {
    const { index: receiverIndex, hop, counter, handle } = { ...head, ...changes };
    return concat(relayHeader(3, keys, { receiverIndex, hop, counter, handle }, body), body);
  };
  switch (lie) {
    case 'hop':
      return sealed({ hop: !head.hop });
    case 'no-handle':
      return sealed({ handle: random.u32() });
    case 'other-handle': {
      const handle = hearsay.anyHandle(random);
      return handle === undefined ? undefined : sealed({ handle });
    }
    case 'replay': {
      const before = hearsay.anyPayload(random);
      return before && sealed({}, before);
    }
    case 'splice': {
      const before = hearsay.anyPayload(random, payload.length);
      return before && sealed({}, concat(payload.subarray(0, COVERED), before.subarray(COVERED)));
    }
    default:
      return undefined;
  }
}
