import { lstatSync, mkdirSync, rmSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { dirname } from 'node:path';
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
  await listenAt(server, path);
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

export function listenAt(server: Server, path: string): Promise<void> {
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
