const SLOW_SECONDS = 10;
/** A figure that a test wants to be seen. */
const MEASURED = /^\s*# measured: /;

/**
 * Makes a stream of TAP short: one line for each test file that passed and its `# measured:` comments, everything but
 * passed assertions for one that did not. Feed it line by line; it returns the lines to print.
 */
export function tapDigest(): (line: string) => readonly string[] {
  let file: string[] = [];
  return (line) => {
    if (/^(ok|not ok) \d+/.test(line)) {
      const details = line.startsWith('not ok')
        ? file.filter((kept) => kept.trim() !== '' && !/^\s*ok /.test(kept))
        : file.filter((line) => MEASURED.test(line)).map((line) => line.replace(MEASURED, '    '));
      file = [];
      return [...details, `  ${line.replace(/ \d+ - build\/test\//, ' ')}`];
    }
    file.push(line);
    return [];
  };
}

/** Test files that took 10 s and more in a stream of TAP, slowest first, as lines such as ` 12.3 s  lab/a.test.js`. */
export function slowFiles(tapStream: string): readonly string[] {
  return [...tapStream.matchAll(/^(?:not )?ok \d+ - build\/test\/(\S+) # time=([\d.]+)ms$/gm)]
    .map(([, file = '', millis]) => ({ file, seconds: Number(millis) / 1000 }))
    .filter(({ seconds }) => seconds >= SLOW_SECONDS)
    .sort((one, other) => other.seconds - one.seconds)
    .map(({ file, seconds }) => `${seconds.toFixed(1).padStart(6)} s  ${file}`);
}
