/**
 * Makes a stream of TAP short: one line for each test file that passed, everything but passed assertions for one that
 * did not. Feed it line by line; it returns the lines to print.
 */
export function tapDigest(): (line: string) => readonly string[] {
  let file: string[] = [];
  return (line) => {
    if (/^(ok|not ok) \d+/.test(line)) {
      const details = line.startsWith('not ok')
        ? file.filter((kept) => kept.trim() !== '' && !/^\s*ok /.test(kept))
        : [];
      file = [];
      return [...details, `  ${line.replace(/ \d+ - build\/test\//, ' ')}`];
    }
    file.push(line);
    return [];
  };
}
