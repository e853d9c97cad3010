import t from 'tap';
import { parseRoundTrips } from '../../bench/cells.js';
import { disturbedShare, foreignSeconds, parseStolenSeconds } from '../../bench/disturbance.js';
import {
  cpuSeconds,
  type ProcessUsage,
  parseResidentBytes,
  parseStat,
  residentBytes,
} from '../../bench/processes.js';

t.test('rtt: percentiles in microseconds; no answer is an error', async (t) => {
  t.same(parseRoundTrips('20000 96.4 212.0 3\n'), { p50: 96.4, p99: 212 });
  t.throws(() => parseRoundTrips('0 0.0 0.0 25\n'), /rtt: 0 0\.0/);
  t.throws(() => parseRoundTrips(''), /no result/);
});

t.test('a process status is read behind a name with spaces and parentheses', async (t) => {
  const line = '42 (a) b (c) S 7 42 42 0 -1 4194304 1 2 3 4 150 50 30 20 20 0 9 0 1234 1 1\n';
  t.same(parseStat(line), {
    pid: 42,
    parent: 7,
    isKernelThread: false,
    seconds: 2,
    endedChildrenSeconds: 0.5,
  });
  t.equal(parseStat(line.replace('4194304', '2129984')).isKernelThread, true);
  t.throws(() => parseStat('42 (short) S 1'), /no process status/);
});

t.test('what this very process uses is read', async (t) => {
  const until = performance.now() + 50;
  while (performance.now() < until);
  t.ok(cpuSeconds([process.pid]) > 0.04);
  t.equal(cpuSeconds([]), 0);
  t.ok(residentBytes(process.pid) > 20e6);
  t.equal(parseResidentBytes('VmHWM:\t 9 kB\nVmRSS:\t   512 kB\n'), 524_288);
  t.throws(() => parseResidentBytes('State:\tZ (zombie)\n'), /no VmRSS/);
});

t.test('foreign is what neither descends from the bench nor belongs to the kernel', async (t) => {
  const one = (pid: number, parent: number, changes: Partial<ProcessUsage> = {}): ProcessUsage => {
    return { pid, parent, isKernelThread: false, seconds: 1, endedChildrenSeconds: 0, ...changes };
  };
  const processes = [
    one(1, 0),
    one(2, 0, { isKernelThread: true }),
    one(50, 1),
    one(51, 50),
    one(52, 51),
    one(60, 1, { endedChildrenSeconds: 5 }),
  ];
  t.equal(foreignSeconds(processes, 50), 7);
  t.equal(foreignSeconds(processes, 99), 10);
});

t.test('stolen time is the eighth value of the first line', async (t) => {
  t.equal(parseStolenSeconds('cpu  1 2 3 4 5 6 7 800 9 10\ncpu0 1 2 3 4 5 6 7 8 9 10\n'), 8);
  t.throws(() => parseStolenSeconds('intr 1'), /no steal time/);
});

t.test('a disturbance is the share of all cores that others took', async (t) => {
  const at = (atSeconds: number, foreign: number, stolen: number) => {
    return { atSeconds, foreignSeconds: foreign, stolenSeconds: stolen };
  };
  t.equal(disturbedShare(at(10, 100, 1), at(15, 101, 1.5), 2), 0.15);
  t.equal(
    disturbedShare(at(10, 100, 1), at(15, 99, 1.5), 2),
    0.05,
    'a sum that fell is no negative disturbance',
  );
  t.equal(disturbedShare(at(10, 100, 1), at(10.1, 101, 1), 2), 0, 'too short to tell');
});
