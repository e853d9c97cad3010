import { randomBytes } from 'node:crypto';
import { type BigIntStats, linkSync, lstatSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { Failure } from '../config/failure.js';
import { closeServer } from './close-server.js';
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
  const removeName = await listenAt(server, path);
  return {
    close() {
      removeName();
      return closeServer(server);
    },
  };
}

/** Removes the socket of a dead daemon; fails with `control-in-use` when a live one answers there. */
export async function clearStale(path: string): Promise<void> {
  let found: BigIntStats;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o755 });
    found = lstatSync(path, { bigint: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return;
    throw new Failure('control-unusable', `${path}: cannot be used (${code})`);
  }
  if (!found.isSocket())
    throw new Failure('control-unusable', `${path}: exists and is not a socket`, 'move it out of the way');
  const code = await probe(path);
  if (code === undefined) throw inUse(path);
  if (code !== 'ECONNREFUSED' && code !== 'ENOENT') {
    throw squatted(`${path}: the socket of another user (${code})`);
  }
  try {
    remove(path, found);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw squatted(`${path}: a dead socket that cannot be removed (${code})`);
  }
}

function squatted(problem: string): Failure {
  return new Failure('control-unusable', problem, 'remove it, or name another place with `control`');
}

function inUse(path: string): Failure {
  return new Failure('control-in-use', `${path}: another daemon answers there`);
}

/** Removes one socket and no other: it is taken aside first, and one that has come in its place is put back. */
function remove(path: string, wanted: BigIntStats): void {
  if (!isAt(path, wanted)) return;
  const aside = hiddenBeside(path);
  try {
    renameSync(path, aside);
    if (!isAt(aside, wanted)) linkSync(aside, path);
  } catch (error) {
    // It is gone, or somebody has put another there.
    if (!['ENOENT', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

/** Its number may be given again, but not with its time, which no rename or link changes. */
function isAt(path: string, { dev, ino, mtimeNs }: BigIntStats): boolean {
  const there = lstatSync(path, { bigint: true, throwIfNoEntry: false });
  return there !== undefined && there.dev === dev && there.ino === ino && there.mtimeNs === mtimeNs;
}

/** Shorter than most names of sockets: the whole path may be 107 bytes. */
function hiddenBeside(path: string): string {
  return join(dirname(path), `.${randomBytes(3).toString('hex')}`);
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

/**
 * Listens at a path that has to be free; the socket gets that name only when it is ready, so one that refuses there is
 * dead. Returns what removes the name, unless it is another's by then.
 */
export async function listenAt(server: Server, path: string): Promise<() => void> {
  const hidden = hiddenBeside(path);
  await bind(server, hidden, path);
  try {
    const own = lstatSync(hidden, { bigint: true });
    linkSync(hidden, path);
    return () => leave(path, own);
  } catch (error) {
    await closeServer(server);
    const { code } = error as NodeJS.ErrnoException;
    throw code === 'EEXIST' ? inUse(path) : unusable(path, code);
  } finally {
    rmSync(hidden, { force: true });
  }
}

/** One that cannot be removed is dead from now on: the next start replaces it. */
function leave(path: string, own: BigIntStats): void {
  try {
    remove(path, own);
  } catch {}
}

function bind(server: Server, hidden: string, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    // Stays: without descriptors a connection that comes later fails here, and that must not end the process.
    server.on('error', (error: NodeJS.ErrnoException) => reject(unusable(path, error.code)));
    // bind(2) happens inside listen(), so the socket never exists with wider permissions.
    const before = process.umask(UMASK);
    try {
      server.listen(hidden, resolve);
    } finally {
      process.umask(before);
    }
  });
}

function unusable(path: string, code: string | undefined): Failure {
  return new Failure('control-unusable', `${path}: cannot be created (${code})`);
}

function send(response: ServerResponse, { status, type, body }: Answer): void {
  response.writeHead(status, { 'content-type': type, connection: 'close' });
  response.end(body);
}
