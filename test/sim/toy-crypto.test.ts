import t from 'tap';
import { ascii } from '../../protocol/bytes.js';
import { stream } from './random.js';
import { createToyCrypto } from './toy-crypto.js';

const crypto = createToyCrypto(stream(1, 'toy'));
const key = new Uint8Array(32).fill(7);
const nonce = new Uint8Array(12);
const FESTOON =
  '055149b6b046fbb3c08af5e0c6b5288ca02d8942db1be555582469464941db4cb7b806e9fdd969b44dcfbdc687ece0a7aa414ca93b225e2e094faf57c3f09622';

t.test('both sides of an exchange have one secret, a third has another', async (t) => {
  const [a, b, c] = [crypto.generateKeypair(), crypto.generateKeypair(), crypto.generateKeypair()];
  const shared = (own: typeof a, other: typeof a): Buffer => {
    const out = new Uint8Array(32);
    t.ok(crypto.dh(out, own.secretKey, other.publicKey));
    return Buffer.from(out);
  };
  t.same(shared(a, b), shared(b, a));
  t.notSame(shared(a, b), shared(a, c));
  t.notOk(crypto.dh(new Uint8Array(32), a.secretKey, new Uint8Array(32)), 'a key of small order');
});

t.test('what is sealed opens, and nothing that was changed does', async (t) => {
  const text = ascii('some plaintext');
  const sealed = new Uint8Array(text.length + 16);
  crypto.seal(sealed, key, nonce, ascii('head'), text);
  const out = new Uint8Array(text.length);
  t.ok(crypto.open(out, key, nonce, ascii('head'), sealed));
  t.same(out, text);
  for (let i = 0; i < sealed.length; i++) {
    const forged = sealed.slice();
    forged[i] = (forged[i] as number) ^ 1;
    t.notOk(crypto.open(out, key, nonce, ascii('head'), forged), `byte ${i}`);
  }
  t.notOk(crypto.open(out, key, nonce, ascii('heat'), sealed));
  t.notOk(crypto.open(out, key, Uint8Array.of(1, ...nonce.slice(1)), ascii('head'), sealed));
  t.notOk(crypto.open(out, new Uint8Array(32), nonce, ascii('head'), sealed));
});

t.test('a signature is of one key and one message', async (t) => {
  const [a, b] = [crypto.importSigningKeypair(key), crypto.importSigningKeypair(new Uint8Array(32))];
  const signature = crypto.sign(a.secretKey, ascii('message'));
  t.equal(signature.length, 64);
  t.ok(crypto.verify(a.publicKey, ascii('message'), signature));
  t.notOk(crypto.verify(b.publicKey, ascii('message'), signature));
  t.notOk(crypto.verify(a.publicKey, ascii('massage'), signature));
});

t.test('a hash is over its parts as one text, of any of their lengths, and under its key', async (t) => {
  const hash = (parts: string[], under?: Uint8Array): string => {
    const out = new Uint8Array(64);
    crypto.hash(out, parts.map(ascii), under);
    return Buffer.from(out).toString('hex');
  };
  t.equal(hash(['ab', 'cde']), hash(['abcd', 'e']));
  t.equal(new Set(['', 'a', 'ab', 'abc', 'abcd', 'abcde'].map((text) => hash([text]))).size, 6);
  t.not(hash(['ab'], key), hash(['ab']));
  t.equal(hash(['festoon']), FESTOON, 'the same on every machine');
});

t.test('no bit of a long text is lost, nor an HMAC by another key the same', async (t) => {
  const text = stream(2, 'text').bytes(1_100);
  const hmac = (under: Uint8Array): string => {
    const out = new Uint8Array(64);
    crypto.hmac(out, under, [text]);
    return Buffer.from(out).toString('hex');
  };
  const seen = new Set([hmac(key), hmac(new Uint8Array(32)), hmac(new Uint8Array(31))]);
  for (let bit = 0; bit < 8 * text.length; bit++) {
    const at = bit >> 3;
    text[at] = (text[at] as number) ^ (1 << (bit & 7));
    seen.add(hmac(key));
    text[at] = (text[at] as number) ^ (1 << (bit & 7));
  }
  t.equal(seen.size, 3 + 8 * text.length);
});
