import { Command } from 'commander';
import { loadConfig } from '../config/load.js';
import { DEFAULT_CONFIG } from './options.js';
import type { Terminal } from './terminal.js';

interface Options {
  readonly config: string;
}

export function up(_: Terminal): Command {
  return new Command('up')
    .description('Runs the daemon in the foreground until SIGTERM or SIGINT.')
    .option('--config <file>', 'config file', DEFAULT_CONFIG)
    .addHelpText('after', '\nExample:\n  festoon up --config /etc/festoon/festoon.yaml')
    .action(async ({ config }: Options) => {
      const checked = loadConfig(config);
      // Only here is the addon needed: every other command runs without it, as on the authority's machine.
      const { startDaemon } = await import('../wire.js');
      const daemon = await startDaemon(checked);
      await signalled();
      await daemon.stop();
    });
}

/** Resolves at the first SIGTERM or SIGINT; a second one ends the process at once, as always. */
function signalled(): Promise<void> {
  return new Promise((resolve) => {
    const stop = (): void => {
      process.removeListener('SIGTERM', stop);
      process.removeListener('SIGINT', stop);
      resolve();
    };
    process.on('SIGTERM', stop);
    process.on('SIGINT', stop);
  });
}
