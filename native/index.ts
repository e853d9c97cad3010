import { createRequire } from 'node:module';
import type * as Addon from './addon.js';
import { type StepInput, type StepOutput, step } from './step.js';

export type {
  Counters,
  EngineOptions,
  Hardware,
  HostRoute,
  LocalAddress,
  PeerStats,
  Relay,
  Route,
  SessionOptions,
  SocketInfo,
  TunInfo,
  TunOptions,
} from './addon.js';
export type * from './events.js';
export { decodeEvents } from './events.js';
export type { StepInput, StepOutput } from './step.js';

// ESM cannot import a .node file; package.json "imports" names its place.
const addon: typeof Addon = createRequire(import.meta.url)('#addon') as typeof Addon;

export class Engine extends addon.Engine {
  /** One turn without a thread; `nowNs` never goes back. */
  step(nowNs: number, input: StepInput): StepOutput {
    return step(this, nowNs, input);
  }
}
export const FileLock: typeof Addon.FileLock = addon.FileLock;
export type FileLock = Addon.FileLock;
export const lockFile: typeof Addon.lockFile = addon.lockFile;
export const forbidDumps: typeof Addon.forbidDumps = addon.forbidDumps;
export const localAddresses: typeof Addon.localAddresses = addon.localAddresses;
export const hostRoutes: typeof Addon.hostRoutes = addon.hostRoutes;
export const notify: typeof Addon.notify = addon.notify;
export const hardware: typeof Addon.hardware = addon.hardware;
export const dropReasons: typeof Addon.dropReasons = addon.dropReasons;
export const outboundDropReasons: typeof Addon.outboundDropReasons = addon.outboundDropReasons;
export const version: typeof Addon.version = addon.version;
export const socketPair: typeof Addon.socketPair = addon.socketPair;
