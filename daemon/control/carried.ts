import type { PeerActivity } from './event.js';
import { managerOf } from './path.js';
import type { Peers } from './peers.js';

/** The activity of all peers; that of a manager with what it relays: whoever waits for a packet through it waits for it. */
export function carried(peers: Peers, activities: readonly PeerActivity[]): readonly PeerActivity[] {
  if (activities.length < 2) return activities;
  const byManager = new Map<number, PeerActivity>();
  for (const activity of activities) {
    const path = peers.byId(activity.peer)?.path;
    const manager = path && managerOf(path);
    if (manager !== undefined) byManager.set(manager, merged(byManager.get(manager) ?? activity, activity));
  }
  return activities.map((activity) => {
    const relayed = byManager.get(activity.peer);
    return relayed ? merged(activity, relayed) : activity;
  });
}

function merged(of: PeerActivity, { lastReceived, lastSent, lastData }: PeerActivity): PeerActivity {
  return {
    ...of,
    lastReceived: latest(of.lastReceived, lastReceived),
    lastSent: latest(of.lastSent, lastSent),
    lastData: latest(of.lastData, lastData),
  };
}

function latest(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.max(a, b);
}
