/**
 * What the core reports, unpacked from the one buffer a batch arrives in. A `source` is a path: 'a.b.c.d:port',
 * '[ip6]:port' or 'via:PEER:HANDLE'.
 */
export type EngineEvent = { readonly atNs: bigint } & (
  | HandshakeEvent
  | SessionNeededEvent
  | SessionConfirmedEvent
  | SessionLiveEvent
  | SourceChangedEvent
  | ControlFrameEvent
  | ChallengeAnsweredEvent
  | KeyLimitEvent
  | DeviceEvent
  | EchoEvent
  | AddressNeededEvent
  | TrafficEvent
  | SilentEvent
);

/** msg1 or msg2 whose mac1 holds under the network secret in `secretSlot`; its first 1068 bytes. */
export interface HandshakeEvent {
  readonly type: 'handshake';
  readonly source: string;
  readonly secretSlot: number;
  readonly mac2Valid: boolean;
  readonly datagram: Uint8Array;
}

/** `waiting` packets wait for a peer that has no sending session. */
export interface SessionNeededEvent {
  readonly type: 'session-needed';
  readonly peer: number;
  readonly waiting: number;
}

export interface SessionConfirmedEvent {
  readonly type: 'session-confirmed';
  readonly index: number;
  readonly peer: number;
  readonly source: string;
}

export interface SessionLiveEvent {
  readonly type: 'session-live';
  readonly index: number;
  readonly peer: number;
}

export interface SourceChangedEvent {
  readonly type: 'source-changed';
  readonly index: number;
  readonly peer: number;
  readonly source: string;
}

export interface ControlFrameEvent {
  readonly type: 'control-frame';
  readonly index: number;
  readonly peer: number;
  readonly kind: number;
  readonly flags: number;
  readonly body: Uint8Array;
}

export interface ChallengeAnsweredEvent {
  readonly type: 'challenge-answered';
  readonly index: number;
  readonly peer: number;
  readonly source: string;
  readonly token: Uint8Array;
}

export interface KeyLimitEvent {
  readonly type: 'key-limit';
  readonly index: number;
  readonly peer: number;
  readonly reached: boolean;
}

/**
 * `tun-lost`: the interface was deleted (errno EBADFD) or is down (EIO). `network-changed` (`watchNetwork`): links,
 * addresses or routes of this host, at most once in 100 ms. Of the others at most one a second of each kind, but a deleted
 * interface is always told.
 */
export interface DeviceEvent {
  readonly type: 'device';
  readonly what: 'tun-lost' | 'udp-error' | 'network-changed';
  readonly errno: number;
}

/** A peer's answer to a probe: the 8 bytes of the probe, and where it came from. */
export interface EchoEvent {
  readonly type: 'echo';
  readonly index: number;
  readonly peer: number;
  readonly source: string;
  readonly body: Uint8Array;
}

/**
 * Packets wait for an address inside the asked prefixes that no route leads to. At most once a second an address, and 100
 * times a second in all after the first 200.
 */
export interface AddressNeededEvent {
  readonly type: 'address-needed';
  readonly address: string;
}

/** The first inner packet to or from a peer, or passed on to it, since `peerActivity` watches it. */
export interface TrafficEvent {
  readonly type: 'traffic';
  readonly peer: number;
}

/** A peer that `peerActivity` watches was asked for an answer in vain. */
export interface SilentEvent {
  readonly type: 'silent';
  readonly peer: number;
}

/**
 * Unpacks a batch. Byte fields are views into it. Throws RangeError where the bytes are not what this version's core
 * writes: that is a bug, not input.
 */
export function decodeEvents(batch: Uint8Array): EngineEvent[] {
  const view = new DataView(batch.buffer, batch.byteOffset, batch.byteLength);
  const events: EngineEvent[] = [];
  let at = 0;
  while (at < batch.length) {
    const kind = view.getUint16(at, true);
    const length = view.getUint32(at + 4, true);
    const decode = DECODERS[kind];
    if (decode === undefined || length < HEADER || length % 8 !== 0 || at + length > batch.length) {
      throw new RangeError(`event of kind ${kind} with ${length} bytes at byte ${at} of ${batch.length}`);
    }
    const body = new DataView(batch.buffer, batch.byteOffset + at + HEADER, length - HEADER);
    events.push(decode(body, view.getBigUint64(at + 8, true)));
    at += length;
  }
  return events;
}

type Decoder = (body: DataView, atNs: bigint) => EngineEvent;

