import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import t from 'tap';
import { type DocumentKind, parseDocument } from '../../../daemon/config/documents.js';
import { ConfigError } from '../../../daemon/config/failure.js';
import { loadConfig, parseConfig } from '../../../daemon/config/load.js';

const VALID = `identity: {key: a.key, certificate: a.crt}
trust: acme.trust
secret: [acme.secret]
listen: {addresses: [0.0.0.0, "::"], port: 7077}
tun: {name: festoon0, mtu: 1372}
metrics: 127.0.0.1:9077
peers:
  - name: b
    key: AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI=
    addresses: [10.77.0.2, "fd77::2"]
    routes: [10.80.0.0/16]
    endpoints: ["b.example:7077"]
`;
const KINDS: readonly DocumentKind[] = [
  'node-key',
  'request',
  'certificate',
  'trust',
  'authority-key',
  'secret',
];

/** A valid file with a few stretches of it removed, repeated or replaced. */
const damaged = fc
  .array(
    fc.tuple(
      fc.nat(VALID.length),
      fc.nat(30),
      fc.oneof(fc.string(), fc.constantFrom(...'[]{}:,-\n\t"\'&*!|>%@`?#\0')),
      fc.boolean(),
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((edits) =>
    edits.reduce((text, [at, length, insert, again]) => {
      const cut = again ? text.slice(at, at + length) : insert;
      return text.slice(0, at) + cut + text.slice(at + (again ? 0 : length));
    }, VALID),
  );

function refusesOrReads(parse: () => unknown): void {
  try {
    parse();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    if (error.problems.some(({ line, column, message }) => line < 1 || column < 1 || !/; /.test(message))) {
      throw new Error(`no place or no remedy: ${error.message}`);
    }
  }
}

t.test('any text is read as a config or refused with places and remedies', async () => {
  const text = fc.oneof(damaged, fc.string(), fc.string({ unit: 'binary' }), fc.json());
  fc.assert(
    fc.property(text, (any) => refusesOrReads(() => parseConfig('f', any))),
    { numRuns: 3000 },
  );
});

t.test('any two files are read as one config or refused with places in either', async (t) => {
  const directory = t.testdir({ 'conf.d': {} });
  const [main, more] = [join(directory, 'f.yaml'), join(directory, 'conf.d/g.yaml')];
  const text = fc.oneof(damaged, fc.constant(VALID), fc.json()).filter((any) => any !== '');
  fc.assert(
    fc.property(text, text, (one, other) => {
      writeFileSync(main, one);
      writeFileSync(more, other);
      refusesOrReads(() => loadConfig(main));
    }),
    { numRuns: 1000 },
  );
});

t.test('any text is read as a file of Festoon or refused', async () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(...KINDS).map((kind) => `festoon: ${kind}/1\n`),
    fc.json(),
  );
  fc.assert(
    fc.property(fc.constantFrom(...KINDS), text, fc.string(), (kind, head, tail) =>
      refusesOrReads(() => parseDocument(kind, 'f', head + tail)),
    ),
    { numRuns: 3000 },
  );
});
