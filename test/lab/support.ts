import t, { type Test } from 'tap';
import { findFooting } from '../../daemon/lab/host.js';
import { type Sandbox, withSandbox } from '../../daemon/lab/sandbox.js';

const footing = await findFooting();

/** A test with a sandbox of its own, which is gone afterwards whatever the outcome. */
export function labTest(name: string, body: (t: Test, sandbox: Sandbox) => Promise<void>): void {
  t.test(name, async (t) => {
    if (footing.kind !== 'privileged') {
      t.fail(footing.kind === 'none' ? footing.missing : 'the lab tests need root');
      return;
    }
    await withSandbox((sandbox) => body(t, sandbox));
  });
}
