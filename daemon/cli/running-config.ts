import { parseCanonicalConfig } from '../config/canonical.js';
import type { Config } from '../config/config.js';
import { ConfigError, Failure } from '../config/failure.js';
import { requestText } from '../io/control-client.js';

/** What the daemon behind a control socket has in force. */
export async function runningConfig(control: string): Promise<Config> {
  const text = await requestText({ path: control, resource: '/v1/config' });
  try {
    return parseCanonicalConfig(text);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new Failure('daemon-answer', `${control}: answered with a config that cannot be read`);
  }
}
