import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { requestStatus, serveControl } from '../../../daemon/io/control-socket.js';
import { shortDirectory } from '../support/directory.js';
import { failureOf } from '../support/failure.js';

const HANDLERS = { status: () => '{"festoon":"status/1"}' };

/** A server that answers each connection with fixed text, then does nothing. */
async function serveText(t: Test, path: string, text: string): Promise<void> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.write(text);
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  t.teardown(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
}

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

t.test('status is answered, and the socket removed at the end', async (t) => {
  const path = join(shortDirectory(t), 'run', 'control.sock');
  const server = await serveControl(path, HANDLERS);
  t.equal(lstatSync(path).mode & 0o777, 0o660);
  t.same(await requestStatus(path), { festoon: 'status/1' });
  await server.close();
  t.notOk(existsSync(path));
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
  const script = `require('net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`;
  spawnSync(process.execPath, ['-e', script]);
  t.ok(lstatSync(path).isSocket(), 'the dead one is still there');
  t.match(
    await failureOf(() => requestStatus(path)),
    /^daemon-unreachable: .*the daemon that made it is gone; start it/,
  );
  const server = await serveControl(path, HANDLERS);
  t.match(
    await failureOf(() => serveControl(path, HANDLERS)),
    /^control-in-use: .*another daemon answers there/,
  );
  t.same(await requestStatus(path), { festoon: 'status/1' });
  await server.close();
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
