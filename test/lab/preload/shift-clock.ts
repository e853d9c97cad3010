// Preloaded into a daemon: its wall clock is off by CLOCK_SHIFT_DAYS from the start, or (with CLOCK_RIGHT=1) is right at
// first. SIGUSR2 sets it from the one to the other.
import { writeSync } from 'node:fs';

const STDERR = 2;
const DAY_MILLIS = 86_400_000;
const shift = Number(process.env['CLOCK_SHIFT_DAYS']) * DAY_MILLIS;
let right = process.env['CLOCK_RIGHT'] === '1';
const { now } = Date;

Date.now = () => now() + (right ? 0 : shift);
process.on('SIGUSR2', () => {
  right = !right;
  writeSync(STDERR, `preload: the clock is ${right ? 'right' : 'wrong'}\n`);
});
