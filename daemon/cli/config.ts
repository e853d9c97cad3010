import { Command } from 'commander';
import { configCheck } from './config-check.js';
import { configDiff } from './config-diff.js';
import type { Finish } from './program.js';
import type { Terminal } from './terminal.js';

export function config(terminal: Terminal, finish: Finish): Command {
  return new Command('config')
    .description('Looks at the config: whether the daemon would take it, and what it would change.')
    .addCommand(configCheck(terminal, finish))
    .addCommand(configDiff(terminal, finish));
}
