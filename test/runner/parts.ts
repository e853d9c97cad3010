import { gate } from './coverage.js';
import { cargoTotals, fuzzTotals, type ReadTotals, simTotals, tapTotals } from './totals.js';

/** One named part of a suite: a command, and how to read what it counted. */
export type Part = {
  readonly name: string;
  /** Killed and failed when it takes longer. */
  readonly seconds: number;
  readonly command: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Absent: the command itself is the one check, passed when it exits with 0. */
  readonly totals?: ReadTotals;
  /** Runs afterwards in the root of the tree; each line returned is a failure, none is one more check passed. */
  readonly after?: (root: string) => readonly string[];
};

const tap = (...args: string[]): string[] => ['node_modules/.bin/tap', 'run', '--reporter=tap', ...args];
/** Explicit patterns replace the ones of package.json. */
const UNITS = '--exclude=build/test/lab/**';
const UNITS_AND_MEMORY = '--exclude=build/test/lab/!(memory).test.js';
const LABS = '--include=build/test/lab/*.test.js';
/** What needs the machine for itself: 20,000 packets a second, or a whole demo. */
export const ALONE: readonly string[] = [
  'demo',
  'first-packet',
  'flow',
  'instruments',
  'relay-switch',
  'reload-storm',
  'rotation',
];
/** What waits minutes for what happens by itself: part of the long suite. */
export const SLOW: readonly string[] = ['managers-gone'];
const LAB_SLOW = `build/test/lab/@(${SLOW.join('|')}).test.js`;
const LAB_ALONE = `build/test/lab/{${ALONE.join(',')}}.test.js`;
const PROTOCOL = '--include=build/test/protocol/**/*.test.js';
const DAY = '--include=build/test/daemon/control/day.test.js';
const coverage = ['--allow-incomplete-coverage', '--allow-empty-coverage', '--coverage-report=json'];

export const parts: Readonly<Record<'test' | 'long', readonly Part[]>> = {
  test: [
    { name: 'lint', seconds: 600, command: ['make', 'lint'] },
    { name: 'unit', seconds: 600, command: tap(UNITS, ...coverage), totals: tapTotals, after: gate },
    {
      name: 'cargo',
      seconds: 900,
      command: ['cargo', 'test', '--workspace', '--exclude', 'festoon-node', '--no-fail-fast'],
      totals: cargoTotals,
    },
    {
      name: 'sim',
      seconds: 600,
      command: ['node', 'build/test/sim/main.js'],
      env: { SEEDS: '25' },
      totals: simTotals,
    },
    {
      name: 'sim-selftest',
      seconds: 600,
      command: ['node', 'build/test/sim/selftest/main.js'],
      totals: simTotals,
    },
    {
      name: 'lab',
      seconds: 1500,
      command: tap(
        '--disable-coverage',
        '--jobs=3',
        '--timeout=300',
        LABS,
        `--exclude=${LAB_ALONE}`,
        `--exclude=${LAB_SLOW}`,
      ),
      totals: tapTotals,
    },
    {
      name: 'lab-alone',
      seconds: 900,
      command: tap('--disable-coverage', '--jobs=1', '--timeout=300', `--include=${LAB_ALONE}`),
      totals: tapTotals,
    },
  ],
  long: [
    {
      name: 'fuzz',
      seconds: 7200,
      command: ['.ci/fuzz'],
      env: { FUZZ_SECONDS: process.env['FUZZ_SECONDS'] ?? '300' },
      totals: fuzzTotals,
    },
    {
      name: 'decoders',
      seconds: 7200,
      command: tap(
        '--disable-coverage',
        '--timeout=3600',
        '--node-arg=--import=./build/test/runner/many-runs.js',
        PROTOCOL,
      ),
      totals: tapTotals,
    },
    {
      name: 'day',
      seconds: 7200,
      command: tap('--disable-coverage', '--timeout=7200', DAY),
      env: { DAY_SEEDS: process.env['DAY_SEEDS'] ?? '100' },
      totals: tapTotals,
    },
    {
      name: 'sim-seeds',
      seconds: 7200,
      command: ['node', 'build/test/sim/main.js'],
      env: { SEEDS: process.env['SEEDS'] ?? '1000' },
      totals: simTotals,
    },
    {
      name: 'sim-same',
      seconds: 900,
      command: tap('--disable-coverage', 'build/test/sim/same.test.js'),
      env: { OTHER_NODE: 'npx -y node@24' },
      totals: tapTotals,
    },
    {
      name: 'lab-slow',
      seconds: 900,
      command: tap('--disable-coverage', '--timeout=600', `--include=${LAB_SLOW}`),
      totals: tapTotals,
    },
    {
      name: 'lab-reload',
      seconds: 900,
      command: tap('--disable-coverage', '--timeout=600', 'build/test/lab/reload-storm.test.js'),
      env: { RELOADS: '1000' },
      totals: tapTotals,
    },
    {
      name: 'node-24',
      seconds: 900,
      command: ['npx', '-y', 'node@24', ...tap(UNITS_AND_MEMORY, '--disable-coverage')],
      totals: tapTotals,
    },
  ],
};
