import { ERRORS, type ErrorCode } from '../../protocol/errors.js';
import type { Config } from '../config/config.js';
import { type Change, diffConfig, withRestartKeys } from '../config/diff.js';
import { ConfigError, Failure } from '../config/failure.js';
import type { ReloadStatus } from '../control/status.js';
import type { Log } from '../observe/log.js';
import type { Identity } from './identity.js';
import { changesOf, succeed } from './identity-change.js';
import type { Part, Prepared, Setup } from './part.js';

/** What `POST /v1/reload` and `festoon reload --json` answer. Fields may be added. */
export type ReloadReport =
  | { readonly festoon: 'reload/1'; readonly ok: true; readonly changes: readonly Change[] }
  | {
      readonly festoon: 'reload/1';
      readonly ok: false;
      /** Of the error registry; `internal` for a bug. */
      readonly code: string;
      /** What is wrong, where, and the way out, one a line. */
      readonly problems: readonly string[];
    };

export interface ReloadOptions {
  /** What the daemon started with. */
  readonly setup: Setup;
  /** Reads the config anew; throws a Failure. */
  readonly load: () => Config;
  /** Reads and checks the files that a config names; throws a Failure. */
  readonly identify: (config: Config) => Identity;
  /** Throws a Failure when a setup would harm this host. */
  readonly refuse: (next: Setup) => void;
  /** Wipes what of an identity is not in force (any more). */
  readonly forget: (identity: Identity, inForce: Identity) => void;
  readonly parts: readonly Part[];
  readonly log: Log;
  /** Unix seconds. */
  readonly now: () => number;
  /** Around each reload. */
  readonly onBegin: () => void;
  readonly onEnd: () => void;
}

export interface Reloader {
  /**
   * Reads the config and puts it in force, whole or not at all. Never rejects. Those who ask while one is running share
   * the one that follows it.
   */
  request(): Promise<ReloadReport>;
  /** What is in force. */
  setup(): Setup;
  status(): ReloadStatus;
  /** Waits for the one that is running; from now on every other is refused. */
  close(): Promise<void>;
}

export function createReloader(options: ReloadOptions): Reloader {
  return new Transactions(options);
}

class Transactions implements Reloader {
  readonly #options: ReloadOptions;
  #setup: Setup;
  #status: ReloadStatus;
  #running: Promise<ReloadReport> | undefined;
  #following: Promise<ReloadReport> | undefined;
  #isClosed = false;

  constructor(options: ReloadOptions) {
    this.#options = options;
    this.#setup = options.setup;
    const now = options.now();
    const count = { applied: 0, refused: 0 };
    this.#status = { ok: true, lastAttempt: now, lastSuccess: now, count, problems: [], needRestart: [] };
  }

  request(): Promise<ReloadReport> {
    if (this.#following !== undefined) return this.#following;
    if (this.#running === undefined) return this.#begin();
    this.#following = this.#running.then(() => {
      this.#following = undefined;
      return this.#begin();
    });
    return this.#following;
  }

  setup(): Setup {
    return this.#setup;
  }

  status(): ReloadStatus {
    return this.#status;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#running;
  }

  #begin(): Promise<ReloadReport> {
    const running = this.#reload().finally(() => {
      if (this.#running === running) this.#running = undefined;
    });
    this.#running = running;
    return running;
  }

  async #reload(): Promise<ReloadReport> {
    const { onBegin, onEnd, now } = this.#options;
    if (this.#isClosed) return refusal(new Failure('daemon-stopping', 'the daemon is about to end'));
    onBegin();
    const lastAttempt = now();
    const { applied, refused } = this.#status.count;
    try {
      const changes = await this.#transact();
      const needRestart = changes.filter(({ effect }) => effect === 'restart').map(({ key }) => key);
      const count = { applied: applied + 1, refused };
      this.#status = { ok: true, lastAttempt, lastSuccess: lastAttempt, count, problems: [], needRestart };
      this.#say(changes);
      return { festoon: 'reload/1', ok: true, changes };
    } catch (error) {
      const report = refusal(error);
      const { code, problems } = report;
      const count = { applied, refused: refused + 1 };
      this.#status = { ...this.#status, ok: false, lastAttempt, count, problems };
      for (const problem of problems) this.#options.log.error('config refused', { code, problem });
      return report;
    } finally {
      onEnd();
    }
  }

  /** Throws with everything as it was. */
  async #transact(): Promise<readonly Change[]> {
    const { load, identify, refuse, forget } = this.#options;
    const before = this.#setup;
    const wanted = load();
    const config = withRestartKeys(before.config, wanted);
    const read = identify(config);
    const changes = changesOf(diffConfig(before.config, wanted), before.identity, read);
    try {
      const next = { config, identity: succeed(before.identity, read) };
      refuse(next);
      if (changes.some(({ effect }) => effect === 'live')) await this.#swap(next);
    } finally {
      for (const identity of [before.identity, read]) forget(identity, this.#setup.identity);
    }
    return changes;
  }

  async #swap(next: Setup): Promise<void> {
    const prepared: Prepared[] = [];
    try {
      for (const part of this.#options.parts) prepared.push(await part.prepare(next));
    } catch (error) {
      for (const part of prepared.reverse()) await part.undo();
      throw error;
    }
    for (const part of prepared) part.commit();
    this.#setup = next;
  }

  #say(changes: readonly Change[]): void {
    const { log } = this.#options;
    const keys = (effect: Change['effect']): string | undefined =>
      changes
        .filter((change) => change.effect === effect)
        .map(({ key }) => key)
        .join(' ') || undefined;
    log.info('config read again', { applied: keys('live'), needs_restart: keys('restart') });
  }
}

function refusal(error: unknown): Extract<ReloadReport, { ok: false }> {
  return { festoon: 'reload/1', ok: false, ...explain(error) };
}

function explain(error: unknown): { code: string; problems: string[] } {
  if (error instanceof ConfigError) return { code: error.code, problems: error.message.split('\n') };
  if (error instanceof Failure) return { code: error.code, problems: [`${error.message}; ${error.remedy}`] };
  // Errors of the addon are plain errors with a code of the same registry.
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (Object.hasOwn(ERRORS, code)) {
    return { code, problems: [`${(error as Error).message}; ${ERRORS[code as ErrorCode].remedy}`] };
  }
  return { code: 'internal', problems: [`internal error, please report it: ${error}`] };
}
