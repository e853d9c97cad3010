import { festoon } from '#proto';
import {
  type Address,
  addressBytes,
  addressFromBytes,
  type Endpoint,
  endpointBytes,
  endpointFromBytes,
} from './address.js';
import { isName } from './certificate.js';
import { type ErrorCode, isErrorCode } from './errors.js';
import { decodeMessage, encodeMessage, type Plain } from './message.js';
import { accept, type Result, reject } from './result.js';

/** What fits a direct path over every underlay that carries inner IPv6: a manager is always reached directly. */
export const CONTROL_MESSAGE_MAX_BYTES = 1308;
/** A push that would be larger is sent as several. One entry may take it up to the limit of all messages. */
export const PUSH_BATCH_BYTES = 1200;

/** Why an introduction leads to the peer, or does not, by its number on the wire. */
export const INTRODUCTION_RESULTS = ['ok', 'unknown', 'unreachable', 'refused', 'busy'] as const;
export type IntroductionResult = (typeof INTRODUCTION_RESULTS)[number];

/** A record and the certificates that prove it, both encoded, neither verified. */
export interface Presented {
  readonly record: Uint8Array;
  /** The node's certificate, then its issuer's if any. */
  readonly chain: readonly Uint8Array[];
}

/** What nodes and managers tell each other inside their sessions (spec §15). Handles are 32 bits and never 0. */
export type ControlMessage =
  | Attach
  | Attached
  | Refused
  | Later
  | Lookup
  | Introduction
  | NotHere
  | Push
  | Pushed
  | OpenRelay
  | RelayOpened;

/** To a manager, also from another one: the sender is here. Repeated until `attached` tells of this record. */
export interface Attach extends Presented {
  readonly type: 'attach';
}

/** From a manager: the version that it has of the receiver's record, and where it sees the receiver. */
export interface Attached {
  readonly type: 'attached';
  readonly incarnation: bigint;
  readonly seq: bigint;
  readonly observed: Endpoint;
  /** That record, where it is another one than it was told; not verified. */
  readonly record?: Uint8Array;
}

/** From a manager: why it has not taken the record that the receiver told it of. */
export interface Refused {
  readonly type: 'refused';
  readonly code: ErrorCode;
}

/** To a manager that told a record of a node: that one is of an earlier boot, this one is of the last that the sender knows. */
export interface Later extends Presented {
  readonly type: 'later';
}

/** To a manager: who has this overlay address? */
export interface Lookup {
  readonly type: 'lookup';
  /** Comes back in the answer. */
  readonly id: number;
  readonly address: Address;
}

/** The id of an introduction that nobody asked for: a manager that cannot reach the receiver is to be called. */
export const UNASKED = 0;

/** The answer. With `ok` there are record and chain, and a handle unless the peer is only to be called directly. */
export interface Introduction extends Partial<Presented> {
  readonly type: 'introduction';
  readonly id: number;
  readonly address: Address;
  readonly result: IntroductionResult;
  /** Of the manager that answers: what carries it is relayed to the peer. */
  readonly handle?: number;
}

/** From a manager: what carries this handle is not relayed any more. */
export interface NotHere {
  readonly type: 'not-here';
  readonly handle: number;
}

/** From manager to manager: records that are new there. Repeated until `pushed`. */
export interface Push {
  readonly type: 'push';
  readonly seq: number;
  /** At least one. */
  readonly entries: readonly Presented[];
}

export interface Pushed {
  readonly type: 'pushed';
  readonly seq: number;
}

/** From manager to manager: relay between `source`, attached to the sender, and `target`, attached to the receiver. */
export interface OpenRelay {
  readonly type: 'open-relay';
  readonly id: number;
  readonly source: string;
  readonly target: string;
  /** The sender's handle for the way back to `source`. */
  readonly back: number;
  /** What it has the receiver take for the handle of the way to `target`, where nobody has that yet. */
  readonly forth?: number;
}

/** The answer; the handle, which leads to `target`, is there exactly with `ok`. */
export interface RelayOpened {
  readonly type: 'relay-opened';
  readonly id: number;
  readonly result: IntroductionResult;
  readonly handle?: number;
}

/** Throws when the message is larger than allowed: its sender has to see to that. */
export function encodeControl(message: ControlMessage): Uint8Array {
  const { field, write } = CODECS[message.type] as Codec;
  const bytes = encodeMessage(festoon.v1.ControlMessage, { [field]: write(message as never) });
  if (bytes.length > CONTROL_MESSAGE_MAX_BYTES)
    throw new RangeError(`${message.type} message of ${bytes.length} bytes`);
  return bytes;
}

/** Checks form, ranges and size; records and certificates inside are only there, not looked at. */
export function decodeControl(bytes: Uint8Array): Result<ControlMessage> {
  const fields = decodeMessage(festoon.v1.ControlMessage, bytes, CONTROL_MESSAGE_MAX_BYTES);
  if (fields === undefined) return reject('control-message-malformed');
  const codec = Object.values<Codec>(CODECS).find(({ field }) => fields[field] !== undefined);
  if (codec === undefined) return reject('control-message-unknown');
  const message = codec.read(fields[codec.field] as never);
  return message === undefined ? reject('control-message-malformed') : accept(message);
}

type Type = ControlMessage['type'];
type Of<T extends Type> = Extract<ControlMessage, { readonly type: T }>;
type Wire = festoon.v1.ControlMessage;

