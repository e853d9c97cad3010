import type { Action } from '../../../../daemon/control/action.js';
import { Management } from '../../../../daemon/control/management.js';
import type { Now } from '../../../../daemon/control/now.js';
import type { Settings, Shared } from '../../../../daemon/control/shared.js';
import type { RelayStatus } from '../../../../daemon/control/status.js';
import type { ControlMessage } from '../../../../protocol/control-message.js';
import { addressOf } from './introducing.js';
import { after, presented, sharedOf, T0, TestPeer } from './manager.js';

/** A manager with its peers as the rest of control plays them. */
export class Manager {
  readonly name: string;
  readonly shared: Shared;
  readonly actions: Action[];
  readonly peers: TestPeer[] = [];
  readonly management: Management;
  /** Certificates that peers were told of. */
  readonly heard: string[] = [];

  constructor(name: string, settings: Partial<Settings> = {}, started: Now = after(-60_000)) {
    this.name = name;
    const { shared, actions } = sharedOf(name);
    shared.settings = { ...shared.settings, role: 'manager', ...settings };
    this.shared = shared;
    this.actions = actions;
    this.management = new Management(shared, {
      all: () => this.peers.map((peer) => peer.asPeer),
      hear: ({ certificate: { name, serial } }) => this.heard.push(`${name} ${serial}`),
    });
    this.management.start(started);
  }

  reconfigure(settings: Partial<Settings>): void {
    this.shared.settings = { ...this.shared.settings, ...settings };
    this.management.reconfigure(T0);
  }

  comes(name: string, isManager = false, now: Now = T0): TestPeer {
    const peer = new TestPeer(name, isManager);
    this.peers.push(peer);
    peer.answers = true;
    this.management.up(now, peer);
    return peer;
  }

  goes(peer: TestPeer, now: Now = T0): void {
    peer.answers = false;
    this.management.down(now, peer);
  }

  hears(peer: TestPeer, message: ControlMessage, now: Now = T0): readonly ControlMessage[] {
    this.management.message(now, peer, message);
    return peer.told();
  }

  /** A node comes and says who it is. */
  attaches(
    name: string,
    ...changes: Parameters<typeof presented> extends [string, ...infer R] ? R : never
  ): TestPeer {
    const peer = this.comes(name);
    this.hears(peer, { type: 'attach', ...presented(name, ...changes) });
    return peer;
  }

  finds(peer: TestPeer, name: string): unknown {
    this.management.message(T0, peer, { type: 'lookup', id: 1, address: addressOf(name) });
    return peer.only('introduction')[0]?.result;
  }

  get relay(): RelayStatus {
    return this.management.status().relay as RelayStatus;
  }

  get refused(): Record<string, number> {
    return Object.fromEntries(this.shared.refusedMessages.counts());
  }
}
