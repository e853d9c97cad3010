import { Command } from 'commander';
import { requestStatus } from '../io/control-client.js';
import { renderManagers } from '../observe/managers-table.js';
import { controlOf, type DaemonOptions, talksToDaemon } from './daemon-options.js';
import { printJson } from './json.js';
import type { Terminal } from './terminal.js';

interface Options extends DaemonOptions {
  readonly json?: boolean;
}

export function managers(terminal: Terminal): Command {
  return talksToDaemon(new Command('managers'))
    .description(
      'Lists the managers of the config: which are home and standby, and where they see this node.',
    )
    .option('--json', 'print the list as JSON (`festoon: managers/1`)')
    .addHelpText(
      'after',
      '\nA node keeps a session with two: the home manager introduces and relays, the standby takes over.' +
        '\n\nExamples:\n  festoon managers' +
        '\n  festoon managers --json | jq -r \'.managers[] | select(.use == "home") | .name\'',
    )
    .action(async (options: Options) => {
      const { time, control } = await requestStatus(await controlOf(options));
      if (options.json) printJson(terminal, 'managers/1', { time, managers: control.managers });
      else terminal.out(renderManagers(control.managers, terminal.colour));
    });
}
