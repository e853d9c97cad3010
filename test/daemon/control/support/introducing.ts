import type { RelayEntry, UpdateRelay } from '../../../../daemon/control/action.js';
import { Attendance, type Caller } from '../../../../daemon/control/attendance.js';
import { Directory } from '../../../../daemon/control/directory.js';
import { Introducer } from '../../../../daemon/control/introducer.js';
import type { Now } from '../../../../daemon/control/now.js';
import { Relays } from '../../../../daemon/control/relays.js';
import type { Rng } from '../../../../daemon/control/rng.js';
import type { Address } from '../../../../protocol/address.js';
import type { CertificateFacts } from '../../../../protocol/certificate.js';
import type { ControlMessage, Introduction } from '../../../../protocol/control-message.js';
import type { RecordFacts } from '../../../../protocol/record.js';
import { nodeFacts } from '../../../protocol/support/network.js';
import { after, presented, sharedOf, T0, TestCaller } from './manager.js';
import { seededRng } from './rng.js';

export function addressOf(name: string): Address {
  return nodeFacts(name).addresses[0] as Address;
}

/** A manager as far as it introduces. */
export class Host {
  readonly name: string;
  readonly directory: Directory;
  readonly attendance: Attendance = new Attendance();
  readonly relays: Relays<Caller>;
  readonly introducer: Introducer;
  readonly table: Map<number, RelayEntry> = new Map();

  constructor(name: string, most?: number, rng: Rng = seededRng(name)) {
    this.name = name;
    this.directory = new Directory(sharedOf(name).shared);
    const update = ({ add, remove }: UpdateRelay): void => {
      for (const handle of remove) this.table.delete(handle);
      for (const entry of add) this.table.set(entry.handle, entry);
    };
    this.relays = new Relays(rng, update, most);
    this.introducer = new Introducer(() => name, this.directory, this.attendance, this.relays);
  }

  knows(name: string, record: Partial<RecordFacts> = {}, certificate: Partial<CertificateFacts> = {}): void {
    this.directory.put(T0, presented(name, record, certificate));
  }

  /** A node comes, and is known. */
  attach(name: string): TestCaller {
    this.knows(name);
    const peer = new TestCaller(name);
    this.attendance.attach(peer);
    return peer;
  }

  manager(name: string): TestCaller {
    const peer = new TestCaller(name, true);
    this.attendance.up(peer);
    return peer;
  }

  gone(peer: TestCaller, now: Now = T0): void {
    this.attendance.down(peer);
    this.introducer.leave(now, peer);
  }

  asks(peer: TestCaller, address: Address, id = 1, now: Now = T0): Introduction | undefined {
    this.introducer.lookup(now, peer, { type: 'lookup', id, address });
    return peer.only('introduction')[0];
  }

  tick(until: number): void {
    for (let at = this.introducer.nextAt(); at <= after(until).mono; at = this.introducer.nextAt())
      this.introducer.tick({ mono: at, wall: T0.wall });
  }
}

/** Two managers that carry each other's messages, unless `lost` says otherwise. */
export class Two {
  readonly m1: Host = new Host('m1');
  readonly m2: Host = new Host('m2');
  /** As m1 sees m2, and the other way round. */
  readonly there: TestCaller = this.m1.manager('m2');
  readonly back: TestCaller = this.m2.manager('m1');
  lost: (message: ControlMessage) => boolean = () => false;

  carry(now: Now = T0): void {
    for (let more = true; more; ) {
      const out = this.there.told().filter((message) => !this.lost(message));
      const home = this.back.told().filter((message) => !this.lost(message));
      for (const message of out) take(this.m2.introducer, now, this.back, message);
      for (const message of home) take(this.m1.introducer, now, this.there, message);
      more = out.length + home.length > 0;
    }
  }
}

function take(introducer: Introducer, now: Now, from: TestCaller, message: ControlMessage): void {
  if (message.type === 'open-relay') introducer.crossings.asked(now, from, message);
  if (message.type === 'relay-opened') introducer.crossings.answered(now, from, message);
  if (message.type === 'not-here') introducer.notHere(now, from, message.handle);
}

/** Whom a packet of `peer` with this handle reaches, hop by hop, and with which handle. */
export function follow(
  two: Two,
  host: Host,
  peer: TestCaller,
  handle: number,
): { to: number; handle: number } | string {
  const first = host.table.get(handle);
  if (first === undefined) return 'no handle';
  if (first.source !== peer.id) return 'not its source';
  if (!first.hop) return { to: first.target, handle: first.next };
  const [other, sender] = host === two.m1 ? [two.m2, two.back] : [two.m1, two.there];
  const second = other.table.get(first.next);
  if (second === undefined) return 'no handle there';
  if (second.source !== sender.id || second.hop) return 'not a hop';
  return { to: second.target, handle: second.next };
}
