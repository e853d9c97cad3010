import { randomInt } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Namespace, removeNamespace } from './namespace.js';
import { endProcess, isAlive, LabProcess, type ProcessId, startTicks } from './process.js';

const DIRECTORY_PREFIX = 'festoon-lab-';
const NAME_LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
const GRACE_MILLIS = 5000;

/** What is on disk about a sandbox, so that another process can remove what its owner left. */
interface Inventory {
  readonly owner: ProcessId;
  kept: boolean;
  readonly namespaces: string[];
  readonly processes: ProcessId[];
}

/**
 * Everything that a lab makes on this machine: one directory, network namespaces, processes. Each is written into
 * the inventory, and `close` removes all of it. What an owner that was killed left behind is removed when the next
 * sandbox opens, unless it was to be kept.
 */
export class Sandbox {
  readonly name: string;
  readonly directory: string;
  readonly #inventory: Inventory;
  readonly #running: LabProcess[] = [];
  readonly #labels = new Map<string, number>();
  #lastCreated: Promise<void> = Promise.resolve();
  #closing: Promise<void> | undefined;

  private constructor(name: string) {
    this.name = name;
    this.directory = directoryOf(name);
    mkdirSync(this.directory, { mode: 0o700 });
    const owner = { pid: process.pid, startTicks: startTicks(process.pid) ?? '' };
    this.#inventory = { owner, kept: false, namespaces: [], processes: [] };
    this.#record();
  }

  static async open(): Promise<Sandbox> {
    await removeAbandoned();
    return new Sandbox(newName());
  }

  /** A new network namespace, named after this sandbox and the label. */
  async namespace(label: string): Promise<Namespace> {
    if (this.#closing !== undefined) throw new Error('the sandbox is closing');
    const name = `fst-${this.name}-${label}`;
    this.#inventory.namespaces.push(name);
    this.#record();
    const created = Namespace.create(name);
    this.#lastCreated = created.then(noop, noop);
    return created;
  }

  /** Starts a process; its output goes to LABEL.log in the directory, LABEL-2.log for the next of that label. */
  async start(
    label: string,
    argv: readonly string[],
    options: { readonly namespace?: Namespace; readonly env?: NodeJS.ProcessEnv } = {},
  ): Promise<LabProcess> {
    if (this.#closing !== undefined) throw new Error('the sandbox is closing');
    const started = await LabProcess.start({
      label,
      argv: options.namespace?.inside(argv) ?? argv,
      logFile: this.#logFile(label),
      ...(options.env === undefined ? {} : { env: options.env }),
    });
    this.#running.push(started);
    this.#inventory.processes.push(started.id);
    this.#record();
    return started;
  }

  /** A file of this name in the directory. */
  path(name: string): string {
    return join(this.directory, name);
  }

  /** Leaves everything as it is after this process has ended, until `removeSandbox` is called with the name. */
  keep(): void {
    this.#inventory.kept = true;
    this.#record();
    for (const one of this.#running) one.release();
  }

  get kept(): boolean {
    return this.#inventory.kept;
  }

  /** Whether its end has begun: what fails from then on fails because of that. */
  get closing(): boolean {
    return this.#closing !== undefined;
  }

  /** Ends all processes (SIGTERM, then SIGKILL), removes the namespaces and the directory. May be called twice. */
  close(): Promise<void> {
    this.#closing ??= this.#lastCreated.then(() => remove(this.directory, this.#inventory));
    return this.#closing;
  }

  #logFile(label: string): string {
    const count = (this.#labels.get(label) ?? 0) + 1;
    this.#labels.set(label, count);
    return this.path(count === 1 ? `${label}.log` : `${label}-${count}.log`);
  }

  #record(): void {
    const file = this.path('lab.json');
    writeFileSync(`${file}.new`, JSON.stringify(this.#inventory), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
}

/**
 * Runs `body` with a sandbox and closes it in every case: result, error, SIGINT, SIGTERM, SIGHUP, uncaught error.
 * A signal ends this process with 128 + its number.
 */
export async function withSandbox<T>(body: (sandbox: Sandbox) => Promise<T>): Promise<T> {
  const sandbox = await Sandbox.open();
  const end = (code: number): void => {
    void sandbox.close().finally(() => process.exit(code));
  };
  const handlers: Record<string, (cause: unknown) => void> = {
    SIGHUP: () => end(129),
    SIGINT: () => end(130),
    SIGTERM: () => end(143),
    uncaughtException: (cause) => {
      process.stderr.write(`${cause instanceof Error ? cause.stack : String(cause)}\n`);
      end(1);
    },
  };
  for (const [event, handler] of Object.entries(handlers)) process.on(event, handler);
  try {
    return await body(sandbox);
  } finally {
    if (!sandbox.kept) await sandbox.close();
    for (const [event, handler] of Object.entries(handlers)) process.off(event, handler);
  }
}

/** Removes a kept sandbox, or one whose owner was killed. False when there is none of that name. */
export async function removeSandbox(name: string): Promise<boolean> {
  const directory = directoryOf(name);
  const inventory = readInventory(directory);
  if (inventory === undefined) return false;
  await remove(directory, inventory);
  return true;
}

/** The names of all sandboxes of this user. */
export function listSandboxes(): readonly string[] {
  return readdirSync(tmpdir())
    .filter((entry) => entry.startsWith(DIRECTORY_PREFIX))
    .map((entry) => entry.slice(DIRECTORY_PREFIX.length))
    .filter((name) => readInventory(directoryOf(name)) !== undefined);
}

async function removeAbandoned(): Promise<void> {
  for (const name of listSandboxes()) {
    const inventory = readInventory(directoryOf(name));
    if (inventory !== undefined && !inventory.kept && !isAlive(inventory.owner)) await removeSandbox(name);
  }
}

async function remove(directory: string, inventory: Inventory): Promise<void> {
  await Promise.all(inventory.processes.map((id) => endProcess(id, GRACE_MILLIS)));
  for (const name of inventory.namespaces) await removeNamespace(name);
  // Retries, for an owner that was killed a moment ago may still be writing there.
  rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
}

/** Undefined for a directory of somebody else: in a shared /tmp its inventory is not to be believed. */
function readInventory(directory: string): Inventory | undefined {
  try {
    const found = lstatSync(directory);
    if (!found.isDirectory() || found.uid !== process.geteuid?.()) return undefined;
    return JSON.parse(readFileSync(join(directory, 'lab.json'), 'utf8')) as Inventory;
  } catch {
    return undefined;
  }
}

function noop(): void {}

function directoryOf(name: string): string {
  return join(tmpdir(), `${DIRECTORY_PREFIX}${name}`);
}

function newName(): string {
  const name = Array.from({ length: 6 }, () => NAME_LETTERS[randomInt(NAME_LETTERS.length)]).join('');
  return existsSync(directoryOf(name)) ? newName() : name;
}
