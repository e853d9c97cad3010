import { existsSync } from 'node:fs';
import { Command } from 'commander';
import { isSuite, SUITES } from '../../protocol/suite.js';
import { loadConfig } from '../config/load.js';
import { requestStatus } from '../io/control-client.js';
import { renderStatus } from '../observe/status-table.js';
import { DEFAULT_CONFIG } from './options.js';
import type { Finish } from './program.js';
import type { Terminal } from './terminal.js';

interface Options {
  readonly config?: string;
  readonly control?: string;
  readonly json?: true;
}

const DEFAULT_CONTROL = '/run/festoon/control.sock';

export function status(terminal: Terminal, finish: Finish): Command {
  return new Command('status')
    .description(
      'Shows what the daemon on this host does; exit code 3 when none answers, 4 when something is amiss.',
    )
    .option('--config <file>', `config that names the control socket (default: ${DEFAULT_CONFIG})`)
    .option('--control <socket>', 'control socket of the daemon')
    .option('--json', 'print the report as JSON (`festoon: status/1`)')
    .addHelpText('after', '\nExamples:\n  festoon status\n  festoon status --json | jq .control.peers')
    .action(async (options: Options) => {
      const path = options.control ?? controlOf(options.config);
      const report = await requestStatus(path);
      const suiteName = (suite: number): string => (isSuite(suite) ? SUITES[suite] : String(suite));
      const text = options.json
        ? `${JSON.stringify(report, undefined, 2)}\n`
        : renderStatus(report, { colour: terminal.colour, suiteName });
      terminal.out(text);
      finish(report.problems.length > 0 ? 4 : 0);
    });
}

function controlOf(config: string | undefined): string {
  if (config === undefined && !existsSync(DEFAULT_CONFIG)) return DEFAULT_CONTROL;
  return loadConfig(config ?? DEFAULT_CONFIG).control;
}
