import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import t from 'tap';
import { requestText } from '../../../daemon/io/control-client.js';
import { clearStale, serveControl } from '../../../daemon/io/control-socket.js';
import { shortDirectory } from '../support/directory.js';
import { failureOf } from '../support/failure.js';

const HANDLERS = { status: () => '{"festoon":"status/1"}' };

/** What comes back for one raw request. */
function asked(path: string, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(path, () => socket.write(text));
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('end', () => resolve(answer));
    socket.on('error', reject);
  });
}

/** The socket of a daemon that was killed. */
function leaveDead(path: string): void {
  const script = `require('net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`;
  spawnSync(process.execPath, ['-e', script]);
}

t.test('status is answered, and the socket removed at the end', async (t) => {
  const path = join(shortDirectory(t), 'run', 'control.sock');
  const server = await serveControl(path, HANDLERS);
  t.equal(lstatSync(path).mode & 0o777, 0o660);
  t.equal(await requestText({ path, resource: '/v1/status' }), '{"festoon":"status/1"}');
  await server.close();
  t.notOk(existsSync(path));
});

t.test('what was answered when it is closed still arrives, and what was not is cut', async (t) => {
  const path = join(shortDirectory(t), 'control.sock');
  let answer = (_: string): void => undefined;
  const asked = new Promise<void>((resolve) => {
    answer = () => resolve();
  });
  const server = await serveControl(path, {
    metrics: () => new Promise(() => undefined),
    ping: () =>
      new Promise((resolve) => {
        answer('');
        answer = resolve;
      }),
  });
  const pinged = requestText({ path, resource: '/v1/ping', method: 'POST', body: '{}' });
  const cut = failureOf(() => requestText({ path, resource: '/v1/metrics' }));
  await asked;
  answer('{"festoon":"ping/1"}');
  await server.close();
  t.equal(await pinged, '{"festoon":"ping/1"}');
  t.match(await cut, /^daemon-/);
});

t.test('making the socket leaves the umask as it was', async (t) => {
  const before = process.umask(0o022);
  t.teardown(() => process.umask(before));
  const server = await serveControl(join(shortDirectory(t), 'control.sock'), HANDLERS);
  t.equal(process.umask(), 0o022);
  await server.close();
});

t.test('the socket of a dead daemon is replaced, that of a live one is not', async (t) => {
  const path = join(shortDirectory(t), 'control.sock');
  leaveDead(path);
  t.ok(lstatSync(path).isSocket(), 'the dead one is still there');
  t.match(
    await failureOf(() => requestText({ path, resource: '/v1/status' })),
    /^daemon-unreachable: .*the daemon that made it is gone; start it/,
  );
  const server = await serveControl(path, HANDLERS);
  t.match(
    await failureOf(() => serveControl(path, HANDLERS)),
    /^control-in-use: .*another daemon answers there/,
  );
  t.equal(await requestText({ path, resource: '/v1/status' }), '{"festoon":"status/1"}');
  await server.close();
});

t.test('of two that start at once beside a dead one, one gets the socket and keeps it', async (t) => {
  const directory = shortDirectory(t);
  const path = join(directory, 'control.sock');
  leaveDead(path);
  const failures: string[] = [];
  const starts = ['1', '2'].map((status) => serveControl(path, { status: () => status }));
  for (const start of starts) failures.push(await failureOf(() => start));
  t.same(failures.map((text) => text.replace(/:.*/, '')).sort(), ['control-in-use', 'no failure']);
  const first = failures.indexOf('no failure');
  t.equal(await requestText({ path, resource: '/v1/status' }), `${first + 1}`);
  await (await starts[first])?.close();
  t.same(readdirSync(directory), [], 'nothing is left');
});

t.test('a live socket that came in the place of the dead one meanwhile stays', async (t) => {
  const path = join(shortDirectory(t), 'control.sock');
  leaveDead(path);
  const clearing = clearStale(path);
  rmSync(path);
  const live = createServer((socket) => socket.end('live'));
  t.teardown(() => live.close());
  await new Promise<void>((resolve) => live.listen(path, resolve));
  t.equal(await failureOf(() => clearing), 'no failure');
  t.equal(await asked(path, ''), 'live');
});

