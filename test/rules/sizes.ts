import { files, read, typescript } from './tree.js';

const HARD_TYPESCRIPT = 450;
const HARD_RUST = 600;
const MEDIAN_TYPESCRIPT = 150;
const MAIN = 60;
const NAPI_SEAM = 600;

/** One line for each file past its hard limit, and for the median, main.ts and the napi seam when they outgrow theirs. */
export function oversizes(root: string): readonly string[] {
  const sized = (paths: readonly string[]): { path: string; lines: number }[] =>
    paths.map((path) => ({ path, lines: read(root, path).split('\n').length - 1 }));
  const ts = sized(typescript(root));
  const rust = sized(files(root, /^native\/.*\.rs$/));
  const past = (all: { path: string; lines: number }[], limit: number): string[] =>
    all
      .filter(({ lines }) => lines > limit)
      .map(({ path, lines }) => `${path}: ${lines} lines, at most ${limit}`);

  const sorted = ts.map(({ lines }) => lines).sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const seam = rust
    .filter(({ path }) => path.startsWith('native/node/'))
    .reduce((sum, { lines }) => sum + lines, 0);
  return [
    ...past(ts, HARD_TYPESCRIPT),
    ...past(rust, HARD_RUST),
    ...past(
      ts.filter(({ path }) => path === 'daemon/main.ts'),
      MAIN,
    ),
    ...(median > MEDIAN_TYPESCRIPT
      ? [`TypeScript files: median ${median} lines, at most ${MEDIAN_TYPESCRIPT}`]
      : []),
    ...(seam > NAPI_SEAM ? [`native/node: ${seam} lines, at most ${NAPI_SEAM}`] : []),
  ];
}
