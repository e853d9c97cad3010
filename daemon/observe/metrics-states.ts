import type { ManagerUse, PeerState } from '../control/status.js';

/** So that each has a series from the start. */
export const PEER_STATES: readonly PeerState[] = namesOf({
  up: true,
  silent: true,
  connecting: true,
  waiting: true,
  idle: true,
});

export const MANAGER_USES: readonly ManagerUse[] = namesOf({
  home: true,
  standby: true,
  spare: true,
  mesh: true,
});

/** All of `Name`, which the compiler sees to. */
export function namesOf<Name extends string>(all: Readonly<Record<Name, true>>): readonly Name[] {
  return Object.keys(all) as Name[];
}
