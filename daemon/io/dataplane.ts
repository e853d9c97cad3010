import { decodeEvents, type Engine, type EngineEvent as NativeEvent } from '../../native/index.js';
import type { Address } from '../../protocol/address.js';
import type { Crypto } from '../../protocol/crypto.js';
import { wipeKeys } from '../../protocol/handshake.js';
import type { Action, InstallSession } from '../control/action.js';
import type { ControlEvent, PeerActivity } from '../control/event.js';
import type { Path } from '../control/path.js';
import type { Perform } from './driver.js';

/** The commands of the engine that control's actions become. */
export type EngineCommands = Pick<
  Engine,
  | 'setPeer'
  | 'removePeer'
  | 'setPath'
  | 'updateRoutes'
  | 'setAsked'
  | 'refuseAddress'
  | 'setRelay'
  | 'updateRelay'
  | 'installSession'
  | 'retireSession'
  | 'sendHandshake'
  | 'sendCookie'
  | 'sendControl'
  | 'peerActivity'
>;

/** Actions that are not the engine's. */
export type OtherAction = Extract<
  Action,
  { type: 'resolve' | 'reopen-tun' | 'raise-boot' | 'left' | 'listen-settled' | 'ping-result' | 'notice' }
>;
export type Elsewhere = (action: OtherAction, post: (event: ControlEvent) => void) => void;

/** Performs control's actions on an engine; the others go to `elsewhere`. */
export function dataplane(engine: EngineCommands, crypto: Crypto, elsewhere: Elsewhere): Perform {
  return (action, post) => {
    switch (action.type) {
      case 'set-peer':
        engine.setPeer({ ...action, sources: [...action.sources] });
        break;
      case 'remove-peer':
        engine.removePeer(action.peer);
        break;
      case 'set-path':
        engine.setPath({
          ...action,
          ...(action.holdMs !== undefined && { holdNs: Math.round(action.holdMs * 1e6) }),
        });
        break;
      case 'update-routes':
        engine.updateRoutes({
          add: action.add.map(([prefix, peer]) => ({ prefix, peer })),
          remove: [...action.remove],
        });
        break;
      case 'set-relay':
        engine.setRelay(action);
        break;
      case 'update-relay':
        engine.updateRelay({ add: [...action.add], remove: [...action.remove] });
        break;
      case 'set-asked':
        engine.setAsked([...action.prefixes]);
        break;
      case 'refuse-address':
        engine.refuseAddress(action.address);
        break;
      case 'install-session':
        install(engine, crypto, action);
        break;
      case 'retire-session':
        engine.retireSession(action.index);
        break;
      case 'send-handshake':
        engine.sendHandshake({ ...action, publicKey: action.recipientKey, secret: action.secretSlot });
        break;
      case 'send-cookie':
        engine.sendCookie({ ...action, secret: action.secretSlot });
        break;
      case 'send-control':
        engine.sendControl(action);
        break;
      case 'read-activity':
        post({ type: 'activity', peers: activities(engine.peerActivity([...action.peers], action.watch)) });
        break;
      default:
        elsewhere(action, post);
    }
  };
}

/** A batch of the engine's events as control's; byte fields are views into the batch. */
export function controlEvents(batch: Uint8Array): readonly ControlEvent[] {
  return decodeEvents(batch).map(controlEvent);
}

/** The keys leave JavaScript here, also when the core does not take them. */
function install(engine: EngineCommands, crypto: Crypto, { keys, ...session }: InstallSession): void {
  try {
    engine.installSession({ ...session, ...keys });
  } finally {
    wipeKeys(crypto, keys);
  }
}

/** Five numbers a peer, as the core gives them; those below 0 stand for nothing. */
function activities(numbers: Float64Array): readonly PeerActivity[] {
  const peers: PeerActivity[] = [];
  const optional = (at: number): number | undefined => {
    const value = numbers[at] as number;
    return value < 0 ? undefined : value;
  };
  for (let at = 0; at < numbers.length; at += 5) {
    const peer = numbers[at] as number;
    const [lastReceived, lastSent] = [optional(at + 1), optional(at + 2)];
    peers.push({ peer, lastReceived, lastSent, lastData: optional(at + 3), socket: optional(at + 4) });
  }
  return peers;
}

/** The core writes paths and addresses in the canonical form that their types promise. */
function controlEvent(event: NativeEvent): ControlEvent {
  if (event.type === 'device') {
    const { type, what, errno } = event;
    return what === 'network-changed' ? { type: what } : { type, what, errno };
  }
  if (event.type === 'address-needed') return { ...event, address: event.address as Address };
  return 'source' in event ? { ...event, source: event.source as Path } : event;
}
