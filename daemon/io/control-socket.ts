import { lstatSync, mkdirSync, rmSync } from 'node:fs';
import { createServer, request, type Server, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import { MAX_SOCKET_PATH_BYTES } from '../config/config.js';
import { Failure } from '../config/failure.js';

/** HTTP + JSON on a Unix socket, for the command line on this host: `GET /v1/status`. */
export interface ControlHandlers {
  /** The body of the answer, JSON. */
  readonly status: () => string;
}

export interface ControlServer {
  /** Ends open connections and removes the socket. */
  close(): Promise<void>;
}

/** Owner and group may connect, nobody else. */
const UMASK = 0o117;
const MAX_ANSWER_BYTES = 16 << 20;

/** Listens at `path`, taking the place of a dead daemon's socket but never of a live one's. */
export async function serveControl(path: string, handlers: ControlHandlers): Promise<ControlServer> {
  await clearStale(path);
  const server = createServer(
    { requestTimeout: 5000, headersTimeout: 5000, keepAliveTimeout: 1 },
    (req, res) => {
      if (req.url !== '/v1/status') return answer(res, 404, '{"error":"no such resource"}');
      if (req.method !== 'GET') return answer(res, 405, '{"error":"only GET"}');
      return answer(res, 200, handlers.status());
    },
  );
  await listen(server, path);
  return { close: () => close(server) };
}

/** Removes the socket of a dead daemon; fails with `control-in-use` when a live one answers there. */
export async function clearStale(path: string): Promise<void> {
  let socket: boolean;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o755 });
    socket = lstatSync(path).isSocket();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return;
    throw new Failure('control-unusable', `${path}: cannot be used (${code})`);
  }
  if (!socket)
    throw new Failure('control-unusable', `${path}: exists and is not a socket`, 'move it out of the way');
  const code = await probe(path);
  if (code === undefined) throw new Failure('control-in-use', `${path}: another daemon answers there`);
  if (code !== 'ECONNREFUSED' && code !== 'ENOENT') {
    throw new Failure('control-unusable', `${path}: the socket of another user (${code})`);
  }
  rmSync(path, { force: true });
}

/** The parsed body of `GET /v1/status`. */
export async function requestStatus(path: string, timeoutMs = 5000): Promise<unknown> {
  if (Buffer.byteLength(path) > MAX_SOCKET_PATH_BYTES) {
    throw new Failure('daemon-unreachable', `${path}: too long for a socket's path`);
  }
  const { status, body } = await get(path, '/v1/status', timeoutMs);
  if (status !== 200) throw new Failure('daemon-answer', `${path}: answered with status ${status}`);
  try {
    return JSON.parse(body);
  } catch {
    throw new Failure('daemon-answer', `${path}: answered with something other than JSON`);
  }
}

/** Undefined when something accepts connections, else why not. */
function probe(path: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(undefined);
    });
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'));
  });
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(new Failure('control-unusable', `${path}: cannot be created (${error.code})`));
    });
    // bind(2) happens inside listen(), so the socket never exists with wider permissions.
    const before = process.umask(UMASK);
    try {
      server.listen(path, resolve);
    } finally {
      process.umask(before);
    }
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function answer(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
  response.end(body);
}

function get(path: string, resource: string, timeoutMs: number): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(timeoutMs);
    const call = request({ socketPath: path, path: resource, signal, maxHeaderSize: 8192 }, (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > MAX_ANSWER_BYTES)
          call.destroy(new Failure('daemon-answer', `${path}: the answer is too large`));
        else chunks.push(chunk);
      });
      response.on('error', (error) => reject(callFailure(path, error)));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }),
      );
    });
    call.on('error', (error) => reject(callFailure(path, error)));
    call.end();
  });
}

function callFailure(path: string, error: NodeJS.ErrnoException): Failure {
  if (error instanceof Failure) return error;
  if (error.name === 'AbortError' || error.name === 'TimeoutError') {
    return new Failure('daemon-unreachable', `${path}: no answer in time`);
  }
  switch (error.code) {
    case 'ENOENT':
      return new Failure('daemon-unreachable', `${path}: no such socket`);
    case 'ECONNREFUSED':
      return new Failure('daemon-unreachable', `${path}: the daemon that made it is gone`);
    case 'EACCES':
    case 'EPERM': {
      const remedy = 'run the command as root or as a member of the socket’s group';
      return new Failure('daemon-unreachable', `${path}: permission denied`, remedy);
    }
    default:
      return new Failure(
        'daemon-answer',
        `${path}: the answer cannot be read (${error.code ?? error.message})`,
      );
  }
}
