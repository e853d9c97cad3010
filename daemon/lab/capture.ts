import { readFile, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Namespace } from './namespace.js';
import { type PcapFacts, readPcap } from './pcap.js';
import type { LabProcess } from './process.js';
import type { Sandbox } from './sandbox.js';

const START_MILLIS = 20_000;
const STOP_MILLIS = 20_000;
const BUFFER_KIB = 65_536;
/** The kernel hands a block over when it is full or 1 s old (tcpdump's read timeout): after this much quiet all are. */
const QUIET_MILLIS = 1300;

export interface CaptureFacts extends PcapFacts {
  /** Packets that the kernel could not hand over in time: nothing is known about them. */
  readonly lost: number;
}

/** A running tcpdump that writes whole packets of one device to a file. */
export class Capture {
  readonly file: string;
  readonly #process: LabProcess;

  private constructor(file: string, process: LabProcess) {
    this.file = file;
    this.#process = process;
  }

  /** Ready to see the next packet when it returns. */
  static async start(
    sandbox: Sandbox,
    label: string,
    namespace: Namespace,
    device: string,
  ): Promise<Capture> {
    const file = sandbox.path(`${label}.pcap`);
    // -Z root: it may write into the lab's directory, which is closed to other users.
    const argv = ['tcpdump', '-Z', 'root', '-n', '-i', device, '-B', String(BUFFER_KIB), '-U', '-w', file];
    const process = await sandbox.start(label, argv, { namespace });
    await process.line(/listening on/, START_MILLIS);
    return new Capture(file, process);
  }

  /** Ends the capture when nothing comes in any more, and reads its file. */
  async stop(marker: Buffer = Buffer.alloc(0)): Promise<CaptureFacts> {
    await this.#quiet();
    await this.#process.stop(STOP_MILLIS);
    const lost = Number(/(\d+) packets? dropped by kernel/.exec(this.#process.output())?.[1] ?? 0);
    return { ...readPcap(await readFile(this.file), marker), lost };
  }

  async #quiet(): Promise<void> {
    const until = performance.now() + STOP_MILLIS;
    let size = -1;
    for (let since = 0, now = 0; now < until && (size === -1 || now - since < QUIET_MILLIS); ) {
      await sleep(100);
      now = performance.now();
      const grown = (await stat(this.file)).size;
      if (grown !== size) since = now;
      size = grown;
    }
  }
}
