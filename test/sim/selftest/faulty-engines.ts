import { Engine, type StepInput, type StepOutput } from '../../../native/index.js';
import { view } from '../../../protocol/bytes.js';
import { headOf } from '../datagram.js';
import type { HostEngine } from '../host.js';
import { stepping } from '../stepping.js';

const DATA = 4;

type Install = Parameters<HostEngine['installSession']>[0];

/** It takes a sealed datagram as often as it comes: copies are opened by an engine that has seen nothing yet. */
export function withoutReplayCheck(engine: HostEngine): HostEngine {
  const seen: Set<string> = new Set();
  const sessions: Map<number, Install> = new Map();
  const peers: Map<number, Parameters<HostEngine['setPeer']>[0]> = new Map();
  const calls: ((fresh: Engine) => void)[] = [];
  let again = 0n;
  const fresh = (index: number): Engine | undefined => {
    const session = sessions.get(index);
    if (session === undefined) return undefined;
    const engine = new Engine({ seed: new Uint8Array(32), lanes: 1, sessions: 2 });
    for (const call of calls) call(engine);
    for (const peer of peers.values()) engine.setPeer(peer);
    engine.installSession({ ...session, initiator: session.initiator });
    return engine;
  };
  return stepping(engine, {
    setIdentity(identity) {
      calls.push((fresh) => fresh.setIdentity(identity));
      engine.setIdentity(identity);
    },
    setLocal(local) {
      calls.push((fresh) => fresh.setLocal(local));
      engine.setLocal(local);
    },
    setPeer(set) {
      peers.set(set.peer, set);
      engine.setPeer(set);
    },
    installSession(install) {
      const { chainingKey, handshakeHash } = install;
      sessions.set(install.index, {
        ...install,
        chainingKey: chainingKey.slice(),
        handshakeHash: handshakeHash.slice(),
      });
      engine.installSession(install);
    },
    retireSession(index) {
      sessions.delete(index);
      engine.retireSession(index);
    },
    counters() {
      const counters = engine.counters();
      const [first = 0n, ...rest] = counters.dropped;
      return { ...counters, dropped: [first - again, ...rest] };
    },
    step(now, input) {
      const out = engine.step(now, input);
      const [datagram] = input.datagrams;
      if (datagram === undefined || ((datagram.bytes[0] as number) & 15) !== DATA) return out;
      const key = Buffer.from(datagram.bytes.subarray(4, 16)).toString('hex');
      const copy = seen.has(key) ? fresh(view(datagram.bytes).getUint32(4, true)) : undefined;
      seen.add(key);
      if (copy === undefined) return out;
      again += 1n;
      return { ...out, tun: [...out.tun, ...copy.step(now, input).tun] };
    },
  });
}

/** What a manager has passed on to this one leaves twice. */
export function withHopsTwice(engine: HostEngine): HostEngine {
  return stepping(engine, {
    step(now, input) {
      const out = engine.step(now, input);
      const [datagram] = input.datagrams;
      if (datagram === undefined || !headOf(datagram.bytes)?.hop) return out;
      return { ...out, datagrams: out.datagrams.flatMap((each) => [each, each]) };
    },
  });
}

/** What waits for a session waits outside of it, as much and as long as it likes. */
export function withoutWaitingLimit(engine: HostEngine): HostEngine {
  const routes: Map<string, number> = new Map();
  let waiting: Uint8Array[] = [];
  const peerOf = (packet: Uint8Array): number | undefined =>
    routes.get(`${packet.subarray(16, 20).join('.')}/32`);
  return stepping(engine, {
    updateRoutes(delta) {
      for (const prefix of delta.remove) routes.delete(prefix);
      for (const { prefix, peer } of delta.add) routes.set(prefix, peer);
      engine.updateRoutes(delta);
    },
    step(now, input): StepOutput {
      const sending = new Map(engine.peerStats().map(({ peer, index }) => [peer, index !== null]));
      const ready = (packet: Uint8Array): boolean => sending.get(peerOf(packet) ?? 0) ?? true;
      const held: StepInput = { ...input, tun: [...waiting, ...input.tun].filter(ready) };
      waiting = [...waiting, ...input.tun].filter((packet) => !ready(packet));
      return engine.step(now, held);
    },
  });
}
