import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { parseDocument } from '../../../daemon/config/documents.js';
import { readDocument } from '../../../daemon/io/files.js';
import { isGenuine, makeRequest } from '../../../daemon/io/request.js';
import { createSodium } from '../../../daemon/io/sodium.js';
import { festoon } from '../support/network.js';

const crypto = createSodium();

t.test('keygen writes a private key and prints the request for it', async (t) => {
  const path = join(t.testdir({}), 'a.key');
  const { code, out, err } = await festoon(['keygen', '--name', 'a', '--key', path]);
  t.match([code, err], [0, `wrote ${path} (private, stays on this host)\n`]);
  t.equal(statSync(path).mode & 0o777, 0o600);
  const key = readDocument('node-key', path);
  const request = parseDocument('request', 'stdout', out);
  t.match(makeRequest(crypto, key), { name: 'a', key: request.key, record: request.record });
  t.ok(isGenuine(crypto, request));
  const secrets = [key.key, key.record].map((secret) => Buffer.from(secret).toString('base64'));
  for (const secret of secrets) t.notMatch(`${out}${err}`, secret);
});

t.test('two keys differ, an existing one is kept unless told otherwise', async (t) => {
  const path = join(t.testdir({}), 'a.key');
  await festoon(['keygen', '--name', 'a', '--key', path]);
  const first = readFileSync(path, 'utf8');
  const again = await festoon(['keygen', '--name', 'a', '--key', path]);
  t.match(again, {
    code: 1,
    out: '',
    err: /^festoon: file-exists: .*a\.key: exists already; choose another path, or pass --force/,
  });
  t.equal(readFileSync(path, 'utf8'), first);
  t.match(await festoon(['keygen', '--name', 'a', '--key', path, '--force']), { code: 0 });
  t.not(readFileSync(path, 'utf8'), first);
});

t.test('a request that was altered is not genuine', async (t) => {
  const path = join(t.testdir({}), 'a.key');
  const { out } = await festoon(['keygen', '--name', 'a', '--key', path]);
  const request = parseDocument('request', 'stdout', out);
  t.notOk(isGenuine(crypto, { ...request, name: 'b' }));
  t.notOk(isGenuine(crypto, { ...request, key: request.record }));
  t.notOk(isGenuine(crypto, { ...request, record: request.key }));
});
