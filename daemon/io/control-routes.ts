import type { IncomingMessage } from 'node:http';

/** What the daemon answers on its control socket. One that is left out does not exist there. */
export interface ControlHandlers {
  /** `GET /v1/status`: JSON. */
  status(): string;
  /** `GET /v1/config`: the config in force, JSON. */
  config(): string;
  /** `GET /v1/metrics`: Prometheus text format. */
  metrics(): Promise<string>;
  /** `POST /v1/reload`: JSON, when the reload is over. */
  reload(): Promise<string>;
  /** `POST /v1/ping`: JSON for JSON, when the answer came or the time is over. */
  ping(body: string): Promise<string>;
}

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

const MAX_BODY_BYTES = 64 << 10;

export async function answerRequest(
  request: IncomingMessage,
  handlers: Partial<ControlHandlers>,
): Promise<Answer> {
  const resource = ROUTES[request.url ?? ''];
  if (resource === undefined) return refuse(404, 'no such resource');
  const methods = Object.keys(resource).join(', ');
  const route = resource[request.method as Method];
  if (route === undefined) return refuse(405, `only ${methods}`);
  const body = await readBody(request);
  if (body === undefined) return refuse(413, `a body has at most ${MAX_BODY_BYTES} bytes`);
  const answer = await route(handlers, body);
  if (answer === undefined) return refuse(404, 'no such resource');
  return typeof answer === 'string' ? { status: 200, type: JSON_TYPE, body: answer } : answer;
}

type Method = 'GET' | 'POST';
type Outcome = string | Answer | undefined;
type Route = (handlers: Partial<ControlHandlers>, body: string) => Outcome | Promise<Outcome>;

const JSON_TYPE = 'application/json';

const ROUTES: Readonly<Record<string, Readonly<Partial<Record<Method, Route>>>>> = {
  '/v1/status': { GET: ({ status }) => status?.() },
  '/v1/config': { GET: ({ config }) => config?.() },
  '/v1/metrics': {
    async GET({ metrics }) {
      const body = await metrics?.();
      return body && { status: 200, type: 'text/plain; version=0.0.4; charset=utf-8', body };
    },
  },
  '/v1/reload': { POST: ({ reload }) => reload?.() },
  '/v1/ping': { POST: ({ ping }, body) => ping?.(body) },
};

function refuse(status: number, error: string): Answer {
  return { status, type: JSON_TYPE, body: JSON.stringify({ error }) };
}

/** Undefined when it is too long. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
