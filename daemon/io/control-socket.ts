import { lstatSync, mkdirSync, unlinkSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import { Failure } from '../config/failure.js';
import { type Answer, answerRequest, type ControlHandlers } from './control-routes.js';

/** HTTP on a Unix socket, for the command line on this host: the resources of `ControlHandlers`. */
export interface ControlServer {
  /** Ends open connections and removes the socket. */
  close(): Promise<void>;
}

/** Owner and group may connect, nobody else. */
const UMASK = 0o117;
const MAX_CONNECTIONS = 64;
const BROKEN: Answer = { status: 500, type: 'application/json', body: '{"error":"internal error"}' };

/**
 * Listens at `path`, taking the place of a dead daemon's socket but never of a live one's. `onFailure`: a handler threw,
 * which is a bug.
 */
export async function serveControl(
  path: string,
  handlers: Partial<ControlHandlers>,
  onFailure: (error: unknown) => void = () => undefined,
): Promise<ControlServer> {
  await clearStale(path);
  const limits = { maxHeaderSize: 8192, requestTimeout: 5000, headersTimeout: 5000, keepAliveTimeout: 1 };
  const server = createServer(limits, (request, response) => {
    answerRequest(request, handlers).then(
      (answer) => send(response, answer),
      (error) => {
        onFailure(error);
        send(response, BROKEN);
      },
    );
  });
  server.maxConnections = MAX_CONNECTIONS;
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
    throw squatted(`${path}: the socket of another user (${code})`);
  }
  try {
    unlinkSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return;
    throw squatted(`${path}: a dead socket that cannot be removed (${code})`);
  }
}

function squatted(problem: string): Failure {
  return new Failure('control-unusable', problem, 'remove it, or name another place with `control`');
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
    // Stays: without descriptors a connection that comes later fails here, and that must not end the process.
    server.on('error', (error: NodeJS.ErrnoException) => {
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

function send(response: ServerResponse, { status, type, body }: Answer): void {
  response.writeHead(status, { 'content-type': type, connection: 'close' });
  response.end(body);
}
