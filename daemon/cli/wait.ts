import { networkInterfaces } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { Command, InvalidArgumentError } from 'commander';
import { parseAddress } from '../../protocol/address.js';
import { diffConfig } from '../config/diff.js';
import { Failure } from '../config/failure.js';
import { loadConfig } from '../config/load.js';
import { requestStatus } from '../io/control-client.js';
import type { StatusReport } from '../observe/status.js';
import { controlOf, type DaemonOptions, talksToDaemon } from './daemon-options.js';
import { DEFAULT_CONFIG, parseName, parseSeconds } from './options.js';
import { requestEcho } from './ping.js';
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
  /** How long an echo may take. */
  readonly echoMs: number;
}

/** Undefined when it holds, else what is missing. */
type Condition = (scene: Scene) => string | undefined | Promise<string | undefined>;

const EVERY_MS = 200;

export function wait(_: Terminal): Command {
  return talksToDaemon(new Command('wait'))
    .description('Returns when the daemon is so far; exit code 1 when it is not in time.')
    .requiredOption(
      '--for <what>',
      'address: its overlay addresses are up. manager: a manager has its record and answers. manager=NAME: that one. standby: two of them. peer=NAME, peer=ADDRESS: that peer answers; an address is sought. reload: the config is in force as it is in its file. Repeat for more',
      collectConditions,
    )
    .option('--timeout <time>', 'how long at most, such as 30, 30s or 5m', parseSeconds, 30)
    .addHelpText(
      'after',
      '\nA daemon that is not there yet is waited for. For units that bind to an overlay address:' +
        '\n\nExamples:\n  festoon wait --for address --timeout 60\n  festoon wait --for peer=b && rsync -a /srv b:/srv' +
        '\n  systemctl restart festoon && festoon wait --for manager=m2',
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
    const echoMs = Math.max(100, Math.min(leftMs, 1000));
    const found = options.for.map((condition) => condition({ ...options, report, socket, echoMs }));
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
  if (text === 'manager') return (scene) => managersMissing(scene, 1);
  if (text === 'standby') return (scene) => managersMissing(scene, 2);
  if (text === 'reload') return reloadMissing;
  if (text.startsWith('peer=')) {
    const called = parseCalled(text.slice('peer='.length));
    return (scene) => peerMissing(scene, called);
  }
  if (text.startsWith('manager=')) {
    const name = parseName(text.slice('manager='.length));
    return (scene) => managersMissing(scene, 1, name);
  }
  throw new InvalidArgumentError(
    'Write address, manager, manager=NAME, standby, peer=NAME, peer=ADDRESS or reload.',
  );
}

function parseCalled(text: string): string {
  return parseAddress(text) ?? parseName(text);
}

function addressMissing({ report: { control } }: Scene): string | undefined {
  const local = new Set(
    Object.values(networkInterfaces()).flatMap((all = []) => all.map(({ address }) => address)),
  );
  const absent = control.addresses.find((address) => !local.has(address));
  return absent && `${absent} is not on an interface that is up`;
}

/** An echo tells, for a session may be there with one that has just been restarted; and an address is sought by it. */
async function peerMissing({ report, socket, echoMs }: Scene, called: string): Promise<string | undefined> {
  const echo = await requestEcho(socket, called, echoMs);
  if (echo.ok) return undefined;
  const { peers, managers } = report.control;
  const peer = peers.find(({ name, addresses }) => name === called || addresses.some((at) => at === called));
  if (peer !== undefined && peer.state !== 'up') return `peer ${called} is ${peer.state}`;
  if (echo.code !== 'ping-unknown-peer') return `peer ${called}: ${echo.message}`;
  return `no peer is called ${called}${managers.length > 0 ? ', give its overlay address to have it sought' : ''}`;
}

/** So many of them, or this one, have the record of this node and answer. */
async function managersMissing(
  { report, socket, echoMs }: Scene,
  count: number,
  only?: string,
): Promise<string | undefined> {
  const listed = report.control.managers.filter(({ name }) => only === undefined || name === only);
  if (listed.length < count) {
    return only === undefined
      ? `the config lists ${HOW_MANY[listed.length]}`
      : `no manager is called ${only}`;
  }
  const attached = listed.filter(({ attachedAge }) => attachedAge !== undefined);
  const echoes = attached.map(({ name }) => requestEcho(socket, name, echoMs));
  const answered = (await Promise.all(echoes)).filter(({ ok }) => ok).length;
  if (answered >= count) return undefined;
  if (only !== undefined) {
    return attached.length > 0 ? `manager ${only} does not answer` : `not attached to manager ${only}`;
  }
  return `attached to ${HOW_MANY[answered]} that answers`;
}

const HOW_MANY: Readonly<Record<number, string>> = { 0: 'no manager', 1: 'one manager' };

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
