/** Where a lab says what it does while it does it. */
export interface Progress {
  /** What begins now. */
  begin(what: string): void;
  /** How it came out, in a few words. */
  end(outcome: string): void;
}

const ERASE_LINE = '\r\u001b[2K';

/** One line a step. On a terminal the step shows at once and its line is completed; else it is written when it is over. */
export function progressOn(stream: NodeJS.WriteStream): Progress {
  let current = '';
  const started = performance.now();
  const line = (): string => `${((performance.now() - started) / 1000).toFixed(1).padStart(5)} s  ${current}`;
  return {
    begin(what) {
      current = what;
      if (stream.isTTY) stream.write(`${line()} ...`);
    },
    end(outcome) {
      stream.write(`${stream.isTTY ? ERASE_LINE : ''}${line()}: ${outcome}\n`);
    },
  };
}
