import type { LabProcess } from '../../daemon/lab/process.js';

/** Something that carries packets from the near host to the far one. Idle while it is not measured. */
export interface Contender {
  readonly name: string;
  /** Version and settings, for the head of the table. */
  readonly description: string;
  /** Of the far host, as the near one reaches it. */
  readonly address: string;
  /** Both daemons while it is started; none when nothing runs in user space. */
  readonly daemons: readonly LabProcess[];
  /** Returns when packets pass. */
  start(): Promise<void>;
  /** Also after a start that failed. */
  stop(): Promise<void>;
}

/** Why a contender does not take part. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
}
