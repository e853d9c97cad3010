import { createHash } from 'node:crypto';
import t from 'tap';
import { blake2s } from '../../bench/wireguard/blake2s.js';
import { initiate, newKeys } from '../../bench/wireguard/handshake.js';

t.test('BLAKE2s is that of OpenSSL, and keyed that of its reference', async (t) => {
  for (const length of [0, 1, 63, 64, 65, 128, 1000]) {
    const message = Buffer.alloc(length).map((_, at) => at);
    t.same(blake2s(message), createHash('blake2s256').update(message).digest(), `${length} bytes`);
  }
  const key = Buffer.alloc(32).map((_, at) => at);
  const reference = '48a8997da407876b3d79c0d92325ad3b89cbb754d86ab71aee047ad345fd2c49';
  t.equal(blake2s(Buffer.alloc(0), 32, key).toString('hex'), reference);
  t.equal(blake2s(Buffer.alloc(0), 16, key).length, 16);
});

t.test('a response that is none is no end of the handshake', async (t) => {
  const { message, finish } = initiate(newKeys(), newKeys().publicKey);
  t.equal(message.length, 148);
  t.equal(finish(Buffer.alloc(92)), undefined);
  t.equal(finish(Buffer.alloc(32)), undefined);
  const forged = Buffer.concat([
    Buffer.of(2, 0, 0, 0, 1, 0, 0, 0),
    message.subarray(4, 8),
    Buffer.alloc(80, 9),
  ]);
  t.equal(finish(forged), undefined);
});
