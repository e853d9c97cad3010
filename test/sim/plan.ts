import type { Lie } from './lies.js';
import type { Link } from './link.js';

/**
 * A run as data: who is there, what lies between them, what is said, and what goes wrong when. Drawn from a seed, or
 * read from a file of regressions/. Instants and lengths in ms of virtual time.
 */
export interface Plan {
  /** Of every stream that the run itself draws from. */
  readonly seed: number;
  /** Handshakes with libsodium in place of the toy. */
  readonly real: boolean;
  /** Troubles begin and end before this. */
  readonly trouble: number;
  readonly places: readonly Place[];
  /** Every lane that no trouble changes. */
  readonly weather: Link;
  readonly talks: readonly Talk[];
  readonly troubles: readonly Trouble[];
}

export interface Place {
  readonly name: string;
  readonly role: 'node' | 'manager';
  /** Places that its config lists as peers, and as managers. */
  readonly knows: readonly string[];
  readonly managers: readonly string[];
  /** How others' configs say where it is: by address, by a name, or not at all. */
  readonly found: 'address' | 'name' | 'never';
  /** Its record says where it is. */
  readonly advertises: boolean;
  /** A manager to itself, a node by its certificate. */
  readonly impostor?: boolean;
  /** What a manager relays for a node, in Mbit/s; 0: no limit. */
  readonly rate: number;
  /** When its first certificate ends. */
  readonly ends?: number;
  /** When it gets another certificate, which outlives the run. */
  readonly renewed?: number;
}

/** Packets of one direction. */
export interface Talk {
  readonly from: string;
  readonly to: string;
  /** About so long between two. */
  readonly every: number;
}

interface Spell {
  readonly at: number;
  readonly for: number;
}

export type Trouble =
  /** It is down so long; its state is that of before, or it has lost what its last boot wrote. */
  | (Spell & {
      readonly type: 'restart';
      readonly place: string;
      readonly moves: boolean;
      readonly forgets: boolean;
    })
  /** It has another address from then on, without a restart. `told`: its host says so. */
  | { readonly type: 'move'; readonly at: number; readonly place: string; readonly told: boolean }
  /** Nothing passes from one side to the other; `both`: nor back. */
  | (Spell & { readonly type: 'partition'; readonly side: readonly string[]; readonly both: boolean })
  /** What goes from one place to another passes another link; `both`: what comes back as well. */
  | (Spell & {
      readonly type: 'weather';
      readonly from: string;
      readonly to: string;
      readonly link: Link;
      readonly both?: boolean;
    })
  /** The wall clock jumps by so many seconds. */
  | { readonly type: 'clock'; readonly at: number; readonly place: string; readonly by: number }
  | (Spell & { readonly type: 'names' })
  /** The same identity runs a second time, elsewhere. */
  | (Spell & { readonly type: 'twin'; readonly place: string })
  /** Somebody with the network's secret and a certificate of his own authority calls a place under a member's name. */
  | (Spell & { readonly type: 'stranger'; readonly place: string; readonly as: string })
  /** A member lies, each time one of these: a manager to everybody, a node to its managers. `lasting`: until the run ends. */
  | (Spell & {
      readonly type: 'liar';
      readonly place: string;
      readonly lies: readonly Lie[];
      readonly lasting: boolean;
    })
  /** Somebody on the way sends again a share of what passes, up to a minute later, from its source or from elsewhere. */
  | (Spell & { readonly type: 'echo'; readonly percent: number })
  /** So many packets at once. */
  | {
      readonly type: 'burst';
      readonly at: number;
      readonly from: string;
      readonly to: string;
      readonly packets: number;
    };

/** Two that run with one identity raise their boot in turn: who is left may wait as long as they were at it (spec §16.5). */
function endOf(trouble: Trouble): number {
  const spell = 'for' in trouble ? trouble.for : 0;
  return trouble.at + (trouble.type === 'twin' ? 2 * spell : spell);
}

/** When the last trouble is over, the end and the renewal of certificates among them. */
export function calmFrom({ places, troubles }: Plan): number {
  const ends = places.flatMap(({ ends = 0, renewed = 0 }) => [ends, renewed]);
  return Math.max(...ends, ...troubles.map(endOf));
}

/** Who lies at some time: what he does himself proves nothing. */
export function isLiar({ places, troubles }: Plan, name: string): boolean {
  if (places.some((place) => place.name === name && place.impostor)) return true;
  return troubles.some((trouble) => trouble.type === 'liar' && trouble.place === name);
}

/** Who lies to the end of the run: nobody can rely on him. */
export function isFalse({ places, troubles }: Plan, name: string): boolean {
  if (places.some((place) => place.name === name && place.impostor)) return true;
  return troubles.some((trouble) => trouble.type === 'liar' && trouble.lasting && trouble.place === name);
}
