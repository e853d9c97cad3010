import type { Action, InstallSession, RelayEntry, UpdateRelay } from '../../daemon/control/action.js';
import type { Perform } from '../../daemon/io/driver.js';
import type { Address } from '../../protocol/address.js';
import { type ControlMessage, decodeControl, encodeControl } from '../../protocol/control-message.js';
import { type DataKeys, dataKeys } from '../protocol/reference/keys.js';
import { headOf, RELAY_HEADER } from './datagram.js';
import { bent } from './false-packets.js';
import { turned, type Wit } from './false-words.js';
import { Forgery } from './forgery.js';
import { Hearsay } from './hearsay.js';
import type { Host, HostEngine, Seams } from './host.js';
import type { Lie } from './lies.js';
import type { Plan } from './plan.js';
import { type Stream, stream } from './random.js';
import { stepping } from './stepping.js';

const MESSAGE = 0;
/** So many of the chances to lie are taken, in percent. */
const OFTEN = 50;
/** Sessions of a host whose keys a liar remembers. */
const MOST_KEYS = 64;

/** What one host needs to lie. */
interface Tongue {
  readonly perform: Perform;
  /** By the receiver's index. */
  readonly keys: Map<number, () => DataKeys>;
  readonly peers: Set<number>;
  /** What relays are to be whose target in the core is another. */
  readonly relays: Map<number, RelayEntry>;
}

/** Members that lie for a while: the product runs in them, and what it says and sends is changed on its way out. */
export class Liars {
  readonly #wit: Wit;
  readonly #random: Stream;
  readonly #lying: Map<string, readonly Lie[]> = new Map();
  readonly #tongues: Map<Host, Tongue> = new Map();

  constructor(plan: Plan, address: (name: string) => Address) {
    this.#random = stream(plan.seed, 'liars');
    this.#wit = { hearsay: new Hearsay(), forgery: new Forgery(plan), random: this.#random, address };
  }

  /** For every member: those that do not lie are overheard. */
  get seams(): Seams {
    return {
      engine: (engine, host) => this.#engine(engine, host),
      perform: (perform, host) => this.#perform(perform, host),
    };
  }

  begin(name: string, lies: readonly Lie[]): void {
    this.#lying.set(name, lies);
  }

  /** It says and does the truth from now on. */
  end(name: string): void {
    this.#lying.delete(name);
    for (const [host, { perform, relays }] of this.#tongues) {
      if (host.name !== name) continue;
      perform({ type: 'update-relay', add: [...relays.values()], remove: [] }, () => undefined);
      relays.clear();
    }
  }

  #perform(perform: Perform, host: Host): Perform {
    const tongue: Tongue = { perform, keys: new Map(), peers: new Set(), relays: new Map() };
    this.#tongues.set(host, tongue);
    return (action, post) => perform(this.#act(host, tongue, action), post);
  }

  #act(host: Host, tongue: Tongue, action: Action): Action {
    switch (action.type) {
      case 'set-peer':
        tongue.peers.add(action.peer);
        return action;
      case 'remove-peer':
        tongue.peers.delete(action.peer);
        return action;
      case 'install-session':
        remember(tongue, action);
        return action;
      case 'update-relay':
        return this.#relay(host, tongue, action);
      case 'send-control': {
        if (action.kind !== MESSAGE) return action;
        const message = decodeControl(action.body);
        if (!message.ok) return action;
        this.#overhear(message.value);
        const lie = this.#lie(host, (lie) => turned(this.#wit, lie, message.value));
        return lie === undefined ? action : { ...action, body: encodeControl(lie) };
      }
      default:
        return action;
    }
  }

  #overhear(message: ControlMessage): void {
    if (message.type === 'attach') this.#wit.hearsay.record(message);
  }

  /** Relays lead to somebody else for as long as their manager lies. */
  #relay(host: Host, { peers, relays }: Tongue, action: UpdateRelay): UpdateRelay {
    for (const handle of action.remove) relays.delete(handle);
    for (const { handle } of action.add) this.#wit.hearsay.handle(handle);
    const add = action.add.map((entry) => {
      const wrong = this.#lie(host, (lie) => {
        const others = [...peers].filter((peer) => peer !== entry.source && peer !== entry.target);
        if (lie !== 'wrong-target' || others.length === 0) return undefined;
        return { ...entry, target: this.#random.pick(others) };
      });
      if (wrong !== undefined) relays.set(entry.handle, entry);
      return wrong ?? entry;
    });
    return { ...action, add };
  }

  #engine(engine: HostEngine, host: Host): HostEngine {
    return stepping(engine, {
      step: (now, input) => {
        const out = engine.step(now, input);
        const keys = this.#tongues.get(host)?.keys;
        if (out.datagrams.length === 0 || keys === undefined || !this.#lying.has(host.name)) return out;
        const datagrams = out.datagrams.map(({ destination, bytes }) => ({
          destination,
          bytes: this.#send(host, keys, bytes),
        }));
        return { ...out, datagrams };
      },
    });
  }

  #send(host: Host, keys: Tongue['keys'], bytes: Uint8Array): Uint8Array {
    const head = headOf(bytes);
    const own = head?.relayed ? keys.get(head.index) : undefined;
    if (own === undefined) return bytes;
    const { hearsay } = this.#wit;
    hearsay.payload(bytes.subarray(RELAY_HEADER));
    return this.#lie(host, (lie) => bent(hearsay, this.#random, lie, own(), bytes)) ?? bytes;
  }

  /** One of its lies, where it fits. */
  #lie<T>(host: Host, make: (lie: Lie) => T | undefined): T | undefined {
    const lies = this.#lying.get(host.name);
    if (lies === undefined || !this.#random.chance(OFTEN)) return undefined;
    return make(this.#random.pick(lies));
  }
}

function remember({ keys }: Tongue, { remoteIndex, initiator, suite, keys: made }: InstallSession): void {
  const [chainingKey, handshakeHash] = [made.chainingKey.slice(), made.handshakeHash.slice()];
  let derived: DataKeys | undefined;
  keys.set(remoteIndex, () => {
    derived ??= dataKeys(chainingKey, handshakeHash, suite, initiator ? 0 : 1);
    return derived;
  });
  const [oldest] = keys.keys();
  if (keys.size > MOST_KEYS && oldest !== undefined) keys.delete(oldest);
}

/** The changes of `inner` are seen by `outer`. */
export function both(inner: Seams, outer: Seams): Seams {
  return {
    engine: (engine, host) => {
      const changed = inner.engine?.(engine, host) ?? engine;
      return outer.engine?.(changed, host) ?? changed;
    },
    perform: (perform, host) => {
      const changed = outer.perform?.(perform, host) ?? perform;
      return inner.perform?.(changed, host) ?? changed;
    },
    event: (event, host) => {
      const heard = inner.event ? inner.event(event, host) : event;
      return heard === undefined || outer.event === undefined ? heard : outer.event(heard, host);
    },
    clock: (clock, host) => {
      const changed = inner.clock?.(clock, host) ?? clock;
      return outer.clock?.(changed, host) ?? changed;
    },
  };
}
