// Preloaded into a daemon: SIGUSR2 blocks its JavaScript thread for BLOCK_MILLIS. The log says when that begins and ends.
import { writeSync } from 'node:fs';

const STDERR = 2;
const millis = Number(process.env['BLOCK_MILLIS']);

process.on('SIGUSR2', () => {
  writeSync(STDERR, 'preload: blocked\n');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, millis);
  writeSync(STDERR, 'preload: free\n');
});
