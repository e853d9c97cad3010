import { networkInterfaces } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { Command, InvalidArgumentError } from 'commander';
import { diffConfig } from '../config/diff.js';
import { Failure } from '../config/failure.js';
import { loadConfig } from '../config/load.js';
import { requestStatus } from '../io/control-client.js';
import type { StatusReport } from '../observe/status.js';
import { controlOf, type DaemonOptions, talksToDaemon } from './daemon-options.js';
import { DEFAULT_CONFIG, parseName, parseSeconds } from './options.js';
import { runningConfig } from './running-config.js';
import type { Terminal } from './terminal.js';

interface Options extends DaemonOptions {
  readonly for: readonly Condition[];
  readonly timeout: number;
}

/** What the daemon tells, and how to ask it for more. */
interface Scene extends Options {
  readonly report: StatusReport;
  readonly socket: string;
}

/** Undefined when it holds, else what is missing. */
type Condition = (scene: Scene) => string | undefined | Promise<string | undefined>;

const EVERY_MS = 200;

export function wait(_: Terminal): Command {
  return talksToDaemon(new Command('wait'))
    .description('Returns when the daemon is so far; exit code 1 when it is not in time.')
    .requiredOption(
      '--for <what>',
      'address: its overlay addresses are up. manager: it is attached to a manager. peer=NAME: there is a session with that peer. reload: the config is in force as it is in its file. Repeat for more',
      collectConditions,
    )
    .option('--timeout <time>', 'how long at most, such as 30, 30s or 5m', parseSeconds, 30)
    .addHelpText(
      'after',
      '\nA daemon that is not there yet is waited for. For units that bind to an overlay address:' +
        '\n\nExamples:\n  festoon wait --for address --timeout 60\n  festoon wait --for peer=b && rsync -a /srv b:/srv',
    )
    .action(async (options: Options) => {
      const started = performance.now();
      const left = (): number => started + options.timeout * 1000 - performance.now();
      for (;;) {
        const missing = await missingNow(options, left());
        if (missing.length === 0) return;
        if (left() <= 0) throw new Failure('wait-expired', missing.join(', '));
        await sleep(Math.min(EVERY_MS, Math.max(0, left())));
      }
    });
}

async function missingNow(options: Options, leftMs: number): Promise<readonly string[]> {
  const socket = await controlOf(options);
  try {
    const report = await requestStatus(socket, Math.max(100, Math.min(leftMs, 5000)));
    const found = options.for.map((condition) => condition({ ...options, report, socket }));
    return (await Promise.all(found)).filter((one) => one !== undefined);
  } catch (error) {
    if (error instanceof Failure && error.code === 'daemon-unreachable') return [error.message];
    throw error;
  }
}

function collectConditions(text: string, before: readonly Condition[] = []): Condition[] {
  return [...before, parseCondition(text)];
}

function parseCondition(text: string): Condition {
  if (text === 'address') return addressMissing;
  if (text === 'manager') return ({ report }) => managerMissing(report);
  if (text === 'reload') return reloadMissing;
  if (text.startsWith('peer=')) {
    const name = parseName(text.slice('peer='.length));
    return ({ report }) => peerMissing(report, name);
  }
  throw new InvalidArgumentError('Write address, manager, peer=NAME or reload.');
}

function addressMissing({ report: { control } }: Scene): string | undefined {
  const local = new Set(
    Object.values(networkInterfaces()).flatMap((all = []) => all.map(({ address }) => address)),
  );
  const absent = control.addresses.find((address) => !local.has(address));
  return absent && `${absent} is not on an interface that is up`;
}

function peerMissing({ control }: StatusReport, name: string): string | undefined {
  const peer = control.peers.find((one) => one.name === name);
  if (peer === undefined) return `no peer is called ${name}`;
  return peer.state === 'up' ? undefined : `peer ${name} is ${peer.state}`;
}

function managerMissing({ control: { managers } }: StatusReport): string | undefined {
  if (managers.length === 0) return 'the config lists no manager';
  const isAttached = managers.some(({ attachedAge }) => attachedAge !== undefined);
  return isAttached ? undefined : 'no manager has answered yet';
}

/** A file that cannot be used is never in force; keys that wait for the next start are not waited for. */
async function reloadMissing({
  report,
  socket,
  config = DEFAULT_CONFIG,
}: Scene): Promise<string | undefined> {
  const { ok, problems } = report.reload;
  if (!ok) return `the config was refused: ${problems.join('; ')}`;
  const running = await runningConfig(socket);
  try {
    const changed = diffConfig(running, loadConfig(config)).find(({ effect }) => effect === 'live');
    return changed && `${changed.key} is not in force as in ${config}`;
  } catch (error) {
    if (error instanceof Failure) return error.message.replaceAll('\n', '; ');
    throw error;
  }
}
