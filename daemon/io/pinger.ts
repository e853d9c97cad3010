import { randomBytes } from 'node:crypto';
import { ERRORS, type ErrorCode } from '../../protocol/errors.js';
import type { PingResult } from '../control/action.js';
import type { PingEvent } from '../control/event.js';
import type { Leads } from '../control/status.js';

/** What `POST /v1/ping` answers. */
export type PingReport =
  | ({
      readonly festoon: 'ping/1';
      readonly ok: true;
      readonly peer: string;
      readonly rttMs: number;
    } & Leads)
  | { readonly festoon: 'ping/1'; readonly ok: false; readonly code: ErrorCode; readonly message: string };

export interface Pinger {
  /** The answer to the body of a `POST /v1/ping`, `{peer, timeoutMs}`, once it is known; always within `timeoutMs`. */
  answer(body: string): Promise<PingReport>;
  /** Takes a `ping-result` action; one that nobody waits for (any more) is ignored. */
  settle(result: PingResult): void;
  /** Answers all that wait, and from now on everyone, at once. */
  stop(): void;
}

export interface PingerOptions {
  readonly post: (event: PingEvent) => void;
  /** Milliseconds of a clock that never steps. */
  readonly now: () => number;
}

/** An echo is waited for so long at most. */
export const MAX_TIMEOUT_MS = 60_000;
const MAX_PEER_LENGTH = 255;
/** While a peer is being found it is asked for again so often. */
const SOUGHT_AGAIN_MS = 20;

/** Pairs what the command line asks with what control finds out, and measures the time between. */
export function createPinger({ post, now }: PingerOptions): Pinger {
  const waiting = new Map<bigint, (outcome: PingOutcome) => void>();
  let stopped = false;

  const ping = (peer: string, timeoutMs: number): Promise<PingReport> =>
    new Promise((resolve) => {
      const id = randomBytes(8).readBigUInt64LE();
      let sentAt = now();
      let sought: NodeJS.Timeout | undefined;
      let late: PingOutcome = 'ping-no-answer';
      const end = (outcome: PingOutcome): void => {
        clearTimeout(timer);
        clearTimeout(sought);
        waiting.delete(id);
        resolve(reportOf(outcome, now() - sentAt));
      };
      const timer = setTimeout(() => end(late), timeoutMs);
      const ask = (): void => {
        sentAt = now();
        late = 'ping-no-answer';
        post({ type: 'ping', id, peer });
      };
      waiting.set(id, (outcome) => {
        if (!isSought(outcome)) return end(outcome);
        late = outcome;
        sought = setTimeout(ask, SOUGHT_AGAIN_MS);
      });
      ask();
    });

  return {
    async answer(body) {
      const request = parseRequest(body);
      if (stopped) return failed('daemon-stopping');
      return request === undefined ? failed('control-request') : ping(request.peer, request.timeoutMs);
    },
    settle: (result) => waiting.get(result.id)?.(result),
    stop() {
      stopped = true;
      for (const answer of [...waiting.values()]) answer('daemon-stopping');
    },
  };
}

/** What control found out, or why it is not waited for any more. */
type PingOutcome = PingResult | 'ping-no-answer' | 'daemon-stopping';

function isSought(outcome: PingOutcome): boolean {
  return typeof outcome !== 'string' && !outcome.ok && outcome.code === 'ping-sought';
}

function reportOf(outcome: PingOutcome, rttMs: number): PingReport {
  if (typeof outcome === 'string') return failed(outcome);
  if (!outcome.ok) return failed(outcome.code);
  const { peer, endpoint, via } = outcome;
  const leads = { ...(endpoint && { endpoint }), ...(via && { via }) };
  return { festoon: 'ping/1', ok: true, peer, ...leads, rttMs };
}

function failed(code: ErrorCode): PingReport {
  return { festoon: 'ping/1', ok: false, code, message: ERRORS[code].meaning };
}

interface PingRequest {
  readonly peer: string;
  readonly timeoutMs: number;
}

function parseRequest(body: string): PingRequest | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return undefined;
  }
  const { peer, timeoutMs } = (parsed ?? {}) as Record<string, unknown>;
  if (typeof peer !== 'string' || peer === '' || peer.length > MAX_PEER_LENGTH) return undefined;
  if (typeof timeoutMs !== 'number' || !(timeoutMs > 0 && timeoutMs <= MAX_TIMEOUT_MS)) return undefined;
  return { peer, timeoutMs };
}
