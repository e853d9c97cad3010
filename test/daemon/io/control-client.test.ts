import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { requestReport, requestStatus, requestText } from '../../../daemon/io/control-client.js';
import { shortDirectory } from '../support/directory.js';
import { failureOf } from '../support/failure.js';
import { fakeDaemon, NEVER, serveText } from '../support/fake-daemon.js';

t.test('a report is asked for by kind, with a body where one is given', async (t) => {
  const { path, asked } = await fakeDaemon(t, {
    'POST /v1/reload': () => ({ festoon: 'reload/1', ok: true }),
    'GET /v1/metrics': () => 'a_metric 1\n',
  });
  const call = { path, method: 'POST', resource: '/v1/reload', body: { a: 'ü' } } as const;
  t.same(await requestReport({ kind: 'reload/1', fields: ['ok'] }, call), { festoon: 'reload/1', ok: true });
  t.same(asked, [{ what: 'POST /v1/reload', body: { a: 'ü' } }]);
  t.equal(await requestText({ path, resource: '/v1/metrics' }), 'a_metric 1\n');
});

t.test('a report of another kind or version is refused', async (t) => {
  const answers = [{ festoon: 'status/2' }, { festoon: 7 }, 'null', '[]', '7'];
  const { path } = await fakeDaemon(t, { 'GET /v1/status': (_, nth) => answers[nth - 1] ?? 500 });
  t.match(
    await failureOf(() => requestStatus(path)),
    /^daemon-answer: .*: answered not with status\/1 but status\/2; run the same version/,
  );
  for (const _ of answers.slice(1))
    t.match(await failureOf(() => requestStatus(path)), /^daemon-answer: .*: answered not with status\/1;/);
});

t.test('a report of an older daemon may lack what this version needs', async (t) => {
  const { path } = await fakeDaemon(t, { 'GET /v1/status': () => ({ festoon: 'status/1', time: 1 }) });
  t.match(
    await failureOf(() => requestStatus(path)),
    /^daemon-answer: .*: answered with a status\/1 that lacks `problems`; run the same version/,
  );
});

t.test('a daemon that lacks a resource is told from one that is not there', async (t) => {
  const { path } = await fakeDaemon(t, { 'GET /v1/status': () => NEVER });
  t.match(
    await failureOf(() => requestText({ path, resource: '/v1/none' })),
    /^daemon-answer: .*: this daemon does not know \/v1\/none; run the same version/,
  );
  t.match(
    await failureOf(() => requestStatus(path, 100)),
    /^daemon-unreachable: .*: no answer in time; look into the daemon’s log/,
  );
});

t.test('an answer that is none is named', async (t) => {
  const directory = shortDirectory(t);
  const answer = async (name: string, text: string, timeout?: number): Promise<string> => {
    const path = join(directory, name);
    await serveText(t, path, text);
    return (await failureOf(() => requestStatus(path, timeout))).replaceAll(`${directory}/`, '');
  };
  t.match(await answer('a', 'hello\r\n\r\n'), /^daemon-answer: a: the answer cannot be read \(HPE_/);
  t.match(
    await answer('b', 'HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\n{]}'),
    /^daemon-answer: b: .*other than JSON/,
  );
  t.match(
    await answer('c', 'HTTP/1.1 503 No\r\ncontent-length: 0\r\n\r\n'),
    /^daemon-answer: c: answered with status 503/,
  );
  t.match(await answer('d', '', 100), /^daemon-unreachable: d: no answer in time/);
  t.match(
    await answer('e', 'HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{', 100),
    /^daemon-unreachable: e: no answer in time/,
  );
  const huge = `HTTP/1.1 200 OK\r\ncontent-length: 17000000\r\n\r\n${'x'.repeat(17_000_000)}`;
  t.match(await answer('f', huge), /^daemon-answer: f: the answer is too large/);
});

t.test('what is no socket is told apart', async (t) => {
  const directory = shortDirectory(t);
  const long = join(directory, 'x'.repeat(107));
  t.match(await failureOf(() => requestStatus(long)), /^daemon-unreachable: .*too long for a socket/);
  t.match(
    await failureOf(() => requestStatus(join(directory, 'none'))),
    /^daemon-unreachable: .*no such socket/,
  );
  writeFileSync(join(directory, 'file'), '');
  t.match(
    await failureOf(() => requestStatus(join(directory, 'file'))),
    /^daemon-unreachable: .*the daemon that made it is gone/,
  );
});
