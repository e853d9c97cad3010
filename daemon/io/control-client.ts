import { request } from 'node:http';
import { MAX_SOCKET_PATH_BYTES } from '../config/config.js';
import { Failure } from '../config/failure.js';
import type { StatusReport } from '../observe/status.js';

/** One request to the daemon behind the control socket at `path`. */
export interface ControlRequest {
  readonly path: string;
  readonly method?: 'GET' | 'POST';
  readonly resource: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Default 5,000: the daemon answers from memory. */
  readonly timeoutMs?: number;
}

const MAX_ANSWER_BYTES = 16 << 20;
const TIMEOUT_MS = 5_000;

export function requestStatus(path: string, timeoutMs: number = TIMEOUT_MS): Promise<StatusReport> {
  return requestReport(
    { kind: 'status/1', fields: STATUS_FIELDS },
    { path, resource: '/v1/status', timeoutMs },
  );
}

const STATUS_FIELDS: readonly (keyof StatusReport)[] = [
  'time',
  'problems',
  'tun',
  'listen',
  'reload',
  'health',
  'control',
  'counters',
  'traffic',
];

/** The text of an answer; fails with `daemon-unreachable` where nobody answers in time, else with `daemon-answer`. */
export async function requestText(call: ControlRequest): Promise<string> {
  const { path, resource } = call;
  if (Buffer.byteLength(path) > MAX_SOCKET_PATH_BYTES) {
    throw new Failure('daemon-unreachable', `${path}: too long for a socket's path`);
  }
  const { status, body } = await exchange(call);
  if (status === 404) throw new Failure('daemon-answer', `${path}: this daemon does not know ${resource}`);
  if (status !== 200) throw new Failure('daemon-answer', `${path}: answered with status ${status}`);
  return body;
}

/** What an answer must be: its `festoon`, such as 'status/1', and fields that an older daemon's may lack. */
export interface Expected {
  readonly kind: string;
  readonly fields: readonly string[];
}

/** As `requestText`, for an answer that is a JSON object of that kind. */
export async function requestReport<T extends object>(
  { kind, fields }: Expected,
  call: ControlRequest,
): Promise<T> {
  const answer = parseJson(call.path, await requestText(call));
  const found = (answer as { festoon?: unknown } | null)?.festoon;
  if (found !== kind) {
    const seen = typeof found === 'string' ? ` but ${found}` : '';
    throw new Failure('daemon-answer', `${call.path}: answered not with ${kind}${seen}`);
  }
  const missing = fields.find((field) => !Object.hasOwn(answer as T, field));
  if (missing === undefined) return answer as T;
  throw new Failure('daemon-answer', `${call.path}: answered with a ${kind} that lacks \`${missing}\``);
}

function parseJson(path: string, body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new Failure('daemon-answer', `${path}: answered with something other than JSON`);
  }
}

interface Exchange {
  readonly status: number;
  readonly body: string;
}

function exchange({
  path,
  method = 'GET',
  resource,
  body,
  timeoutMs = TIMEOUT_MS,
}: ControlRequest): Promise<Exchange> {
  const content = body === undefined ? undefined : JSON.stringify(body);
  const headers =
    content === undefined
      ? {}
      : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(content) };
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(Math.ceil(timeoutMs));
    const options = { socketPath: path, method, path: resource, headers, signal, maxHeaderSize: 8192 };
    const call = request(options, (response) => {
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
    call.end(content);
  });
}

function callFailure(path: string, error: NodeJS.ErrnoException): Failure {
  if (error instanceof Failure) return error;
  if (error.name === 'AbortError' || error.name === 'TimeoutError') {
    const remedy = 'look into the daemon’s log: it hangs, or the host is overloaded';
    return new Failure('daemon-unreachable', `${path}: no answer in time`, remedy);
  }
  switch (error.code) {
    case 'ENOENT':
    case 'ENOTDIR': {
      const remedy =
        'start it with `festoon up`; one that runs listens where it did at its start: name that socket with --control';
      return new Failure('daemon-unreachable', `${path}: no such socket`, remedy);
    }
    case 'ECONNREFUSED':
      return new Failure('daemon-unreachable', `${path}: the daemon that made it is gone`);
    case 'ECONNRESET':
    case 'EPIPE':
      return new Failure('daemon-unreachable', `${path}: the daemon ended the connection`);
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
