import { VERSION } from '../../daemon/cli/version.js';
import type { LabProcess } from '../../daemon/lab/process.js';
import { bringUp } from '../../daemon/lab/servers.js';
import type { Field } from '../field.js';
import type { Contender } from './contender.js';

export function festoon({ nodes }: Field): Contender {
  let daemons: readonly LabProcess[] = [];
  return {
    name: 'festoon',
    description: `festoon ${VERSION}, as built here`,
    address: nodes[1].membership.addresses[0] ?? '',
    get daemons() {
      return daemons;
    },
    async start() {
      try {
        await bringUp(nodes);
      } finally {
        daemons = nodes.map(({ daemon }) => daemon);
      }
    },
    async stop() {
      await Promise.all(daemons.map((daemon) => daemon.stop()));
      daemons = [];
    },
  };
}
