import type { Address } from '../../protocol/address.js';
import type { ControlMessage, Presented } from '../../protocol/control-message.js';
import { decodeRecord } from '../../protocol/record.js';
import type { Forgery } from './forgery.js';
import type { Hearsay } from './hearsay.js';
import type { Lie } from './lies.js';
import type { Stream } from './random.js';

/** With what words are turned. */
export interface Wit {
  readonly hearsay: Hearsay;
  readonly forgery: Forgery;
  readonly random: Stream;
  readonly address: (name: string) => Address;
}

/** What a liar says instead; undefined: this lie is none about that. */
export function turned(wit: Wit, lie: Lie, message: ControlMessage): ControlMessage | undefined {
  const { hearsay, forgery, random } = wit;
  switch (message.type) {
    case 'introduction': {
      const { id, address, result, record, chain, handle } = message;
      if (result !== 'ok' || record === undefined || chain === undefined) return undefined;
      if (lie === 'denial')
        return {
          type: 'introduction',
          id,
          address,
          result: random.pick(['unknown', 'unreachable', 'refused']),
        };
      if (lie === 'other-handle')
        return handle === undefined ? undefined : withHandle(message, hearsay.anyHandle(random));
      const other = presented(wit, lie, { record, chain });
      return other && { ...message, ...other };
    }
    case 'push': {
      const entries = message.entries.map((entry) => presented(wit, lie, entry) ?? entry);
      return entries.every((entry, i) => entry === message.entries[i]) ? undefined : { ...message, entries };
    }
    case 'relay-opened':
      if (lie !== 'other-handle' || message.handle === undefined) return undefined;
      return withHandle(message, hearsay.anyHandle(random));
    case 'open-relay': {
      const target =
        lie === 'wrong-target' ? hearsay.other(random, message.source, message.target) : undefined;
      return target === undefined ? undefined : { ...message, target };
    }
    case 'attached': {
      if (lie === 'twin') {
        const other = hearsay.newest(hearsay.other(random) ?? '');
        const proof = other && random.chance(50) && { record: forgery.forged(other).record };
        return { ...message, incarnation: message.incarnation + BigInt(random.between(1, 3)), ...proof };
      }
      const handle = lie === 'farewell' ? hearsay.anyHandle(random) : undefined;
      return handle === undefined ? undefined : { type: 'not-here', handle };
    }
    case 'attach':
      return lie === 'managers-words' ? asManager(wit, message) : withPresented(wit, lie, message);
    default:
      return undefined;
  }
}

function withPresented<T extends Presented>(wit: Wit, lie: Lie, message: T): T | undefined {
  const other = presented(wit, lie, message);
  return other && { ...message, ...other };
}

function withHandle<T extends ControlMessage>(message: T, handle: number | undefined): T | undefined {
  return handle === undefined ? undefined : { ...message, handle };
}

/** In place of a true record, with what proves it. */
function presented(wit: Wit, lie: Lie, { record, chain }: Presented): Presented | undefined {
  const { hearsay, forgery, random } = wit;
  const read = decodeRecord(record);
  if (!read.ok) return undefined;
  const { node } = read.value;
  if (lie === 'older-record') return hearsay.oldest(node);
  if (lie === 'forged-record') return forgery.forged({ record, chain });
  if (lie === 'foreign-record')
    return random.chance(50)
      ? forgery.foreign({ record, chain }, wit.address(node))
      : forgery.astray({ record, chain });
  const other = lie === 'other-record' ? hearsay.other(random, node) : undefined;
  return other === undefined ? undefined : hearsay.newest(other);
}

/** What only managers are to be told by managers. */
function asManager({ hearsay, random }: Wit, { record, chain }: Presented): ControlMessage | undefined {
  const [source, target] = [hearsay.other(random), hearsay.other(random)];
  const back = hearsay.anyHandle(random) ?? 1;
  if (source === undefined || target === undefined) return undefined;
  const { record: other, chain: others } = hearsay.newest(target) as Presented;
  return random.pick<ControlMessage>([
    {
      type: 'push',
      seq: 1,
      entries: [
        { record: other, chain: others },
        { record, chain },
      ],
    },
    { type: 'open-relay', id: 1, source, target, back, forth: hearsay.anyHandle(random) ?? back },
    { type: 'relay-opened', id: random.between(1, 20), result: 'ok', handle: back },
    { type: 'not-here', handle: back },
  ]);
}
