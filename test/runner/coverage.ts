import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Folders whose every file is held to 100 %. */
const GATED = ['protocol', 'daemon/control'];
const REPORT = '.tap/report/coverage-final.json';

type Range = { readonly start: { readonly line: number } };

/** One file of Istanbul's JSON report; lines are counted from 1. */
export type FileCoverage = {
  readonly path: string;
  readonly statementMap: Readonly<Record<string, Range>>;
  readonly s: Readonly<Record<string, number>>;
  readonly fnMap: Readonly<Record<string, { readonly name: string; readonly loc: Range }>>;
  readonly f: Readonly<Record<string, number>>;
  readonly branchMap: Readonly<Record<string, { readonly loc: Range }>>;
  readonly b: Readonly<Record<string, readonly number[]>>;
};

/**
 * Reads tap's report, prints the share of lines covered in each folder, and returns one line for each file of
 * protocol/ and daemon/control/ that is not covered wholly, files that no test loads included.
 */
export function gate(root: string): readonly string[] {
  if (!existsSync(join(root, REPORT))) return [`${REPORT}: tap wrote no coverage`];
  const report: Record<string, FileCoverage> = JSON.parse(readFileSync(join(root, REPORT), 'utf8'));
  const covered = new Map(Object.values(report).map((file) => [relative(root, file.path), file]));
  for (const line of shares(covered)) console.log(`  ${line}`);
  return GATED.flatMap((folder) => sources(root, folder))
    .filter((file) => hasCode(root, file))
    .flatMap((file) => shortfall(file, covered.get(file)));
}

/** What is missing of 100 % in one file; empty when nothing is. */
export function shortfall(file: string, coverage: FileCoverage | undefined): readonly string[] {
  if (coverage === undefined) return [`${file}: no test of its folder loads it`];
  const { s, f, b, statementMap, fnMap, branchMap } = coverage;
  const zero = (hits: number): boolean => hits === 0;
  const lines = Object.keys(s).filter((id) => s[id] === 0);
  const functions = Object.keys(f).filter((id) => f[id] === 0);
  const branches = Object.keys(b).filter((id) => b[id]?.some(zero));
  return [
    ...missing(
      file,
      'lines',
      lines.map((id) => statementMap[id]?.start.line ?? 0),
    ),
    ...missing(
      file,
      'functions at lines',
      functions.map((id) => fnMap[id]?.loc.start.line ?? 0),
    ),
    ...missing(
      file,
      'branches at lines',
      branches.map((id) => branchMap[id]?.loc.start.line ?? 0),
    ),
  ];
}

function missing(file: string, what: string, lines: readonly number[]): string[] {
  return lines.length === 0 ? [] : [`${file}: uncovered ${what} ${ranges(lines)}`];
}

/** `[3, 4, 5, 9]` as `3-5, 9`. */
function ranges(lines: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const line of [...new Set(lines)].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last !== undefined && last[1] + 1 === line) last[1] = line;
    else runs.push([line, line]);
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(', ');
}

function shares(covered: ReadonlyMap<string, FileCoverage>): readonly string[] {
  const folders = new Map<string, { hit: number; all: number }>();
  for (const [file, { s }] of covered) {
    const folder = /^(daemon\/\w+(?=\/)|\w+)/.exec(file)?.[1] ?? file;
    const sum = folders.get(folder) ?? { hit: 0, all: 0 };
    sum.hit += Object.values(s).filter((hits) => hits > 0).length;
    sum.all += Object.values(s).length;
    folders.set(folder, sum);
  }
  return [...folders]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(
      ([folder, { hit, all }]) => `coverage ${folder} ${((100 * hit) / all).toFixed(1)} % of ${all} lines`,
    );
}

function sources(root: string, folder: string): readonly string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts') && !file.startsWith('generated/'))
    .map((file) => `${folder}/${file}`)
    .sort();
}

/** A file of types alone compiles to nothing that could run. */
function hasCode(root: string, file: string): boolean {
  const code = readFileSync(join(root, 'build', file.replace(/\.ts$/, '.js')), 'utf8');
  return code.replace(/\/\/.*|\/\*[\s\S]*?\*\/|export \{\};|\s/g, '') !== '';
}
