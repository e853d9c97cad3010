import type { Namespace } from './namespace.js';
import type { LabProcess } from './process.js';
import type { Sandbox } from './sandbox.js';
import { toolArgv } from './tools.js';

export interface FlowOptions {
  /** At most 20,000: what a process of this lab keeps up with on a busy machine of two cores. */
  readonly packetsPerSecond: number;
  /** Length of a datagram, at least 4. Default 64. */
  readonly bytes?: number;
  /** How many flows share the rate, each numbered by itself. Default 1; a fast one needs more (see `Flow`). */
  readonly flows?: number;
  /** The sender ends by itself after so many seconds. */
  readonly limitSeconds: number;
  /** The sender ends by itself after so many datagrams. Default: only by time. */
  readonly count?: number;
}

/** What became of all datagrams. `lost` are those that were sent and had not come 3 s after the last that did. */
export interface FlowResult {
  readonly sent: number;
  /** What the sender's kernel did not take: no route, no device. It is not among `sent`. */
  readonly refused: number;
  /** Different ones. */
  readonly received: number;
  readonly lost: number;
  readonly duplicated: number;
  /** Came after a later one of their flow. */
  readonly reordered: number;
  readonly corrupted: number;
  /** Between two arrivals that follow each other, of all flows together. */
  readonly longestGapMillis: number;
  /** As the sender managed it. */
  readonly packetsPerSecond: number;
}

const START_MILLIS = 30_000;
const SETTLE_MILLIS = 30_000;
const SLACK_SECONDS = 60;

/**
 * Sequenced UDP from a namespace to an address of another. Both ends are bounded in time.
 *
 * The kernel keeps 200 KiB for a socket by default, that is 500 small datagrams: 27 ms at 20,000 a second, which a
 * busy machine exceeds. So a fast sequence is spread over flows to as many sockets, and what is lost was not lost there.
 */
export class Flow {
  readonly #sender: LabProcess;
  readonly #receiver: LabProcess;
  readonly #limitMillis: number;

  private constructor(sender: LabProcess, receiver: LabProcess, limitSeconds: number) {
    this.#sender = sender;
    this.#receiver = receiver;
    this.#limitMillis = limitSeconds * 1000;
  }

  /** Returns when the first datagrams are under way. */
  static async start(
    sandbox: Sandbox,
    from: Namespace,
    to: { readonly namespace: Namespace; readonly address: string },
    options: FlowOptions,
  ): Promise<Flow> {
    const { packetsPerSecond, bytes = 64, flows = 1, limitSeconds, count = 0 } = options;
    const account = newAccount(sandbox);
    const receive = [to.address, flows, account, limitSeconds + SLACK_SECONDS].map(String);
    const receiver = await sandbox.start('flow-receive', toolArgv('flow-receive', ...receive), {
      namespace: to.namespace,
    });
    const [, ports = ''] = await receiver.line(/^ports ([\d,]+)$/m, START_MILLIS);
    const send = [to.address, ports, account, packetsPerSecond, bytes, limitSeconds, count].map(String);
    const sender = await sandbox.start('flow-send', toolArgv('flow-send', ...send), { namespace: from });
    await sender.line(/^sending$/m, START_MILLIS);
    return new Flow(sender, receiver, limitSeconds);
  }

  /** Ends the sender, waits for what is under way, and returns the account of both ends. */
  stop(): Promise<FlowResult> {
    this.#sender.signal('SIGTERM');
    return this.finish();
  }

  /** Waits until the sender has ended by itself. */
  async finish(): Promise<FlowResult> {
    const exit = await this.#sender.waitExit(this.#limitMillis + SETTLE_MILLIS);
    if (exit?.code !== 0) throw new Error(`flow-send: ${exit?.code ?? 'no end'}\n${this.#sender.output()}`);
    const [line] = await this.#receiver.line(/^\{.*\}$/m, SETTLE_MILLIS);
    return JSON.parse(line) as FlowResult;
  }
}

const counts = new WeakMap<Sandbox, number>();

/** A file of its own for each flow, however many start at once. */
function newAccount(sandbox: Sandbox): string {
  const number = (counts.get(sandbox) ?? 0) + 1;
  counts.set(sandbox, number);
  return sandbox.path(`flow-${number}.json`);
}
