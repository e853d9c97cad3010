import { Command } from 'commander';
import { isSuite, SUITES } from '../../protocol/suite.js';
import { requestStatus } from '../io/control-client.js';
import { renderStatus } from '../observe/status-table.js';
import { controlOf, type DaemonOptions, talksToDaemon } from './daemon-options.js';
import type { Finish } from './program.js';
import type { Terminal } from './terminal.js';

interface Options extends DaemonOptions {
  readonly json?: true;
}

export function status(terminal: Terminal, finish: Finish): Command {
  return talksToDaemon(new Command('status'))
    .description(
      'Shows what the daemon on this host does; exit code 3 when none answers, 4 when something is amiss.',
    )
    .option('--json', 'print the report as JSON (`festoon: status/1`)')
    .addHelpText('after', '\nExamples:\n  festoon status\n  festoon status --json | jq .control.peers')
    .action(async (options: Options) => {
      const report = await requestStatus(await controlOf(options));
      const suiteName = (suite: number): string => (isSuite(suite) ? SUITES[suite] : String(suite));
      const text = options.json
        ? `${JSON.stringify(report, undefined, 2)}\n`
        : renderStatus(report, { colour: terminal.colour, suiteName });
      terminal.out(text);
      finish(report.problems.length > 0 ? 4 : 0);
    });
}
