import { existsSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import t, { type Test } from 'tap';
import { serveMetrics } from '../../../daemon/io/metrics-server.js';
import { type Endpoint, splitEndpoint } from '../../../protocol/address.js';
import { shortDirectory } from '../support/directory.js';
import { failureOf } from '../support/failure.js';

const HANDLERS = {
  metrics: async () => 'x_total 1\n',
  health: () => ({ loop: true, core: true }),
  missing: (): string[] => [],
};
/** Port 0: the system chooses. */
const ANY = '127.0.0.1:0' as Endpoint;

async function served(t: Test, handlers: Partial<typeof HANDLERS> = {}): Promise<{ endpoint: Endpoint }> {
  const server = await serveMetrics(ANY, { ...HANDLERS, ...handlers });
  t.teardown(() => server.close());
  return { endpoint: server.endpoint as Endpoint };
}

interface Answer {
  readonly status: number | undefined;
  readonly type: string | undefined;
  readonly body: string;
}

function ask(endpoint: Endpoint, path: string, method = 'GET', host?: string): Promise<Answer> {
  const { address, port } = splitEndpoint(endpoint);
  return new Promise((resolve, reject) => {
    const headers = host === undefined ? {} : { host };
    const call = request({ host: address, port, path, method, headers, agent: false }, (response) => {
      let body = '';
      response.on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode, type: response.headers['content-type'], body }),
      );
    });
    call.on('error', reject);
    call.end();
  });
}

t.test('metrics and health are served', async (t) => {
  const { endpoint } = await served(t);
  t.same(await ask(endpoint, '/metrics'), {
    status: 200,
    type: 'text/plain; version=0.0.4; charset=utf-8',
    body: 'x_total 1\n',
  });
  t.match(await ask(endpoint, '/metrics', 'HEAD'), { status: 200, body: '' });
  t.match(await ask(endpoint, '/healthz'), { status: 200, body: 'ok\n' });
  t.match(await ask(endpoint, '/readyz'), { status: 200, body: 'ready\n' });
  t.match(await ask(endpoint, '/'), { status: 404 });
});

t.test('a daemon that does not work says so', async (t) => {
  const { endpoint } = await served(t, {
    health: () => ({ loop: true, core: false }),
    metrics: () => Promise.reject(new Error('no')),
  });
  t.match(await ask(endpoint, '/healthz'), { status: 503, body: 'the core stands\n' });
  t.match(await ask(endpoint, '/metrics'), { status: 500, body: 'metrics cannot be rendered\n' });
});

t.test('a daemon that is not ready says what is missing', async (t) => {
  const { endpoint } = await served(t, { missing: () => ['no interface', 'no socket'] });
  t.match(await ask(endpoint, '/readyz'), { status: 503, body: 'no interface\nno socket\n' });
  t.match(await ask(endpoint, '/healthz'), { status: 200 });
});

t.test('only GET and HEAD are allowed', async (t) => {
  const { endpoint } = await served(t);
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS'])
    t.match(await ask(endpoint, '/metrics', method), { status: 405 }, method);
});

t.test('a foreign name in Host is refused, as a web page behind a rebound name would send it', async (t) => {
  const { endpoint } = await served(t);
  for (const host of ['localhost', 'localhost:9077', '127.0.0.1', '10.0.0.1:80', '[::1]:9077', '[fd00::1]']) {
    t.match(await ask(endpoint, '/metrics', 'GET', host), { status: 200 }, host);
  }
  for (const host of [
    'evil.example',
    'evil.example:9077',
    'localhost.evil.example',
    '127.0.0.1.evil',
    '[::1',
    'x@127.0.0.1',
  ]) {
    t.match(await ask(endpoint, '/metrics', 'GET', host), { status: 421 }, host);
  }
});

t.test('oversized headers are cut off', async (t) => {
  const { address, port } = splitEndpoint((await served(t)).endpoint);
  const answer = await new Promise<string>((resolve) => {
    const socket = connect(port, address, () =>
      socket.write(`GET /metrics HTTP/1.1\r\nhost: localhost\r\nx: ${'y'.repeat(9000)}\r\n\r\n`),
    );
    socket.on('data', (chunk) => resolve(chunk.toString()));
  });
  t.match(answer, /^HTTP\/1\.1 431 /);
});

t.test('an address that cannot be bound is named', async (t) => {
  const { endpoint } = await served(t);
  t.equal(
    await failureOf(() => serveMetrics(endpoint, HANDLERS)),
    `metrics-address: ${endpoint}: the port is in use; choose a free port and an address of this host for \`metrics\``,
  );
  t.match(
    await failureOf(() => serveMetrics('192.0.2.1:9077' as Endpoint, HANDLERS)),
    /^address-not-local: metrics on 192\.0\.2\.1:9077: no interface .*; correct `metrics`$/,
  );
});

t.test('a Unix socket answers its owner and group, and takes the place of a dead one only', async (t) => {
  const path = `${shortDirectory(t)}/m.sock`;
  const server = await serveMetrics(`unix:${path}`, HANDLERS);
  t.equal(statSync(path).mode & 0o777, 0o660);
  const status = await new Promise((resolve) =>
    request({ socketPath: path, path: '/metrics' }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).end(),
  );
  t.equal(status, 200);
  t.match(await failureOf(() => serveMetrics(`unix:${path}`, HANDLERS)), /^metrics-address: .*answers there/);
  await server.close();
  t.notOk(existsSync(path));
});
