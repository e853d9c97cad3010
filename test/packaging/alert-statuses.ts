import type { DaemonStatus, ManagerStatus } from '../../daemon/control/status.js';
import { HEALTHY, MANAGED, MANAGER } from '../daemon/support/status.js';
import { AT_A, type Case, scraped } from './alert-case.js';

/** The same daemon with its managers changed. */
function withManagers(
  status: DaemonStatus,
  change: (manager: ManagerStatus) => Partial<ManagerStatus>,
): DaemonStatus {
  const managers = status.control.managers.map((manager) => ({ ...manager, ...change(manager) }));
  return { ...status, control: { ...status.control, managers } };
}

const AWAY = { state: 'connecting', use: 'spare', attachedAge: undefined } as const;
const TUN = { ...HEALTHY.tun, state: 'retrying', why: 'no such device' } as const;
const RETRYING: DaemonStatus = {
  ...HEALTHY,
  listen: HEALTHY.listen.map((one) => (one.use === 'tunnel' ? { ...one, state: 'retrying', why: 'x' } : one)),
};
const dropping = (reason: string, count: bigint): DaemonStatus => {
  return { ...HEALTHY, counters: { ...HEALTHY.counters, droppedInbound: new Map([[reason, count]]) } };
};
/** A count that has grown by so much a minute. */
const growing = (
  minutes: number,
  of: (count: bigint) => DaemonStatus,
  by: bigint,
): readonly (readonly [number, DaemonStatus])[] =>
  Array.from({ length: minutes }, (_, minute) => [1, of(BigInt(minute) * by)] as const);

/** Of daemons whose status changes: what they export then. */
export const STATUS_CASES: readonly Case[] = [
  {
    alert: 'FestoonTunDown',
    series: await scraped([
      [6, HEALTHY],
      [10, { ...HEALTHY, tun: TUN }],
    ]),
    quiet: ['5m', '6m'],
    fires: [
      '8m',
      [
        { ...AT_A, interface: 'festoon0' },
        'The interface festoon0 of Festoon on a is down',
        'a has had no usable interface festoon0 for a minute: nothing of it enters or leaves the overlay, though its sessions may stand.',
      ],
    ],
  },
  {
    alert: 'FestoonListenerRetrying',
    series: await scraped([
      [6, HEALTHY],
      [10, RETRYING],
    ]),
    quiet: ['5m', '10m'],
    fires: [
      '12m',
      [
        { ...AT_A, use: 'tunnel', state: 'retrying' },
        'An address of Festoon on a cannot be had',
        'a has been trying for 5 minutes to serve 2 more addresses for its tunnel.',
      ],
    ],
  },
  {
    alert: 'FestoonInternalFailures',
    series: await scraped([
      [6, HEALTHY],
      [70, { ...HEALTHY, failures: HEALTHY.failures + 1 }],
    ]),
    quiet: ['5m', '70m'],
    fires: [
      '7m',
      [
        AT_A,
        'Festoon on a has met a bug of its own',
        'In the last hour a skipped events or actions that ended in an exception; its log has the lines event failed and action failed.',
      ],
    ],
  },
  {
    alert: 'FestoonEventsDropped',
    series: await scraped([
      [10, dropping('event_overflow', 0n)],
      ...growing(20, (count) => dropping('event_overflow', count), 60n),
    ]),
    quiet: ['10m', '19m'],
    fires: [
      '26m',
      [
        AT_A,
        'The core of Festoon on a has more to tell than is taken',
        'The core of a has dropped 1 events a second over 10 minutes because its queue was full.',
      ],
    ],
  },
  {
    // Its sessions with two of them are up all along.
    alert: 'FestoonNoHomeManager',
    series: {
      ...(await scraped([
        [6, MANAGED],
        [15, withManagers(MANAGED, () => ({ attachedAge: undefined }))],
      ])),
      ...(await scraped([[21, withManagers(MANAGER, () => ({ attachedAge: undefined }))]], 'm')),
    },
    quiet: ['5m', '6m'],
    fires: [
      '7m',
      [
        AT_A,
        'a is attached to no manager',
        'Seen from a, none of its 3 managers has had its record for a minute: it cannot be found, and where none answers it cannot find peers. Sessions go on where they are direct.',
      ],
    ],
  },
  {
    // One that has no managers at all has none to miss.
    alert: 'FestoonNoStandbyManager',
    series: {
      ...(await scraped([
        [6, MANAGED],
        [20, withManagers(MANAGED, ({ use }) => (use === 'home' ? {} : { attachedAge: undefined }))],
      ])),
      ...(await scraped([[26, HEALTHY]], 'b')),
      ...(await scraped([[26, withManagers(MANAGER, ({ name }) => (name === 'm1' ? {} : AWAY))]], 'm')),
    },
    quiet: ['5m', '10m'],
    fires: [
      '12m',
      [
        AT_A,
        'a has no standby manager',
        'Seen from a, at most one of its 3 managers has had its record for 5 minutes: there is nobody to take over.',
      ],
    ],
  },
  {
    alert: 'FestoonManagersApart',
    series: {
      ...(await scraped([
        [6, withManagers(MANAGER, () => ({ attachedAge: 60 }))],
        [20, withManagers(MANAGER, ({ name }) => (name === 'm2' ? AWAY : { attachedAge: 60 }))],
      ])),
      ...(await scraped([[26, withManagers(MANAGED, () => AWAY)]], 'node')),
    },
    quiet: ['5m', '6m'],
    fires: [
      '8m',
      [
        { ...AT_A, manager: 'm2' },
        'Manager m2 is out of reach of a',
        'Seen from the manager a, m2 has not answered or not had its record for a minute: nodes attached to the one cannot find those attached to the other only.',
      ],
    ],
  },
];
