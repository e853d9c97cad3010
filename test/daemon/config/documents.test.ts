import t from 'tap';
import {
  type DocumentKind,
  type Documents,
  formatDocument,
  parseDocument,
} from '../../../daemon/config/documents.js';
import { ConfigError } from '../../../daemon/config/failure.js';
import { type Prefix, parsePrefix } from '../../../protocol/address.js';

const bytes = (length: number, value: number): Uint8Array => new Uint8Array(length).fill(value);

const SAMPLES: { readonly [K in DocumentKind]: Documents[K] } = {
  'node-key': { name: 'a', key: bytes(32, 1), record: bytes(32, 2) },
  request: { name: 'a.b-c', key: bytes(32, 1), record: bytes(32, 2), signature: bytes(64, 3) },
  certificate: { chain: [bytes(241, 4), bytes(200, 5)] },
  trust: {
    name: 'acme',
    network: bytes(16, 6),
    authorities: [bytes(32, 7)],
    pools: ['10.77.0.0/16', 'fd77::/48'].map((text) => parsePrefix(text) as Prefix),
  },
  'authority-key': { name: 'acme', network: bytes(16, 6), seed: bytes(32, 8) },
  secret: { network: bytes(16, 6), secret: bytes(32, 9) },
  'boot-epoch': { epoch: 2n ** 62n },
};

function problem(kind: DocumentKind, text: string): string {
  try {
    parseDocument(kind, 'f', text);
    return '';
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return `${error.code} ${error.message}`;
  }
}

t.test('what was written is what is read', async (t) => {
  for (const kind of Object.keys(SAMPLES) as DocumentKind[]) {
    const text = formatDocument(kind, SAMPLES[kind], ['for people', '']);
    t.match(text, new RegExp(`^# for people\n#\nfestoon: ${kind}/1\n`));
    t.match(parseDocument(kind, 'f', text), SAMPLES[kind], kind);
  }
});

t.test('a file of another kind is named, and nothing else complained of', async (t) => {
  const text = formatDocument('trust', SAMPLES.trust, []);
  t.equal(
    problem('secret', text),
    'file-malformed f:1:10: festoon: "trust/1" is not secret/1; give a file that begins `festoon: secret/1`',
  );
  t.match(problem('secret', 'name: a\n'), /f:1:1: festoon: is missing; give a file that begins/);
});

t.test('a cut or altered file is refused', async (t) => {
  const text = formatDocument('node-key', SAMPLES['node-key'], []);
  t.match(
    problem('node-key', text.slice(0, -4)),
    /record: the value is not a private key \(32 bytes of base64\)/,
  );
  t.match(problem('node-key', text.replace('key: ', 'key: A')), /f:3:6: key: the value is not a private key/);
  t.match(problem('node-key', `${text}more: 1\n`), /f:5:7: unknown key; known here: festoon, name/);
  t.match(problem('certificate', 'festoon: certificate/1\nchain: []\n'), /chain: is an empty list/);
  t.match(problem('boot-epoch', 'festoon: boot-epoch/1\nepoch: "0"\n'), /epoch: "0" is not a boot epoch/);
});

t.test('base64 has one spelling', async (t) => {
  const text = formatDocument('secret', SAMPLES.secret, []);
  t.equal(problem('secret', text), '');
  for (const change of [
    text.replaceAll('=', ''),
    text.replace('CQk=', 'CQl='),
    text.replace('BgY', 'B gY'),
  ]) {
    t.match(problem('secret', change), /^file-malformed/);
  }
});

t.test('no error repeats a secret', async (t) => {
  const text = formatDocument('authority-key', SAMPLES['authority-key'], []);
  const secret = Buffer.from(SAMPLES['authority-key'].seed).toString('base64').slice(0, 12);
  const damaged = [
    text.replace('seed:', 'seed: x'),
    text.replace('seed:', 'sead:'),
    text.replace('seed: ', 'seed: "'),
    text.replace('seed: ', 'seed\t'),
    `${text}x: [`,
  ];
  for (const damage of damaged) {
    const found = problem('authority-key', damage);
    t.match(found, /^file-malformed/);
    t.notMatch(found, secret);
  }
});
