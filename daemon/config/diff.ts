import { type Plain, plainConfig, plainPeer } from './canonical.js';
import type { Config } from './config.js';
import { KEYS } from './keys.js';

/** One key whose value differs. Values are JSON in the words of the config file; an absent one is undefined. */
export interface Change {
  /** As in `tun.mtu`; `peers[NAME]` for a peer that came or went, `peers[NAME].routes` for one that changed. */
  readonly key: string;
  readonly effect: 'live' | 'restart';
  readonly before?: string;
  readonly after?: string;
}

/** What differs, in the order of the schema, peers last and by name. Empty exactly when `canonicalConfig` is the same. */
export function diffConfig(before: Config, after: Config): readonly Change[] {
  return [...keys(before, after), ...peers(before, after)];
}

/** `wanted` with the value in force of each key that only a restart changes. */
export function withRestartKeys(running: Config, wanted: Config): Config {
  const { state, control, tun } = running;
  return Object.freeze({
    ...wanted,
    state,
    control,
    tun: Object.freeze({ ...wanted.tun, name: tun.name }),
  });
}

function keys(before: Config, after: Config): Change[] {
  const [a, b] = [plainConfig(before), plainConfig(after)];
  return KEYS.filter(({ path, group }) => !group && !path.startsWith('peers[].')).flatMap(
    ({ path, reload = 'live' }) => change(path, reload, valueAt(a, path), valueAt(b, path)),
  );
}

function valueAt(plain: Plain, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (value as Plain | undefined)?.[key], plain);
}

function peers(before: Config, after: Config): Change[] {
  const [a, b] = [byName(before), byName(after)];
  return [...new Set([...a.keys(), ...b.keys()])].sort().flatMap((name) => {
    const [was, is] = [a.get(name), b.get(name)];
    if (was === undefined || is === undefined) return change(`peers[${name}]`, 'live', was, is);
    return PEER_KEYS.flatMap(({ key, reload }) => change(`peers[${name}].${key}`, reload, was[key], is[key]));
  });
}

const PEER_KEYS = KEYS.filter(({ path }) => path.startsWith('peers[].')).map(({ path, reload = 'live' }) => ({
  key: path.slice('peers[].'.length),
  reload,
}));

function byName({ peers }: Config): Map<string, Plain> {
  return new Map(peers.map((peer) => [peer.name, plainPeer(peer)]));
}

function change(key: string, effect: Change['effect'], before: unknown, after: unknown): Change[] {
  const [was, is] = [text(before), text(after)];
  if (was === is) return [];
  return [{ key, effect, ...(was !== undefined && { before: was }), ...(is !== undefined && { after: is }) }];
}

function text(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}
