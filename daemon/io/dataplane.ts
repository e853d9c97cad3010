import { decodeEvents, type Engine, type EngineEvent as NativeEvent } from '../../native/index.js';
import type { Crypto } from '../../protocol/crypto.js';
import { wipeKeys } from '../../protocol/handshake.js';
import type { Action, InstallSession, Watch } from '../control/action.js';
import type { ControlEvent, PeerActivity } from '../control/event.js';
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
  const activities = activityOf(engine);
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
        engine.sendHandshake({
          datagram: action.datagram,
          path: action.path,
          publicKey: action.recipientKey,
          secret: action.secretSlot,
        });
        break;
      case 'send-cookie':
        engine.sendCookie({ ...action, secret: action.secretSlot });
        break;
      case 'send-control':
        engine.sendControl(action);
        break;
      case 'read-activity':
        post({ type: 'activity', peers: activities(action.peers, action.watch) });
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
function install(engine: EngineCommands, crypto: Crypto, action: InstallSession): void {
  const { keys, index, remoteIndex, peer, suite, initiator, lanes, path } = action;
  const { chainingKey, handshakeHash } = keys;
  try {
    engine.installSession({
      index,
      remoteIndex,
      peer,
      chainingKey,
      handshakeHash,
      suite,
      initiator,
      lanes,
      path,
    });
  } finally {
    wipeKeys(crypto, keys);
  }
}

const NUMBERS = 5;

/** Reads peers' activity: five numbers each, as the core gives them; those below 0 stand for nothing. */
function activityOf(
  engine: EngineCommands,
): (peers: readonly number[], watch: readonly Watch[]) => readonly PeerActivity[] {
  let numbers = new Float64Array(NUMBERS);
  const optional = (at: number): number | undefined => {
    const value = numbers[at] as number;
    return value < 0 ? undefined : value;
  };
  return (peers, watch) => {
    if (numbers.length < NUMBERS * peers.length) numbers = new Float64Array(2 * NUMBERS * peers.length);
    const watches = watch.flatMap(({ askAfterMs, tellAfterMs }) => [askAfterMs, tellAfterMs]);
    const found = engine.peerActivity(peers, watches, numbers);
    const activities: PeerActivity[] = [];
    for (let at = 0; at < NUMBERS * found; at += NUMBERS) {
      const peer = numbers[at] as number;
      const [lastReceived, lastSent] = [optional(at + 1), optional(at + 2)];
      activities.push({ peer, lastReceived, lastSent, lastData: optional(at + 3), socket: optional(at + 4) });
    }
    return activities;
  };
}

/** The core writes paths and addresses in the canonical form that their types promise. */
function controlEvent(event: NativeEvent): ControlEvent {
  if (event.type === 'device') {
    const { type, what, errno } = event;
    return what === 'network-changed' ? { type: what } : { type, what, errno };
  }
  return event as Exclude<ControlEvent, { type: 'network-changed' }>;
}
