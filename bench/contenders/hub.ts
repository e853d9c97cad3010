import type { LabProcess } from '../../daemon/lab/process.js';
import type { Contender } from './contender.js';

/** A contender whose packets go through a process at the hub; `daemons` is that process alone. */
export interface Hub extends Contender {
  /** Has the process forward what `feed` sends, to so many targets, until `stop`. */
  openFeed(targets: number): Promise<OpenFeed>;
}

export interface OpenFeed {
  /** Which forwards it. */
  readonly process: LabProcess;
  /** File that the tool `feed` reads. */
  readonly plan: string;
  /** First byte of the datagrams that arrive at the targets. */
  readonly type: number;
  /** At the far host; one port for each target, from this one on. */
  readonly port: number;
  close(): Promise<void>;
}

/** Of what is fed: the inner packet, as long as the overlays' MTU allows. */
export const FEED_PORT = 6001;
/** Datagrams of one send. */
export const TRAIN = 32;
