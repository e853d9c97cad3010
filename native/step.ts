import type { Engine } from './addon.js';
import { PATH, path } from './events.js';

export interface StepInput {
  /** `segment`: bytes of one datagram in a train of them; `socket`: id of the socket that it is to have come by. */
  readonly datagrams: readonly Arrived[];
  /** IP packets with complete checksums. */
  readonly tun: readonly Uint8Array[];
}

export interface Arrived {
  readonly source: string;
  readonly bytes: Uint8Array;
  readonly segment?: number;
  readonly socket?: number;
}

export interface StepOutput {
  /** One entry a datagram. */
  readonly datagrams: readonly { readonly destination: string; readonly bytes: Uint8Array }[];
  /** IP packets for this host; superpackets are cut again, checksums complete. */
  readonly tun: readonly Uint8Array[];
  /** For `decodeEvents`. */
  readonly events: Uint8Array;
  /** When the engine wants the next step at the latest; infinity where nothing is due. */
  readonly nextWakeupNs: number;
}

/** Runs what commands left, what is due, and then `input`. Nothing of what it gives is written to again. */
export function step(engine: Engine, nowNs: number, input: StepInput): StepOutput {
  const { datagrams, tun } = input;
  let end = 0;
  for (const { source, bytes, segment = 0, socket = 0 } of datagrams)
    end = pack(end, source, bytes, segment, socket);
  for (const packet of tun) end = pack(end, '', packet, 0, 0);
  const out = engine.stepPacked(nowNs, exchange, end);
  return typeof out === 'number' ? unpack(view, exchange, out) : unpack(viewOf(out), out, out.length);
}

const IN_HEADER = 16;
const OUT_HEADER = 16;
const RECORD_HEADER = 4 + PATH;
const POOL_BYTES = 1 << 16;
/** An endpoint is written once: as many as these are remembered. */
const REMEMBERED = 4_096;
/** Up to here a loop is faster than a call. */
const BY_HAND = 96;
const NOTHING: readonly never[] = [];
const NO_BYTES = new Uint8Array(0);

/** What all engines of a thread exchange by, one step at a time. */
let exchange = new Uint8Array(POOL_BYTES);
let view = viewOf(exchange);
let pool = new Uint8Array(POOL_BYTES);
let pooled = 0;
const sources: Map<string, Uint8Array> = new Map();
const destinations: Map<number, string> = new Map();

function pack(at: number, source: string, bytes: Uint8Array, segment: number, socket: number): number {
  const text = asBytes(source);
  const end = at + IN_HEADER + text.length + bytes.length;
  if (end > exchange.length) grow(end);
  view.setUint32(at, segment, true);
  view.setUint32(at + 4, socket, true);
  view.setUint32(at + 8, bytes.length, true);
  view.setUint32(at + 12, text.length, true);
  exchange.set(text, at + IN_HEADER);
  exchange.set(bytes, at + IN_HEADER + text.length);
  return end;
}

function unpack(view: DataView, packed: Uint8Array, length: number): StepOutput {
  const next = view.getFloat64(0, true);
  const nextWakeupNs = next < 0 ? Number.POSITIVE_INFINITY : next;
  let at = OUT_HEADER + view.getUint32(8, true);
  const events = at === OUT_HEADER ? NO_BYTES : copy(packed, OUT_HEADER, at);
  if (at === length) return { datagrams: NOTHING, tun: NOTHING, events, nextWakeupNs };
  const datagrams: { destination: string; bytes: Uint8Array }[] = [];
  const tun: Uint8Array[] = [];
  while (at < length) {
    const start = at + RECORD_HEADER;
    const end = start + view.getUint32(at, true);
    const bytes = copy(packed, start, end);
    if (view.getUint8(at + 4) === 0) tun.push(bytes);
    else datagrams.push({ destination: destination(view, at + 4), bytes });
    at = (end + 7) & ~7;
  }
  return { datagrams, tun, events, nextWakeupNs };
}

function grow(bytes: number): void {
  const before = exchange;
  exchange = new Uint8Array(2 * bytes);
  exchange.set(before);
  view = viewOf(exchange);
}

/** Small ones share memory, as many buffers of their own are slow to make and to collect. */
function copy(from: Uint8Array, start: number, end: number): Uint8Array {
  const length = end - start;
  if (length > POOL_BYTES / 8) return from.slice(start, end);
  if (pooled + length > POOL_BYTES) {
    pool = new Uint8Array(POOL_BYTES);
    pooled = 0;
  }
  const bytes = pool.subarray(pooled, pooled + length);
  pooled += length;
  if (length <= BY_HAND) for (let i = 0; i < length; i++) bytes[i] = from[start + i] as number;
  else bytes.set(from.subarray(start, end));
  return bytes;
}

function asBytes(source: string): Uint8Array {
  const known = sources.get(source);
  if (known !== undefined) return known;
  const made = new TextEncoder().encode(source);
  if (sources.size >= REMEMBERED) sources.clear();
  sources.set(source, made);
  return made;
}

function destination(view: DataView, at: number): string {
  if (view.getUint8(at) !== 4) return path(view, at);
  const key = view.getUint32(at + 4, true) * 65_536 + view.getUint16(at + 2, true);
  const known = destinations.get(key);
  if (known !== undefined) return known;
  const made = path(view, at);
  if (destinations.size >= REMEMBERED) destinations.clear();
  destinations.set(key, made);
  return made;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
