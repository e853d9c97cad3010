import { concat } from '../../../protocol/bytes.js';
import type { ControlMessage } from '../../../protocol/control-message.js';
import { delimited, Fixed32, message } from '../reference/protobuf.js';
import { hex } from '../support/hex.js';

/** One message of each type, and some that are refused (spec §15). Records and chains are any bytes here. */
export function controlMessageVectors(): object {
  const record = Uint8Array.of(1, 2, 3);
  const chain = [Uint8Array.of(4, 5), Uint8Array.of(6)];
  const presented = { record: hex(record), chain: chain.map(hex) };
  const v4 = Uint8Array.of(10, 77, 0, 1);
  const v6 = Uint8Array.from([0xfd, 0x77, ...new Array<number>(13).fill(0), 1]);
  const vector = (number: number, fields: object, body: Uint8Array): object => {
    return { ...fields, bytes: hex(delimited(number, body)) };
  };
  const type = (name: ControlMessage['type'], fields: object): object => ({ type: name, ...fields });
  return {
    messages: [
      vector(2, type('attach', presented), message(record, chain)),
      vector(
        3,
        type('attached', { incarnation: '300', seq: String(2n ** 64n - 1n), observed: '10.77.0.1:7077' }),
        message(300n, 2n ** 64n - 1n, concat(v4, Uint8Array.of(0xa5, 0x1b))),
      ),
      vector(
        3,
        type('attached', { incarnation: '1', seq: '2', observed: '10.77.0.1:7077', record: hex(record) }),
        message(1, 2, concat(v4, Uint8Array.of(0xa5, 0x1b)), record),
      ),
      vector(4, type('lookup', { id: 4_294_967_295, address: 'fd77::1' }), message(4_294_967_295, v6)),
      vector(
        5,
        type('introduction', { id: 9, address: '10.77.0.1', result: 'ok', ...presented, handle: 0xc0ffee01 }),
        message(9, v4, 0, record, chain, new Fixed32(0xc0ffee01)),
      ),
      vector(5, type('introduction', { id: 9, address: '10.77.0.1', result: 'busy' }), message(9, v4, 4)),
      vector(6, type('not-here', { handle: 1 }), message(new Fixed32(1))),
      vector(
        7,
        type('push', { seq: 300, entries: [presented, presented] }),
        message(300, [message(record, chain), message(record, chain)]),
      ),
      vector(8, type('pushed', { seq: 0 }), message(0)),
      vector(
        9,
        type('open-relay', { id: 1, source: 'alpha', target: 'beta.west', back: 0x80000000 }),
        message(1, 'alpha', 'beta.west', new Fixed32(0x80000000)),
      ),
      vector(
        9,
        type('open-relay', { id: 2, source: 'alpha', target: 'beta', back: 1, forth: 0xc0ffee02 }),
        message(2, 'alpha', 'beta', new Fixed32(1), new Fixed32(0xc0ffee02)),
      ),
      vector(10, type('relay-opened', { id: 1, result: 'ok', handle: 2 }), message(1, 0, new Fixed32(2))),
      vector(10, type('relay-opened', { id: 1, result: 'unreachable' }), message(1, 2)),
      vector(11, type('refused', { code: 'directory-full' }), message('directory-full')),
      vector(12, type('later', presented), message(record, chain)),
    ],
    refused: [
      vector(2, { code: 'control-message-malformed' }, message(record)),
      vector(4, { code: 'control-message-malformed' }, message(1, v4.slice(1))),
      vector(5, { code: 'control-message-malformed' }, message(1, v4)),
      vector(6, { code: 'control-message-malformed' }, message()),
      vector(7, { code: 'control-message-malformed' }, message(1)),
      vector(9, { code: 'control-message-malformed' }, message(1, 'Alpha', 'beta', new Fixed32(1))),
      vector(10, { code: 'control-message-malformed' }, message(1, 3, new Fixed32(1))),
      vector(11, { code: 'control-message-malformed' }, message('no-such-code')),
      vector(12, { code: 'control-message-malformed' }, message(record)),
      vector(13, { code: 'control-message-unknown' }, message(1)),
    ],
  };
}
