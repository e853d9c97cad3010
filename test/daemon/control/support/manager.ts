import type { Action } from '../../../../daemon/control/action.js';
import type { Caller } from '../../../../daemon/control/attendance.js';
import type { Now } from '../../../../daemon/control/now.js';
import type { Path } from '../../../../daemon/control/path.js';
import type { Peer } from '../../../../daemon/control/peer.js';
import { createShared, type Shared } from '../../../../daemon/control/shared.js';
import type { Endpoint } from '../../../../protocol/address.js';
import type { CertificateFacts } from '../../../../protocol/certificate.js';
import type { ControlMessage, Presented } from '../../../../protocol/control-message.js';
import type { RecordFacts } from '../../../../protocol/record.js';
import { type VerifiedNode, verifyChain } from '../../../../protocol/trust.js';
import {
  crypto,
  must,
  nodeFacts,
  sign,
  signedRecord,
  trust,
  WALL,
} from '../../../protocol/support/network.js';
import { nodeOptions } from './node.js';

export const T0: Now = { mono: 1_000_000, wall: WALL };

/** So many ms after T0. */
export function after(ms: number): Now {
  return { mono: T0.mono + ms, wall: WALL + ms / 1000 };
}

/** A node's record as its managers are shown it. */
export function presented(
  name: string,
  record: Partial<RecordFacts> = {},
  certificate: Partial<CertificateFacts> = {},
): Presented {
  const { serial = 1n } = certificate;
  return { record: signedRecord(name, { serial, ...record }), chain: [sign(nodeFacts(name, certificate))] };
}

/** What peers share, in a test that sees what is emitted. */
export function sharedOf(name: string): { readonly shared: Shared; readonly actions: Action[] } {
  const actions: Action[] = [];
  const shared = createShared(nodeOptions(name, []), (action) => actions.push(action));
  shared.clock.look(T0, 0);
  return { shared, actions };
}

/** Who a node shows to be. */
export function shown(name: string, certificate: Partial<CertificateFacts> = {}): VerifiedNode {
  return must(verifyChain(crypto, trust, [sign(nodeFacts(name, certificate))], WALL));
}

/** A peer that keeps what it is told. */
export class TestCaller implements Caller {
  static #lastId = 0;
  readonly id: number;
  readonly name: string;
  isManager: boolean;
  node: VerifiedNode | undefined;
  path: Path | undefined = '192.0.2.7:7077' as Endpoint;
  rttMs: number | undefined;
  readonly #told: ControlMessage[] = [];

  constructor(name: string, isManager = false) {
    TestCaller.#lastId += 1;
    this.id = TestCaller.#lastId;
    this.name = name;
    this.isManager = isManager;
    this.node = shown(name);
  }

  send(message: ControlMessage): void {
    this.#told.push(message);
  }

  /** Since the last time. */
  told(): readonly ControlMessage[] {
    return this.#told.splice(0);
  }

  /** All that it was told since the last time of one type. */
  only<T extends ControlMessage['type']>(type: T): readonly Extract<ControlMessage, { readonly type: T }>[] {
    return this.told().filter(
      (message): message is Extract<ControlMessage, { readonly type: T }> => message.type === type,
    );
  }
}

/** A peer with a session. */
export class TestPeer extends TestCaller {
  answers = false;

  /** For those who know no other. */
  get asPeer(): Peer {
    return this as unknown as Peer;
  }
}
