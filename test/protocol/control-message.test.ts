import t from 'tap';
import { festoon } from '#proto';
import type { Address, Endpoint } from '../../protocol/address.js';
import { concat } from '../../protocol/bytes.js';
import {
  CONTROL_MESSAGE_MAX_BYTES,
  type ControlMessage,
  decodeControl,
  encodeControl,
} from '../../protocol/control-message.js';
import { encodeMessage } from '../../protocol/message.js';
import { must } from './support/network.js';

const MOST = 2n ** 64n - 1n;
const MOST_32 = 2 ** 32 - 1;
const record = new Uint8Array(432).fill(1);
const chain = [new Uint8Array(512).fill(2), new Uint8Array(320).fill(3)];
const address = 'fd77::1' as Address;

const messages: readonly ControlMessage[] = [
  { type: 'attach', record, chain },
  { type: 'attach', record, chain: chain.slice(1) },
  { type: 'attached', incarnation: MOST, seq: 0n, observed: '[2001:db8::1]:7077' as Endpoint },
  { type: 'attached', incarnation: 0n, seq: MOST, observed: '192.0.2.1:1' as Endpoint },
  { type: 'refused', code: 'record-superseded' },
  { type: 'later', record, chain },
  { type: 'lookup', id: 0, address: '10.77.0.1' as Address },
  { type: 'lookup', id: MOST_32, address },
  { type: 'introduction', id: MOST_32, address, result: 'ok', record, chain, handle: MOST_32 },
  { type: 'introduction', id: 0, address, result: 'ok', record, chain: chain.slice(1) },
  { type: 'introduction', id: 1, address, result: 'unreachable', record, chain },
  { type: 'introduction', id: 1, address, result: 'unknown' },
  { type: 'introduction', id: 1, address, result: 'refused' },
  { type: 'introduction', id: 1, address, result: 'busy' },
  { type: 'not-here', handle: 1 },
  { type: 'push', seq: MOST_32, entries: [{ record, chain }] },
  {
    type: 'push',
    seq: 0,
    entries: [1, 2, 3].map((n) => ({ record: Uint8Array.of(n), chain: [record.slice(100)] })),
  },
  { type: 'pushed', seq: MOST_32 },
  { type: 'pushed', seq: 0 },
  { type: 'open-relay', id: 0, source: 'a'.repeat(63), target: 'b', back: MOST_32 },
  { type: 'open-relay', id: 1, source: 'a', target: 'b', back: 1, forth: MOST_32 },
  { type: 'relay-opened', id: 5, result: 'ok', handle: 9 },
  { type: 'relay-opened', id: 5, result: 'busy' },
];

t.test('what is written is read back', (t) => {
  for (const message of messages) {
    t.same(must(decodeControl(encodeControl(message))), message, message.type);
  }
  t.end();
});

t.test('the largest that there is fits, and what would be larger is not written', (t) => {
  const sizes = messages.map((message) => encodeControl(message).length);
  t.equal(Math.max(...sizes), 1305);
  const larger: ControlMessage = { type: 'attach', record: new Uint8Array(CONTROL_MESSAGE_MAX_BYTES), chain };
  t.throws(() => encodeControl(larger), /attach message of 2152 bytes/);
  t.end();
});

t.test('fields that no message can express are refused', (t) => {
  const one = record.slice(0, 9);
  const wrong: Record<string, object> = {
    'attach without a record': { attach: { chain } },
    'attach without a chain': { attach: { record: one } },
    'attach with a chain of three': { attach: { record: one, chain: [one, one, one] } },
    'attached without an address': { attached: { incarnation: 1n, seq: 1n } },
    'attached with port 0': { attached: { observed: new Uint8Array(6) } },
    'lookup of 5 bytes': { lookup: { address: new Uint8Array(5) } },
    'introduction without an address': { introduction: { record: one, chain: [one] } },
    'introduction to nobody': { introduction: { address: new Uint8Array(4) } },
    'introduction with half a proof': {
      introduction: { address: new Uint8Array(4), result: 1, record: one },
    },
    'introduction with the other half': {
      introduction: { address: new Uint8Array(4), result: 1, chain: [one] },
    },
    'introduction refused with a handle': {
      introduction: { address: new Uint8Array(4), result: 3, handle: 1 },
    },
    'not-here without a handle': { notHere: {} },
    'push of nothing': { push: { seq: 1 } },
    'push of too much': { push: { entries: Array(17).fill({ record: one, chain: [one] }) } },
    'push of a record without a chain': {
      push: { entries: [{ record: one, chain: [one] }, { record: one }] },
    },
    'open-relay from no name': { openRelay: { source: 'A', target: 'b', back: 1 } },
    'open-relay to no name': { openRelay: { source: 'a', back: 1 } },
    'open-relay without a way back': { openRelay: { source: 'a', target: 'b' } },
    'relay-opened without a handle': { relayOpened: { id: 1 } },
    'relay-opened refused with a handle': { relayOpened: { id: 1, result: 3, handle: 1 } },
  };
  for (const [what, fields] of Object.entries(wrong)) {
    const bytes = encodeMessage(festoon.v1.ControlMessage, fields);
    t.same(decodeControl(bytes), { ok: false, code: 'control-message-malformed' }, what);
  }
  const bytes = encodeControl({ type: 'pushed', seq: 1 });
  for (const broken of [bytes.slice(0, -1), concat(bytes, Uint8Array.of(0)), new Uint8Array(1309)])
    t.same(decodeControl(broken), { ok: false, code: 'control-message-malformed' });
  t.end();
});

t.test('what a later version adds does no harm', (t) => {
  const unknown = { ok: false, code: 'control-message-unknown' };
  t.same(decodeControl(new Uint8Array(0)), unknown);
  const both = concat(
    encodeControl({ type: 'not-here', handle: 1 }),
    encodeControl({ type: 'pushed', seq: 1 }),
  );
  t.same(must(decodeControl(both)), { type: 'pushed', seq: 1 }, 'the last of two, as protobuf has it');
  t.same(decodeControl(Uint8Array.of(0x6a, 2, 8, 1)), unknown, 'a type 13');
  const header = Uint8Array.of(0x0a, 2, 8, 1);
  const pushed: ControlMessage = { type: 'pushed', seq: 1 };
  t.same(must(decodeControl(concat(header, encodeControl(pushed)))), pushed);
  const bytes = encodeMessage(festoon.v1.ControlMessage, { relayOpened: { id: 4, result: 77 } });
  t.same(must(decodeControl(bytes)), { type: 'relay-opened', id: 4, result: 'refused' });
  t.end();
});
