import type { SetPeer } from '../../../daemon/control/action.js';
import { prefixOf } from '../../../protocol/address.js';
import { type ControlMessage, decodeControl } from '../../../protocol/control-message.js';
import { NOWHERE } from '../forgery.js';
import type { Host } from '../host.js';
import { isLiar } from '../plan.js';
import type { MakeInvariant } from './invariant.js';

const MESSAGE = 0;

/**
 * Nobody who does not lie believes what is not signed: he knows others by their certificates, takes nobody for a manager
 * who is none, calls nobody where only a forged record says that he is, and tells of nodes what they have said themselves.
 */
export const belief: MakeInvariant = ({ cast, plan }, fail) => {
  /** Records that their nodes have signed. */
  const signed: Set<string> = new Set();
  const isHonest = (host: Host): boolean => cast.of(host)?.role !== 'stranger' && !isLiar(plan, host.name);
  const peer = (host: Host, { publicKey, sources, manager }: SetPeer): void => {
    const owner = cast.owner(publicKey);
    if (owner === undefined) {
      fail(`${host.name} has a peer whose key is nobody's`);
      return;
    }
    const own = prefixOf(cast.address(owner.name));
    if (sources.some((source) => source !== own))
      fail(`${host.name} takes packets of ${sources} from ${owner.name}`);
    if (manager && (owner.role !== 'manager' || owner.impostor))
      fail(`${host.name} takes ${owner.name} for a manager`);
  };
  const message = (host: Host, told: ControlMessage): void => {
    const records =
      told.type === 'push'
        ? told.entries.map(({ record }) => record)
        : told.type === 'introduction' || told.type === 'later'
          ? [told.record]
          : [];
    for (const record of records) {
      if (record === undefined || signed.has(text(record))) continue;
      if (!cast.hasSigned(record)) fail(`${host.name} tells a record that its node has not signed`);
      signed.add(text(record));
    }
  };
  return {
    name: 'nobody believes what is not signed',
    action(host, action) {
      if (!isHonest(host)) return;
      if (action.type === 'set-peer') peer(host, action);
      else if (action.type === 'send-control' && action.kind === MESSAGE) {
        const told = decodeControl(action.body);
        if (told.ok) message(host, told.value);
      }
    },
    sent(host, to) {
      if (to === NOWHERE && isHonest(host))
        fail(`${host.name} calls somebody where only a forged record says he is`);
    },
  };
};

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}
