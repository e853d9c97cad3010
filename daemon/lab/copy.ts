import { createHash, randomFillSync } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import type { Namespace } from './namespace.js';
import type { Sandbox } from './sandbox.js';
import { toolArgv } from './tools.js';

export interface Copied {
  readonly bytes: number;
  readonly seconds: number;
  readonly sha256: string;
  /** What the other end wrote to disk has this length and hash too. */
  readonly equal: boolean;
}

export interface CopyOptions {
  readonly bytes: number;
  /** Stands at the start of every 64 KiB of the file, which is random else. */
  readonly marker: Uint8Array;
}

const LIMIT_MILLIS = 120_000;
const MARKER_EVERY_BYTES = 65_536;

/** Copies a file over TCP from one namespace to an address of another and compares SHA-256. */
export async function copyFile(
  sandbox: Sandbox,
  from: Namespace,
  to: { readonly namespace: Namespace; readonly address: string },
  options: CopyOptions,
): Promise<Copied> {
  const content = randomFile(options);
  const sha256 = createHash('sha256').update(content).digest('hex');
  const source = sandbox.path('file.sent');
  await writeFile(source, content, { mode: 0o600 });
  const argv = toolArgv('copy-receive', to.address, sandbox.path('file.received'));
  const receiver = await sandbox.start('copy-receive', argv, { namespace: to.namespace });
  try {
    const [, port = ''] = await receiver.line(/^port (\d+)$/m, LIMIT_MILLIS);
    const started = performance.now();
    await from.run(toolArgv('copy-send', to.address, port, source), { timeoutMillis: LIMIT_MILLIS });
    const seconds = (performance.now() - started) / 1000;
    const [line] = await receiver.line(/^\{.*\}$/m, LIMIT_MILLIS);
    const got = JSON.parse(line) as { bytes: number; sha256: string };
    return {
      bytes: content.length,
      seconds,
      sha256,
      equal: got.bytes === content.length && got.sha256 === sha256,
    };
  } finally {
    await receiver.stop();
  }
}

function randomFile({ bytes, marker }: CopyOptions): Buffer {
  const content = randomFillSync(Buffer.alloc(bytes));
  for (let at = 0; at + marker.length <= bytes; at += MARKER_EVERY_BYTES) content.set(marker, at);
  return content;
}
