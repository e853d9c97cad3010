import { createHash, createHmac } from 'node:crypto';
import { inspect } from 'node:util';
import t from 'tap';
import { createSodium, systemRandomBytes } from '../../../daemon/io/sodium.js';
import type { SecretKey } from '../../../protocol/crypto.js';

const crypto = createSodium();
const unhex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

t.test('X25519 (RFC 7748 §6.1)', (t) => {
  const alice = crypto.importKeypair(
    unhex('77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a'),
  );
  const bob = crypto.importKeypair(unhex('5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb'));
  t.equal(hex(alice.publicKey), '8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a');
  const shared = new Uint8Array(32);
  t.ok(crypto.dh(shared, alice.secretKey, bob.publicKey));
  t.equal(hex(shared), '4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742');
  t.end();
});

t.test('public keys of small order give no shared secret', (t) => {
  const { secretKey } = crypto.generateKeypair();
  const small = [
    '0000000000000000000000000000000000000000000000000000000000000000',
    '0100000000000000000000000000000000000000000000000000000000000000',
    'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
    'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  ];
  for (const point of small) t.notOk(crypto.dh(new Uint8Array(32), secretKey, unhex(point)), point);
  t.end();
});

t.test('Ed25519 (RFC 8032 §7.1, test 2)', (t) => {
  const seed = unhex('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb');
  const { publicKey, secretKey } = crypto.importSigningKeypair(seed);
  const signature = crypto.sign(secretKey, Uint8Array.of(0x72));
  t.equal(hex(publicKey), '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c');
  t.match(hex(signature), /^92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da/);
  t.ok(crypto.verify(publicKey, Uint8Array.of(0x72), signature));
  t.notOk(crypto.verify(publicKey, Uint8Array.of(0x73), signature));
  t.end();
});

t.test('BLAKE2b over parts, with and without a key', (t) => {
  const out = new Uint8Array(64);
  crypto.hash(out, [Buffer.from('a'), Buffer.from('bc')]);
  t.equal(hex(out), createHash('blake2b512').update('abc').digest('hex'));
  const [plain, keyed] = [new Uint8Array(32), new Uint8Array(32)];
  crypto.hash(plain, [Buffer.from('abc')]);
  crypto.hash(keyed, [Buffer.from('abc')], new Uint8Array(32));
  t.notSame(plain, keyed);
  t.end();
});

t.test('ChaCha20-Poly1305 opens what it sealed and nothing else', (t) => {
  const [key, nonce, associated, plaintext] = [
    systemRandomBytes(32),
    systemRandomBytes(12),
    systemRandomBytes(5),
    systemRandomBytes(100),
  ];
  const sealed = new Uint8Array(116);
  crypto.seal(sealed, key, nonce, associated, plaintext);
  const out = new Uint8Array(100);
  t.ok(crypto.open(out, key, nonce, associated, sealed));
  t.same(out, plaintext);
  t.notOk(crypto.open(out, key, nonce, systemRandomBytes(5), sealed));
  const inPlace = new Uint8Array(116);
  inPlace.set(plaintext);
  crypto.seal(inPlace, key, nonce, associated, inPlace.subarray(0, 100));
  t.same(inPlace, sealed, 'the plaintext may be where it is sealed to');
  sealed[3] = 255 ^ (sealed[3] as number);
  t.notOk(crypto.open(out, key, nonce, associated, sealed));
  t.end();
});

t.test('HMAC-BLAKE2b-512 is that of OpenSSL, also into one of its parts', (t) => {
  for (const bytes of [0, 32, 64, 128]) {
    const [key, first, second] = [systemRandomBytes(bytes), systemRandomBytes(64), systemRandomBytes(3)];
    const expected = createHmac('blake2b512', key).update(first).update(second).digest('hex');
    crypto.hmac(first, key, [first, second]);
    t.equal(hex(first), expected);
  }
  t.end();
});

t.test('a secret key shows nothing, is of one kind, and is dead once wiped', (t) => {
  const secret = systemRandomBytes(32);
  const { publicKey, secretKey } = crypto.importKeypair(secret);
  const shown = inspect(secretKey, { depth: 9, showHidden: true }) + JSON.stringify(secretKey);
  t.notMatch(shown, new RegExp(hex(secret).slice(0, 8)));
  t.notMatch(shown, new RegExp([...secret.slice(0, 4)].join(', ')));
  t.throws(() => crypto.sign(secretKey, publicKey), TypeError);
  t.throws(() => crypto.wipe({ kind: 'x25519' } as SecretKey), TypeError);
  crypto.wipe(secretKey);
  crypto.wipe(secretKey);
  t.throws(() => crypto.dh(new Uint8Array(32), secretKey, publicKey), TypeError);
  t.end();
});

t.test('wiped memory is zeroed and used again, never by two owners', (t) => {
  const port = createSodium();
  const first = port.allocate(64);
  first.fill(7);
  port.wipe(first);
  t.same(first, new Uint8Array(64));
  const second = port.allocate(64);
  second.fill(8);
  port.wipe(first);
  t.same(second, new Uint8Array(64).fill(8), 'a second wipe of the first owner is not the next owner’s loss');
  const third = port.allocate(64);
  t.not(third.byteOffset, second.byteOffset);
  t.end();
});

t.test('a flood of secrets takes no more memory than those alive at once', (t) => {
  const port = createSodium();
  const places = new Set<string>();
  for (let i = 0; i < 100_000; i++) {
    const cell = port.allocate(512);
    places.add(`${cell.byteOffset}`);
    port.wipe(cell);
  }
  t.equal(places.size, 1);
  const held = Array.from({ length: 1000 }, () => port.allocate(512));
  t.ok(held.every((cell) => cell.length === 512 && cell.every((byte) => byte === 0)));
  t.end();
});

t.test('keypairs come from the source that is given', (t) => {
  const fixed = createSodium({ randomBytes: (bytes) => new Uint8Array(bytes).fill(9) });
  t.same(fixed.generateKeypair().publicKey, crypto.importKeypair(new Uint8Array(32).fill(9)).publicKey);
  t.notSame(crypto.generateKeypair().publicKey, crypto.generateKeypair().publicKey);
  t.end();
});
