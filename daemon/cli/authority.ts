import { Command } from 'commander';
import { authorityInit } from './authority-init.js';
import { authoritySign } from './authority-sign.js';
import type { Terminal } from './terminal.js';

export function authority(terminal: Terminal): Command {
  return new Command('authority')
    .description(
      'Founds a network and signs the certificates of its nodes; best on a machine that stays offline.',
    )
    .addCommand(authorityInit(terminal))
    .addCommand(authoritySign(terminal));
}
