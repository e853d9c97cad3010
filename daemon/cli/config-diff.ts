import { Command } from 'commander';
import { diffConfig } from '../config/diff.js';
import { loadConfig } from '../config/load.js';
import { changeRows } from './changes.js';
import { controlOf } from './daemon-options.js';
import { printJson } from './json.js';
import { DEFAULT_CONFIG } from './options.js';
import type { Finish } from './program.js';
import { runningConfig } from './running-config.js';
import type { Terminal } from './terminal.js';

interface Options {
  readonly control?: string;
  readonly exitCode?: boolean;
  readonly json?: boolean;
}

export function configDiff(terminal: Terminal, finish: Finish): Command {
  return new Command('diff')
    .description(
      'Shows how a config differs from the one that the running daemon has in force, and what puts each key in force.',
    )
    .argument('[file]', 'the config', DEFAULT_CONFIG)
    .option('--control <socket>', 'control socket of the daemon (default: the one that the config names)')
    .option('--exit-code', 'exit code 1 when there is a difference')
    .option('--json', 'print the differences as JSON (`festoon: config-diff/1`)')
    .addHelpText(
      'after',
      '\nlive: `festoon reload` puts the key in force; restart: only a restart does. Peers are told apart by name. Files that' +
        '\nthe config names are not compared: a renewed certificate under the same path is no difference.' +
        '\n\nExamples:\n  festoon config diff\n  festoon config diff new.yaml --exit-code || echo differs',
    )
    .action(async (file: string, options: Options) => {
      const wanted = loadConfig(file);
      const control = await controlOf({ ...options, config: file });
      const changes = diffConfig(await runningConfig(control), wanted);
      if (options.json) printJson(terminal, 'config-diff/1', { file, changes });
      else terminal.out(changes.length === 0 ? 'no difference\n' : changeRows(changes));
      finish(options.exitCode && changes.length > 0 ? 1 : 0);
    });
}
