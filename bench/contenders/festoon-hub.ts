import { VERSION } from '../../daemon/cli/version.js';
import { eventually } from '../../daemon/lab/eventually.js';
import { ping } from '../../daemon/lab/ping.js';
import type { LabProcess } from '../../daemon/lab/process.js';
import type { HubField } from '../hub-field.js';
import { openRelay } from '../relay/feed.js';
import type { Hub } from './hub.js';

const READY_MILLIS = 20_000;

/** Near and far know only their manager at the hub and have no other way to each other. */
export function festoonHub(field: HubField): Hub {
  const { near, far, hub } = field.members;
  const all = [hub, near, far];
  const address = far.membership.addresses[0] ?? '';
  let daemons: readonly LabProcess[] = [];
  return {
    name: 'festoon',
    description: `festoon ${VERSION}, as built here`,
    address,
    get daemons() {
      return daemons;
    },
    async start() {
      await Promise.all(all.map((member) => member.start()));
      daemons = [hub.daemon];
      await eventually('an echo through the manager', READY_MILLIS, async () => {
        const { received } = await ping(near.site.namespace, address, { count: 1 });
        return received > 0 || undefined;
      });
    },
    async stop() {
      await Promise.all(all.map((member) => member.stop().catch(() => undefined)));
      daemons = [];
    },
    openFeed: (targets) => openRelay(field, targets),
  };
}
