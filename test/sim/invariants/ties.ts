import { typeByte } from '../../../protocol/wire.js';
import type { Host } from '../host.js';
import type { MakeInvariant } from './invariant.js';

/** Of two handshakes that cross, that of the lower static key counts (spec §5.5): its owner answers no other meanwhile. */
export const ties: MakeInvariant = (_, fail) => {
  /** The keys that a host has called and not yet heard of. */
  const calling: Map<Host, Set<string>> = new Map();
  const keys: Map<Host, Map<number, string>> = new Map();
  return {
    name: 'of two handshakes that cross the lower key counts',
    event(host, event) {
      // New settings, news of where a peer is, and an answer that is refused may end the handshakes in flight.
      const isAnswer = event.type === 'handshake' && event.datagram[0] === typeByte('msg2');
      if (isAnswer || event.type === 'reconfigure' || event.type === 'control-frame') calling.delete(host);
    },
    action(host, action) {
      const called = calling.get(host) ?? new Set();
      calling.set(host, called);
      // Who turns out to be there is called no more, nor who can be nowhere since his session has ended.
      if (action.type === 'read-activity' || action.type === 'retire-session') called.clear();
      else if (action.type === 'set-peer') {
        const known = keys.get(host) ?? new Map<number, string>();
        keys.set(host, known.set(action.peer, hex(action.publicKey)));
      } else if (action.type === 'send-handshake' && action.datagram[0] === typeByte('msg1')) {
        called.add(hex(action.recipientKey));
      } else if (action.type === 'install-session') {
        const key = keys.get(host)?.get(action.peer) ?? '';
        const own = hex(host.options.local.noise.publicKey);
        if (!action.initiator && called.has(key) && own < key)
          fail(`${host.name} answers while its own handshake, which counts, is in flight`);
        called.delete(key);
      }
    },
  };
};

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
