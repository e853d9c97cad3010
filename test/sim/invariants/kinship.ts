import type { Member } from '../cast.js';
import type { MakeInvariant } from './invariant.js';
import { keysId } from './keys-id.js';

/** One end of a session: who has it, and with whom it believes to have it. */
interface End {
  readonly member: Member;
  readonly peer: string;
}

/** The two ends of every session are who each takes the other for, by keys that the network's authority has signed. */
export const kinship: MakeInvariant = ({ cast }, fail) => {
  const ends: Map<string, End> = new Map();
  const check = (one: End, other: End): void => {
    if (one.member.role === 'stranger') return;
    if (other.member.role === 'stranger') fail(`${one.member.place.name} has a session with a stranger`);
    if (one.peer !== other.member.place.name)
      fail(`${one.member.place.name} takes ${other.member.place.name} for ${one.peer}`);
  };
  return {
    name: 'no session of a foreign key',
    action(host, action) {
      if (action.type !== 'install-session') return;
      const member = cast.of(host) as Member;
      const { peers } = host.control.snapshot(host.now);
      const peer = peers.find(({ id }) => id === action.peer)?.name ?? '';
      const here: End = { member, peer };
      const keys = keysId(action.keys);
      const there = ends.get(keys);
      if (there === undefined) {
        ends.set(keys, here);
        return;
      }
      if (there.member === member && there.peer === peer) return;
      check(here, there);
      check(there, here);
    },
  };
};
