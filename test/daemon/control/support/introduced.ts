import type { Action } from '../../../../daemon/control/action.js';
import { relayed } from '../../../../daemon/control/path.js';
import type { PeerFacts } from '../../../../daemon/control/peer-source.js';
import type { PeerStatus } from '../../../../daemon/control/status.js';
import type { Endpoint } from '../../../../protocol/address.js';
import type { CertificateFacts } from '../../../../protocol/certificate.js';
import { verifyChain } from '../../../../protocol/trust.js';
import { crypto, must, nodeFacts, sign, trust, WALL } from '../../../protocol/support/network.js';
import { arriving, managerFacts, one, TestNode } from './node.js';
import { Puppet } from './told.js';

export const m: readonly PeerFacts[] = [managerFacts('m'), managerFacts('n')];
/** As the core numbers the managers. */
export const M = 1;
export const N = 2;
export const direct: Endpoint = '198.51.100.9:7077' as Endpoint;

/** A node with two managers that does not call them, and what it does as its roles. */
export interface Hand {
  readonly at: TestNode;
  readonly puppet: Puppet;
  /** Does something as a role of the node would. */
  readonly act: (what: () => void) => readonly Action[];
}

export function node(name: string): Hand {
  const puppet = new Puppet();
  const at = new TestNode(name, m, {}, puppet.make);
  const act = (what: () => void): readonly Action[] => {
    puppet.next(at.mono, what);
    // Of a peer that nobody knows: nothing comes of it but that roles are looked at.
    return at.send({ type: 'session-needed', peer: 0 });
  };
  at.send({ type: 'start' });
  act(() => {
    for (const manager of ['m', 'n']) puppet.peer(manager).want(false);
  });
  return { at, puppet, act };
}

export function find(puppet: Puppet, name: string, changes: Partial<CertificateFacts> = {}): void {
  must(puppet.peers.found(must(verifyChain(crypto, trust, [sign(nodeFacts(name, changes))], WALL))));
}

export function peerOf({ control, now }: TestNode, name: string): PeerStatus | undefined {
  return control.snapshot(now).peers.find((peer) => peer.name === name);
}

/** `a` has found `b` through m and called it. */
export function introduced(): Hand & { called: readonly Action[] } {
  const a = node('a');
  const called = a.act(() => {
    find(a.puppet, 'b');
    a.puppet.peer('b').introduce({ relayed: relayed(M, 7), endpoints: [direct] });
  });
  return { ...a, called };
}

/** Both have a session through m; `b` has handle 9 for the way back. */
export function connected(): Hand & { b: TestNode; index: number } {
  const a = introduced();
  const b = node('b').at;
  const answer = b.send(arriving(one(a.called, 'send-handshake'), relayed(M, 9)));
  const opened = a.at.send(arriving(one(answer, 'send-handshake'), relayed(M, 7)));
  const { index, peer, path: source } = one(answer, 'install-session');
  b.send({ type: 'session-confirmed', index, peer, source });
  const installed = one(opened, 'install-session');
  a.at.send({ type: 'session-live', index: installed.index, peer: installed.peer });
  return { ...a, b, index: installed.index };
}