t.test('at its end a daemon leaves the socket that another has there by now', async (t) => {
  const path = join(shortDirectory(t), 'control.sock');
  const first = await serveControl(path, HANDLERS);
  rmSync(path);
  const second = await serveControl(path, HANDLERS);
  await first.close();
  t.equal(await requestText({ path, resource: '/v1/status' }), '{"festoon":"status/1"}');
  await second.close();
  t.notOk(existsSync(path));
});

t.test('a path that cannot be a socket is refused and kept', async (t) => {
  const directory = shortDirectory(t);
  writeFileSync(join(directory, 'file'), 'precious');
  mkdirSync(join(directory, 'folder'));
  t.match(
    await failureOf(() => serveControl(join(directory, 'file'), HANDLERS)),
    /^control-unusable: .*is not a socket; move it/,
  );
  t.match(
    await failureOf(() => serveControl(join(directory, 'folder'), HANDLERS)),
    /^control-unusable: .*is not a socket/,
  );
  t.match(
    await failureOf(() => serveControl(join(directory, 'file', 'x.sock'), HANDLERS)),
    /^control-unusable: .*cannot be used \(E/,
  );
  t.match(
    await failureOf(() => serveControl('/proc/none.sock', HANDLERS)),
    /^control-unusable: .*cannot be created \(E/,
  );
  t.ok(existsSync(join(directory, 'file')));
});

t.test('other resources and methods are refused', async (t) => {
  const path = join(shortDirectory(t), 'control.sock');
  const server = await serveControl(path, HANDLERS);
  const found = await asked(path, 'GET /v1/other HTTP/1.1\r\nhost: x\r\n\r\n');
  t.match(found, /^HTTP\/1\.1 404 /);
  t.match(
    await asked(path, 'POST /v1/status HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n'),
    /^HTTP\/1\.1 405 /,
  );
  await server.close();
});

t.test('each resource has its handler', async (t) => {
  const path = join(shortDirectory(t), 'control.sock');
  const pings: unknown[] = [];
  const server = await serveControl(path, {
    config: () => '{"control":"x"}',
    metrics: async () => 'x_total 1\n',
    reload: async () => '{"ok":true}',
    async ping(body) {
      pings.push(body);
      return '{"ok":false}';
    },
  });
  t.teardown(() => server.close());
  const get = (resource: string): Promise<string> =>
    asked(path, `GET ${resource} HTTP/1.1\r\nhost: x\r\n\r\n`);
  const post = (resource: string, body: string): Promise<string> =>
    asked(path, `POST ${resource} HTTP/1.1\r\nhost: x\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
  t.match(await get('/v1/config'), /^HTTP\/1\.1 200 [\s\S]*content-type: application\/json[\s\S]*"control"/);
  t.match(await get('/v1/metrics'), /^HTTP\/1\.1 200 [\s\S]*text\/plain; version=0\.0\.4[\s\S]*x_total 1/);
  t.match(await get('/v1/status'), /^HTTP\/1\.1 404 /, 'this one is left out');
  t.match(await get('/v1/reload'), /^HTTP\/1\.1 405 [\s\S]*only POST/);
  t.match(await post('/v1/reload', ''), /^HTTP\/1\.1 200 [\s\S]*"ok":true/);
  t.match(await post('/v1/ping', '{"peer":"b"}'), /^HTTP\/1\.1 200 [\s\S]*"ok":false/);
  t.same(pings, ['{"peer":"b"}']);
  t.match(await post('/v1/reload', 'x'.repeat(70_000)), /^HTTP\/1\.1 413 /);
});

t.test('a handler that fails is answered with 500, and the next one is served', async (t) => {
  const path = join(shortDirectory(t), 'control.sock');
  const failures: unknown[] = [];
  const status = (): string => {
    throw new Error('no');
  };
  const server = await serveControl(path, { status }, (error) => failures.push(error));
  t.teardown(() => server.close());
  for (let i = 0; i < 2; i += 1) {
    t.match(await asked(path, 'GET /v1/status HTTP/1.1\r\nhost: x\r\n\r\n'), /^HTTP\/1\.1 500 /);
  }
  t.match(failures, [{ message: 'no' }, { message: 'no' }]);
});
