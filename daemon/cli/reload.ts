import { Command } from 'commander';
import { controlOf, type DaemonOptions, talksToDaemon } from './daemon-options.js';
import { printReport } from './json.js';
import { changeLines, done, requestReload } from './reload-outcome.js';
import type { Terminal } from './terminal.js';

interface Options extends DaemonOptions {
  readonly json?: boolean;
}

export function reload(terminal: Terminal): Command {
  return talksToDaemon(new Command('reload'))
    .description('Has the daemon read its config again, whole or not at all, and tells what that changed.')
    .option('--json', 'print the outcome as JSON (`festoon: reload/1`)')
    .addHelpText(
      'after',
      '\nA refused config changes nothing: the reasons are printed, and the exit code is 1.' +
        '\n\nExamples:\n  festoon reload\n  festoon reload --json | jq -r ".changes[].key"',
    )
    .action(async (options: Options) => {
      const outcome = await requestReload(await controlOf(options));
      if (options.json) printReport(terminal, outcome);
      const text = changeLines(done(outcome));
      if (!options.json) terminal.out(text);
    });
}
