/**
 * How much a node prefers a manager over others, from 0 to 2^32 - 1. Every node orders the same managers in another way,
 * and one manager more or less moves only the nodes that it concerns. Integers throughout: the same on every machine.
 */
export function affinity(node: string, manager: string): number {
  let hash = 0x811c9dc5;
  for (const character of `${node} ${manager}`) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  // The finalizer of MurmurHash3: without it, names that differ in their last letter stay neighbours.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
