import type { Namespace } from './namespace.js';
import type { Sandbox } from './sandbox.js';
import { toolArgv } from './tools.js';

export interface DelayOptions {
  /** One way. */
  readonly millis: number;
  /** It ends by itself after so many seconds. */
  readonly limitSeconds: number;
}

const START_MILLIS = 20_000;

/**
 * A long way to a UDP endpoint, because this kernel may have no netem: returns an endpoint at `address` of the namespace.
 * What is sent there arrives at `target` so much later, from a port of its own for each sender, and answers likewise.
 */
export async function delayed(
  sandbox: Sandbox,
  namespace: Namespace,
  address: string,
  target: string,
  { millis, limitSeconds }: DelayOptions,
): Promise<string> {
  const argv = toolArgv('delay', address, target, String(millis), String(limitSeconds));
  const running = await sandbox.start('delay', argv, { namespace });
  const [, port = ''] = await running.line(/^port (\d+)$/m, START_MILLIS);
  return `${address}:${port}`;
}
