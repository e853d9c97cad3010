import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, isIP } from 'node:net';
import { type Address, type Endpoint, formatEndpoint, splitEndpoint } from '../../protocol/address.js';
import { type MetricsAddress, unixPath } from '../config/config.js';
import { Failure } from '../config/failure.js';
import type { Health } from '../control/status.js';
import { closeServer } from './close-server.js';
import { clearStale, listenAt } from './control-socket.js';

export interface MetricsHandlers {
  /** Prometheus text format 0.0.4. */
  readonly metrics: () => Promise<string>;
  readonly health: () => Health;
  /** What is missing before it can serve, one sentence each. */
  readonly missing: () => readonly string[];
  /** One of these threw, which is a bug. */
  readonly onFailure?: (error: unknown) => void;
}

export interface MetricsServer {
  /** With the port that the system chose for port 0. */
  readonly endpoint: MetricsAddress;
  close(): Promise<void>;
}

/** HTTP for Prometheus and for health checks: `GET /metrics`, `/healthz`, `/readyz`, nothing else. */
export async function serveMetrics(
  endpoint: MetricsAddress,
  handlers: MetricsHandlers,
): Promise<MetricsServer> {
  const limits = { maxHeaderSize: 8192, headersTimeout: 5000, requestTimeout: 5000, keepAliveTimeout: 5000 };
  const server = createServer(limits, (request, response) => {
    respond(request, handlers).then(
      (answer) => send(response, answer),
      (error) => {
        handlers.onFailure?.(error);
        send(response, { status: 500, body: 'metrics cannot be rendered\n' });
      },
    );
  });
  server.maxConnections = 64;
  const path = unixPath(endpoint);
  if (path !== undefined) {
    const removeName = await listenAtPath(server, path);
    return {
      endpoint,
      close() {
        removeName();
        return closeServer(server);
      },
    };
  }
  await listen(server, endpoint as Endpoint);
  const { address, port } = server.address() as AddressInfo;
  return { endpoint: formatEndpoint(address as Address, port), close: () => closeServer(server) };
}

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly type?: string;
}

async function respond(request: IncomingMessage, handlers: MetricsHandlers): Promise<Answer> {
  request.resume();
  if (!isLocalName(request.headers.host)) return { status: 421, body: 'ask by address, not by name\n' };
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return { status: 405, body: 'only GET and HEAD\n' };
  switch (request.url) {
    case '/metrics':
      return {
        status: 200,
        body: await handlers.metrics(),
        type: 'text/plain; version=0.0.4; charset=utf-8',
      };
    case '/healthz':
      return verdict('ok', standing(handlers.health()));
    case '/readyz':
      return verdict('ready', handlers.missing());
    default:
      return { status: 404, body: 'see /metrics, /healthz and /readyz\n' };
  }
}

function standing(health: Health): readonly string[] {
  return Object.entries(health).flatMap(([part, turns]) => (turns ? [] : [`the ${part} stands`]));
}

function verdict(good: string, faults: readonly string[]): Answer {
  return faults.length === 0
    ? { status: 200, body: `${good}\n` }
    : { status: 503, body: `${faults.join('\n')}\n` };
}

/** A web page may point its own name at this address (DNS rebinding), but then the browser sends that name. */
function isLocalName(host: string | undefined): boolean {
  const name = (host ?? '').replace(/:[0-9]+$/, '').replace(/^\[(.*)\]$/, '$1');
  return name === 'localhost' || isIP(name) !== 0;
}

function send(response: ServerResponse, { status, body, type = 'text/plain; charset=utf-8' }: Answer): void {
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'",
  });
  response.end(body);
}

function listen(server: Server, endpoint: Endpoint): Promise<void> {
  const { address, port } = splitEndpoint(endpoint);
  return new Promise((resolve, reject) => {
    // Stays: without descriptors a connection that comes later fails here, and that must not end the process.
    server.on('error', (error: NodeJS.ErrnoException) => {
      reject(bindFailure(endpoint, error));
    });
    server.listen({ host: address, port, ipv6Only: address.includes(':') }, resolve);
  });
}

/** Owner and group may ask. The socket of a dead daemon is replaced, never that of a live one. */
async function listenAtPath(server: Server, path: string): Promise<() => void> {
  try {
    await clearStale(path);
    return await listenAt(server, path);
  } catch (error) {
    throw new Failure('metrics-address', (error as Error).message);
  }
}

function bindFailure(endpoint: Endpoint, { code }: NodeJS.ErrnoException): Failure {
  if (code === 'EADDRNOTAVAIL') {
    const problem = `metrics on ${endpoint}: no interface of this host has that address`;
    return new Failure('address-not-local', problem, 'correct `metrics`');
  }
  const why = code === 'EADDRINUSE' ? 'the port is in use' : `cannot be bound (${code})`;
  return new Failure('metrics-address', `${endpoint}: ${why}`);
}