/** Kind, reserved, record length, time. */
const HEADER = 16;
export const PATH = 20;
const TOKEN = 16;
const PROBE = 8;

const DECODERS: Readonly<Record<number, Decoder>> = {
  1: (body, atNs) => ({
    atNs,
    type: 'handshake',
    source: path(body, 0),
    secretSlot: body.getUint8(PATH),
    mac2Valid: body.getUint8(PATH + 1) === 1,
    datagram: bytes(body, PATH + 4, body.getUint16(PATH + 2, true)),
  }),
  2: (body, atNs) => ({ atNs, type: 'session-needed', peer: u32(body, 0), waiting: u32(body, 4) }),
  3: (body, atNs) => ({
    atNs,
    type: 'session-confirmed',
    index: u32(body, 0),
    peer: u32(body, 4),
    source: path(body, 8),
  }),
  4: (body, atNs) => ({ atNs, type: 'session-live', index: u32(body, 0), peer: u32(body, 4) }),
  5: (body, atNs) => ({
    atNs,
    type: 'source-changed',
    index: u32(body, 0),
    peer: u32(body, 4),
    source: path(body, 8),
  }),
  6: (body, atNs) => ({
    atNs,
    type: 'control-frame',
    index: u32(body, 0),
    peer: u32(body, 4),
    kind: body.getUint8(8),
    flags: body.getUint8(9),
    body: bytes(body, 12, body.getUint16(10, true)),
  }),
  7: (body, atNs) => ({
    atNs,
    type: 'challenge-answered',
    index: u32(body, 0),
    peer: u32(body, 4),
    source: path(body, 8),
    token: bytes(body, 8 + PATH, TOKEN),
  }),
  8: (body, atNs) => ({
    atNs,
    type: 'key-limit',
    index: u32(body, 0),
    peer: u32(body, 4),
    reached: u32(body, 8) === 2,
  }),
  9: (body, atNs) => ({ atNs, type: 'device', what: deviceTrouble(u32(body, 0)), errno: u32(body, 4) }),
  10: (body, atNs) => ({
    atNs,
    type: 'echo',
    index: u32(body, 0),
    peer: u32(body, 4),
    source: path(body, 8),
    body: bytes(body, 8 + PATH, PROBE),
  }),
  11: (body, atNs) => ({ atNs, type: 'address-needed', address: address(body, 0) }),
  12: (body, atNs) => ({ atNs, type: 'traffic', peer: u32(body, 0) }),
  13: (body, atNs) => ({ atNs, type: 'silent', peer: u32(body, 0) }),
};

function u32(body: DataView, at: number): number {
  return body.getUint32(at, true);
}

function bytes(body: DataView, at: number, length: number): Uint8Array {
  return new Uint8Array(body.buffer, body.byteOffset + at, length);
}

function deviceTrouble(what: number): DeviceEvent['what'] {
  const name = (['tun-lost', 'udp-error', 'network-changed'] as const)[what - 1];
  if (name === undefined) throw new RangeError(`device trouble ${what}`);
  return name;
}

/** A path, or an endpoint, that the core wrote at this byte. Family, zero, port, 16 bytes of address; family 1: the manager's number and the handle instead, at 4 and 8. */
export function path(body: DataView, at: number): string {
  const family = body.getUint8(at);
  if (family === 1) {
    const handle = u32(body, at + 8)
      .toString(16)
      .padStart(8, '0');
    return `via:${u32(body, at + 4)}:${handle}`;
  }
  const port = body.getUint16(at + 2, true);
  return family === 4 ? `${address(body, at)}:${port}` : `[${address(body, at)}]:${port}`;
}

/** Of an endpoint. */
function address(body: DataView, at: number): string {
  if (body.getUint8(at) === 4) {
    const [a, b] = [body.getUint8(at + 4), body.getUint8(at + 5)];
    return `${a}.${b}.${body.getUint8(at + 6)}.${body.getUint8(at + 7)}`;
  }
  const groups = Array.from({ length: 8 }, (_, i) => body.getUint16(at + 4 + 2 * i).toString(16));
  return compressed(groups.join(':'));
}

/** The longest run of two or more zero groups, the first of equals, as '::' (RFC 5952 section 4.2). */
function compressed(address: string): string {
  const runs = address.match(/\b0(:0)+\b/g) ?? [];
  const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), '');
  if (longest === '') return address;
  const start = address.search(new RegExp(`\\b${longest}\\b`));
  return `${address.slice(0, start).replace(/:$/, '')}::${address.slice(start + longest.length).replace(/^:/, '')}`;
}
