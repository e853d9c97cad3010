import { Command } from 'commander';
import { loadConfig } from '../config/load.js';
import { compileAhead } from '../io/compile-ahead.js';
import { DEFAULT_CONFIG } from './options.js';
import type { Terminal } from './terminal.js';

interface Options {
  readonly config: string;
}

export function up(_: Terminal): Command {
  return new Command('up')
    .description('Runs the daemon in the foreground until SIGTERM or SIGINT; SIGHUP reads the config again.')
    .option('--config <file>', 'config file', DEFAULT_CONFIG)
    .addHelpText('after', '\nExample:\n  festoon up --config /etc/festoon/festoon.yaml')
    .action(async ({ config }: Options) => {
      const signals = takeSignals();
      const checked = loadConfig(config);
      compileAhead();
      // Only here is the addon needed: every other command runs without it, as on the authority's machine.
      const { startDaemon } = await import('../wire.js');
      const { systemServiceManager } = await import('../io/systemd.js');
      const hooks = systemServiceManager();
      const daemon = await startDaemon(checked, { load: () => loadConfig(config), hooks });
      signals.onHangup(() => void daemon.reload());
      await signals.ended;
      await daemon.stop();
    });
}

interface Signals {
  /** At the first SIGTERM or SIGINT; a second one ends the process at once, as always. */
  readonly ended: Promise<void>;
  /** Takes every SIGHUP from now on, and one for those that came already. */
  onHangup(handler: () => void): void;
}

function takeSignals(): Signals {
  let waiting = false;
  let hangup = (): void => {
    waiting = true;
  };
  process.on('SIGHUP', () => hangup());
  // Node would open its inspector, a door to every key, to whoever may send the signal.
  process.on('SIGUSR1', () => undefined);
  const ended = new Promise<void>((resolve) => {
    const stop = (): void => {
      process.removeListener('SIGTERM', stop);
      process.removeListener('SIGINT', stop);
      resolve();
    };
    process.on('SIGTERM', stop);
    process.on('SIGINT', stop);
  });
  return {
    ended,
    onHangup(handler) {
      hangup = handler;
      if (waiting) handler();
    },
  };
}
