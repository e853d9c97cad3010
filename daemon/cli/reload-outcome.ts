import { Failure } from '../config/failure.js';
import { requestReport } from '../io/control-client.js';
import type { ReloadReport } from '../io/reload.js';
import { changeRows } from './changes.js';

/** Why the daemon goes on with the config it has, one reason and its remedy each. */
export class ReloadRefusal extends Failure {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super('reload-refused', problems.join('\n'));
    this.name = 'ReloadRefusal';
    this.problems = problems;
  }
}

/** A reload reads files, resolves nothing, binds sockets and may wait for one before it. */
const TIMEOUT_MS = 60_000;

/** Asks the daemon to reload its config; throws when it does not answer, not when it refuses. */
export function requestReload(control: string): Promise<ReloadReport> {
  return requestReport(
    { kind: 'reload/1', fields: ['ok'] },
    {
      path: control,
      method: 'POST',
      resource: '/v1/reload',
      timeoutMs: TIMEOUT_MS,
    },
  );
}

export type ReloadDone = Extract<ReloadReport, { ok: true }>;

/** The outcome of a reload that was done; a refused one is thrown. */
export function done(outcome: ReloadReport): ReloadDone {
  if (outcome.ok) return outcome;
  throw new ReloadRefusal(outcome.problems);
}

/** One line for each key that changed, and what is still to be done. */
export function changeLines({ changes }: ReloadDone): string {
  if (changes.length === 0) return 'reloaded: no key of the config has changed\n';
  const waiting = changes.filter(({ effect }) => effect === 'restart').length;
  const note =
    waiting === 0
      ? ''
      : `${waiting} of them ${waiting === 1 ? 'takes' : 'take'} effect when the daemon is restarted\n`;
  return `reloaded:\n${changeRows(changes)}${note}`;
}
