import type { Registry } from 'prom-client';
import type { DaemonStatus, ManagerStatus } from '../control/status.js';
import { by, counter, gauge, plain, type Sample } from './metrics-samples.js';
import { MANAGER_USES, PEER_STATES } from './metrics-states.js';

/** The managers that serve this node. */
export function addManagers(registry: Registry, { control }: DaemonStatus): void {
  const { managers } = control;
  gauge(
    registry,
    'festoon_managers',
    'Managers of the config by what they are to this node and their state.',
    [...counted(managers)],
  );
  gauge(
    registry,
    'festoon_manager_up',
    'Whether the manager answers and has the record of this node.',
    each(managers, ({ attachedAge }) => Number(attachedAge !== undefined)),
  );
  gauge(
    registry,
    'festoon_manager_relayed_peers',
    'Peers whose packets the manager relays to this node.',
    each(managers, ({ relayed }) => relayed),
  );
}

/** What this node asked managers for; nothing where there are none. */
export function addSearches(registry: Registry, { control }: DaemonStatus): void {
  if (control.managers.length === 0) return;
  counter(
    registry,
    'festoon_searches_total',
    'Addresses that managers were asked for, by how it ended, and their answers that did not hold, by error code.',
    by('result', control.searches),
  );
}

/** What this node does for others; nothing where it is no manager. */
export function addRelay(registry: Registry, { control, counters }: DaemonStatus): void {
  const { relay } = control;
  if (relay === undefined) return;
  addRelayed(registry, counters);
  gauge(
    registry,
    'festoon_relay_handles',
    'Ways from one node to another that are open.',
    plain(relay.handles),
  );
  counter(
    registry,
    'festoon_introductions_total',
    'Nodes that asked for an address, by what they were answered.',
    by('result', new Map([...NO_INTRODUCTIONS, ...relay.introductions])),
  );
  gauge(registry, 'festoon_directory_records', 'Nodes in the directory.', plain(relay.directory));
  gauge(
    registry,
    'festoon_attached_nodes',
    'Nodes and managers that are attached here.',
    plain(relay.attached),
  );
  counter(
    registry,
    'festoon_directory_pushes_total',
    'Messages with records for other managers, by whether one of them had not been told before.',
    by(
      'kind',
      new Map([
        ['first', relay.pushes.sent],
        ['repeated', relay.pushes.repeated],
      ]),
    ),
  );
}

function addRelayed(registry: Registry, counters: DaemonStatus['counters']): void {
  counter(
    registry,
    'festoon_relayed_datagrams_total',
    'Datagrams relayed from one node to another.',
    plain(counters.relayedDatagrams),
  );
  counter(
    registry,
    'festoon_relayed_bytes_total',
    'Bytes of them, relay headers included.',
    plain(counters.relayedBytes),
  );
  counter(
    registry,
    'festoon_relayed_trains_total',
    'Sends that they left in.',
    plain(counters.relayedTrains),
  );
}

/** Known from the start, so that the first of its kind is an increase and not a new series. */
const NO_INTRODUCTIONS: ReadonlyMap<string, number> = new Map(
  ['ok', 'unknown', 'unreachable', 'refused', 'busy'].map((result) => [result, 0]),
);

/** Every pair of use and state, zeros included; nothing where the config lists none. */
function counted(managers: readonly ManagerStatus[]): readonly Sample[] {
  if (managers.length === 0) return [];
  return MANAGER_USES.flatMap((use) =>
    PEER_STATES.map((state): Sample => {
      const found = managers.filter((manager) => manager.use === use && manager.state === state);
      return [{ use, state }, found.length];
    }),
  );
}

/** There are at most 16, so that each may have series of its own. */
function each(
  managers: readonly ManagerStatus[],
  value: (manager: ManagerStatus) => number,
): readonly Sample[] {
  return managers.map((manager): Sample => [{ manager: manager.name }, value(manager)]);
}
