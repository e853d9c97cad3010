import { Command } from 'commander';
import { ConfigError, type Failure } from '../config/failure.js';
import { type CheckReport, checkConfig } from '../io/check.js';
import { createSodium } from '../io/sodium.js';
import { printable } from '../observe/printable.js';
import { explain } from './explain.js';
import { printJson } from './json.js';
import { DEFAULT_CONFIG } from './options.js';
import type { Finish } from './program.js';
import type { Terminal } from './terminal.js';

interface Options {
  readonly json?: boolean;
}

export function configCheck(terminal: Terminal, finish: Finish): Command {
  return new Command('check')
    .description(
      'Checks a config as the daemon would: its keys, the files it names, and what it would do to this host; exit code 1 when it would be refused.',
    )
    .argument('[file]', 'the config', DEFAULT_CONFIG)
    .option('--json', 'print the outcome as JSON (`festoon: config-check/1`)')
    .addHelpText(
      'after',
      '\nEverything that is wrong is printed at once. It needs no daemon and changes nothing; what only root or the user of' +
        '\nthe daemon can look at is named and left out.' +
        '\n\nExamples:\n  festoon config check && festoon reload' +
        '\n  festoon config check new.yaml --json | jq -r ".problems[].key"',
    )
    .action((file: string, { json = false }: Options) => {
      const report = checkConfig(createSodium(), file, Math.floor(terminal.now() / 1000));
      const ok = report.failures.length === 0;
      if (json) {
        const problems = report.failures.flatMap(problemsOf);
        printJson(terminal, 'config-check/1', { file, ok, problems, unchecked: report.unchecked });
      } else print(terminal, file, report);
      finish(ok ? 0 : 1);
    });
}

/** As JSON: each has a code and a message; those of a text file have a place, too. */
function problemsOf(failure: Failure): object[] {
  const { code, message, remedy } = failure;
  if (!(failure instanceof ConfigError)) return [{ code, message: `${message}; ${remedy}` }];
  return failure.problems.map((problem) => ({ code, file: failure.file, ...problem }));
}

function print(terminal: Terminal, file: string, { config, failures, unchecked }: CheckReport): void {
  for (const failure of failures) terminal.err(explain(failure).text);
  for (const line of unchecked) terminal.err(`not checked: ${printable(line)}\n`);
  if (config === undefined || failures.length > 0) return;
  const { managers, peers } = config;
  const known = [
    ...(managers.length > 0 ? [counted(managers.length, 'manager')] : []),
    counted(peers.length, 'peer'),
  ];
  terminal.out(`${printable(file)}: holds, with ${known.join(' and ')}\n`);
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
