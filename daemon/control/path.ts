import { type Address, type Endpoint, isDistinct, splitEndpoint } from '../../protocol/address.js';

declare const brand: unique symbol;

/** `via:PEER:HANDLE`: the core's decimal number of the manager that relays, and its handle in 8 lowercase hex digits. */
export type Relayed = string & { readonly [brand]: 'Relayed' };
/** How a session's packets travel: straight to an endpoint, or relayed by a manager. Equal paths are equal strings. */
export type Path = Endpoint | Relayed;

const PREFIX = 'via:';

export function relayed(manager: number, handle: number): Relayed {
  return `${PREFIX}${manager}:${handle.toString(16).padStart(8, '0')}` as Relayed;
}

export function isRelayed(path: Path): path is Relayed {
  return path.startsWith(PREFIX);
}

/** The number of the manager that relays; undefined for a direct path. */
export function managerOf(path: Path): number | undefined {
  return isRelayed(path) ? Number(path.split(':')[1]) : undefined;
}

/** What the manager knows a relayed path by. */
export function handleOf(path: Relayed): number {
  return Number.parseInt(path.slice(-8), 16);
}

/** A direct path that leads through the tunnel itself is none. */
export function isInside(path: Path, inOverlay: (address: Address) => boolean): boolean {
  return !isRelayed(path) && inOverlay(splitEndpoint(path).address);
}

/** Whether an endpoint that somebody else tells of means the same here, and is not inside the tunnel. */
export function isUsable(endpoint: Endpoint, inOverlay: (address: Address) => boolean): boolean {
  return isDistinct(splitEndpoint(endpoint).address) && !isInside(endpoint, inOverlay);
}