/** How one type of message travels. `read` gives undefined when a field is out of range. */
interface Codec {
  readonly field: Exclude<keyof Wire, '$unknowns' | 'toJSON' | 'message'>;
  readonly write: (message: never) => object;
  readonly read: (fields: never) => ControlMessage | undefined;
}

function codec<T extends Type, M>(
  field: Codec['field'],
  write: (message: Of<T>) => Partial<Plain<M>>,
  read: (fields: Plain<M>) => Of<T> | undefined,
): Codec {
  return { field, write, read };
}

const CODECS: { readonly [T in Type]: Codec } = {
  attach: codec<'attach', festoon.v1.Attach>('attach', presentation, (fields) => {
    return isPresented(fields) ? { type: 'attach', ...fields } : undefined;
  }),

  attached: codec<'attached', festoon.v1.Attached>(
    'attached',
    ({ incarnation, seq, observed, record }) => ({
      incarnation,
      seq,
      observed: endpointBytes(observed),
      ...(record && { record }),
    }),
    ({ incarnation, seq, observed: bytes, record }) => {
      const observed = endpointFromBytes(bytes);
      if (observed === undefined) return undefined;
      return { type: 'attached', incarnation, seq, observed, ...(record.length > 0 && { record }) };
    },
  ),

  refused: codec<'refused', festoon.v1.Refused>(
    'refused',
    (fields) => fields,
    ({ code }) => (isErrorCode(code) ? { type: 'refused', code } : undefined),
  ),

  later: codec<'later', festoon.v1.Later>('later', presentation, (fields) => {
    return isPresented(fields) ? { type: 'later', ...fields } : undefined;
  }),

  lookup: codec<'lookup', festoon.v1.Lookup>(
    'lookup',
    ({ id, address }) => ({ id, address: addressBytes(address) }),
    ({ id, address: bytes }) => {
      const address = addressFromBytes(bytes);
      return address && { type: 'lookup', id, address };
    },
  ),

  introduction: codec<'introduction', festoon.v1.Introduction>(
    'introduction',
    ({ id, address, result, record, chain = [], handle = NO_HANDLE }) => ({
      id,
      address: addressBytes(address),
      result: INTRODUCTION_RESULTS.indexOf(result),
      ...(record && { record, chain: [...chain] }),
      handle,
    }),
    ({ id, address: bytes, result: number, record, chain, handle }) => {
      const address = addressFromBytes(bytes);
      const result = resultOf(number);
      const empty = record.length + chain.length === 0;
      const legal = isPresented({ record, chain }) || (empty && result !== 'ok');
      if (address === undefined || !legal || (handle !== NO_HANDLE && result !== 'ok')) return undefined;
      return {
        type: 'introduction',
        id,
        address,
        result,
        ...(!empty && { record, chain }),
        ...(handle !== NO_HANDLE && { handle }),
      };
    },
  ),

  'not-here': codec<'not-here', festoon.v1.NotHere>(
    'notHere',
    ({ handle }) => ({ handle }),
    ({ handle }) => (handle === NO_HANDLE ? undefined : { type: 'not-here', handle }),
  ),

  push: codec<'push', festoon.v1.Push>(
    'push',
    ({ seq, entries }) => ({ seq, entries: entries.map(presentation) }),
    (fields) => {
      const entries = fields.entries as unknown as readonly Presented[];
      const legal = entries.length > 0 && entries.length <= MOST_PUSHED && entries.every(isPresented);
      return legal ? { type: 'push', seq: fields.seq, entries } : undefined;
    },
  ),

  pushed: codec<'pushed', festoon.v1.Pushed>(
    'pushed',
    ({ seq }) => ({ seq }),
    ({ seq }) => ({ type: 'pushed', seq }),
  ),

  'open-relay': codec<'open-relay', festoon.v1.OpenRelay>(
    'openRelay',
    ({ id, source, target, back, forth = NO_HANDLE }) => ({ id, source, target, back, forth }),
    ({ id, source, target, back, forth }) => {
      if (!isName(source) || !isName(target) || back === NO_HANDLE) return undefined;
      return { type: 'open-relay', id, source, target, back, ...(forth !== NO_HANDLE && { forth }) };
    },
  ),

  'relay-opened': codec<'relay-opened', festoon.v1.RelayOpened>(
    'relayOpened',
    ({ id, result, handle = NO_HANDLE }) => ({ id, result: INTRODUCTION_RESULTS.indexOf(result), handle }),
    ({ id, result: number, handle }) => {
      const result = resultOf(number);
      if ((handle === NO_HANDLE) === (result === 'ok')) return undefined;
      return { type: 'relay-opened', id, result, ...(handle !== NO_HANDLE && { handle }) };
    },
  ),
};

const NO_HANDLE = 0;
/** Specification constant (spec §15). Fewer fit, if each holds. */
const MOST_PUSHED = 16;

/** A result that a later version may know is a refusal. */
function resultOf(number: number): IntroductionResult {
  return INTRODUCTION_RESULTS[number] ?? 'refused';
}

function presentation({ record, chain }: Presented): { record: Uint8Array; chain: Uint8Array[] } {
  return { record, chain: [...chain] };
}

function isPresented({ record, chain }: Presented): boolean {
  return record.length > 0 && (chain.length === 1 || chain.length === 2);
}
