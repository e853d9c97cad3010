import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Command } from 'commander';
import { parseDocument } from 'yaml';
import { type Config, DEFAULT_CONTROL } from '../config/config.js';
import { Failure } from '../config/failure.js';
import { loadConfig } from '../config/load.js';
import { DEFAULT_CONFIG } from './options.js';
import { runningConfig } from './running-config.js';

/** How a command that talks to the daemon finds its control socket. */
export interface DaemonOptions {
  readonly config?: string;
  readonly control?: string;
}

/** Gives a command the options of `DaemonOptions`. */
export function talksToDaemon(command: Command): Command {
  return command
    .option('--config <file>', `config that names the control socket (default: ${DEFAULT_CONFIG})`)
    .option('--control <socket>', 'control socket of the daemon');
}

/**
 * A config that cannot be used, perhaps half written, must not keep anybody from the daemon that runs with an older one;
 * nor must another `control` in it, which waits for the daemon's next start: where nothing is at that path, the daemon at
 * `usual` is taken if it has the config's state directory, which only one daemon can have.
 */
export async function controlOf(
  { config, control }: DaemonOptions,
  usual: string = DEFAULT_CONTROL,
): Promise<string> {
  if (control !== undefined) return control;
  const path = config ?? DEFAULT_CONFIG;
  let wanted: Config;
  try {
    wanted = loadConfig(path);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (config !== undefined && error.code === 'file-missing') throw error;
    return controlIn(path) ?? usual;
  }
  if (wanted.control === usual || existsSync(wanted.control)) return wanted.control;
  return (await hasState(usual, wanted.state)) ? usual : wanted.control;
}

async function hasState(control: string, state: string): Promise<boolean> {
  try {
    return (await runningConfig(control)).state === state;
  } catch (error) {
    if (error instanceof Failure) return false;
    throw error;
  }
}

/** What a damaged config says of `control`, if that much can be read of it. */
function controlIn(path: string): string | undefined {
  try {
    const control: unknown = parseDocument(readFileSync(path, 'utf8'), { logLevel: 'silent' }).get('control');
    return typeof control === 'string' ? resolve(dirname(path), control) : undefined;
  } catch {
    return undefined;
  }
}
