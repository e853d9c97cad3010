// Preloaded into a daemon: SIGUSR2 blocks its JavaScript thread for BLOCK_MILLIS. The log says when that begins and
// ends, in ms of CLOCK_MONOTONIC.
import { writeSync } from 'node:fs';
import { hrtime } from 'node:process';

const STDERR = 2;
const millis = Number(process.env['BLOCK_MILLIS']);
const now = (): number => Number(hrtime.bigint()) / 1e6;

process.on('SIGUSR2', () => {
  writeSync(STDERR, `preload: blocked at ${now()}\n`);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, millis);
  writeSync(STDERR, `preload: free at ${now()}\n`);
});
