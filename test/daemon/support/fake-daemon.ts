import { createServer as createHttpServer } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import type { Test } from 'tap';
import { shortDirectory } from './directory.js';

/** What a fake daemon got: `GET /v1/status`, and the body of a POST as parsed JSON. */
export interface Asked {
  readonly what: string;
  readonly body: unknown;
}

/** An object is answered as JSON, a string as it is, a number as that HTTP status, NEVER not at all. */
export type Answer = object | string | number;

export interface FakeDaemon {
  readonly path: string;
  readonly asked: readonly Asked[];
}

/** A control socket whose answers a test makes up. Resources that are not named are not found. */
export async function fakeDaemon(
  t: Test,
  answers: Readonly<Record<string, (body: unknown, nth: number) => Answer>>,
): Promise<FakeDaemon> {
  const path = join(shortDirectory(t), 'control.sock');
  const asked: Asked[] = [];
  const server = createHttpServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      const what = `${request.method} ${request.url}`;
      const body = text === '' ? undefined : JSON.parse(text);
      asked.push({ what, body });
      const answer = answers[what]?.(body, asked.filter((one) => one.what === what).length) ?? 404;
      if (answer === NEVER) return;
      response.writeHead(typeof answer === 'number' ? answer : 200, { connection: 'close' });
      response.end(typeof answer === 'object' ? JSON.stringify(answer) : String(answer));
    });
  });
  await listening(server, path);
  t.teardown(() => {
    server.close();
    server.closeAllConnections();
  });
  return { path, asked };
}

/** The answer that never comes. */
export const NEVER: object = {};

/** A server that answers each connection with fixed text, then does nothing. */
export async function serveText(t: Test, path: string, text: string): Promise<void> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.write(text);
  });
  await listening(server, path);
  t.teardown(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
}

function listening(server: Server, path: string): Promise<void> {
  return new Promise((resolve) => server.listen(path, resolve));
}
