import { type Plain, plainConfig } from './canonical.js';
import type { Config } from './config.js';
import { KEYS } from './keys.js';

/** One key whose value differs. Values are JSON in the words of the config file; an absent one is undefined. */
export interface Change {
  /** As in `tun.mtu`; `peers[NAME]` for a peer that came or went, `peers[NAME].routes` for one that changed; so for managers. */
  readonly key: string;
  readonly effect: 'live' | 'restart';
  readonly before?: string;
  readonly after?: string;
}

/** What differs, in the order of the schema, managers and peers last and by name. Empty exactly when `canonicalConfig` is the same. */
export function diffConfig(before: Config, after: Config): readonly Change[] {
  const [a, b] = [plainConfig(before), plainConfig(after)];
  return [...keys(a, b), ...NAMED.flatMap((list) => named(list, a, b))];
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

/** The lists whose items are told apart by name. */
const NAMED = ['managers', 'peers'] as const;
type Named = (typeof NAMED)[number];

function keys(a: Plain, b: Plain): Change[] {
  return KEYS.filter(({ path, group }) => !group && !path.includes('[].')).flatMap(
    ({ path, reload = 'live' }) => change(path, reload, valueAt(a, path), valueAt(b, path)),
  );
}

function valueAt(plain: Plain, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (value as Plain | undefined)?.[key], plain);
}

function named(list: Named, before: Plain, after: Plain): Change[] {
  const below = KEYS.filter(({ path }) => path.startsWith(`${list}[].`)).map(({ path, reload = 'live' }) => ({
    key: path.slice(`${list}[].`.length),
    reload,
  }));
  const [a, b] = [byName(before[list]), byName(after[list])];
  return [...new Set([...a.keys(), ...b.keys()])].sort().flatMap((name) => {
    const [was, is] = [a.get(name), b.get(name)];
    if (was === undefined || is === undefined) return change(`${list}[${name}]`, 'live', was, is);
    return below.flatMap(({ key, reload }) => change(`${list}[${name}].${key}`, reload, was[key], is[key]));
  });
}

function byName(items: unknown): Map<unknown, Plain> {
  return new Map((items as readonly Plain[]).map((item) => [item['name'], item]));
}

function change(key: string, effect: Change['effect'], before: unknown, after: unknown): Change[] {
  const [was, is] = [text(before), text(after)];
  if (was === is) return [];
  return [{ key, effect, ...(was !== undefined && { before: was }), ...(is !== undefined && { after: is }) }];
}

function text(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}
