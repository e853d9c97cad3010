import { formatPlace, type Place, type Problem } from './failure.js';
import type { Locate } from './yaml.js';

/** One file's share of a config. */
export interface Source {
  readonly file: string;
  readonly value: unknown;
  readonly locate: Locate;
}

export interface Merged {
  readonly value: unknown;
  /** Names the file of each place. */
  readonly locate: Locate;
  readonly problems: readonly Problem[];
}

/**
 * Several files read as one, in their order: lists append, groups of keys merge, and a key with a value of its own may
 * be written in several files only if they agree.
 */
export function mergeSources(sources: readonly Source[]): Merged {
  const merge = new Merge();
  const [first, ...rest] = sources;
  if (first === undefined) throw new Error('a config comes from one file at least');
  merge.begin(first);
  for (const source of rest) merge.add(source);
  return { value: merge.value, locate: (path) => merge.place(path), problems: merge.problems };
}

type Path = readonly PropertyKey[];
type Group = Record<string, unknown>;

/** From which index on the items of a list come from a source. */
interface Stretch {
  readonly source: Source;
  readonly from: number;
}

class Merge {
  value: unknown;
  readonly problems: Problem[] = [];
  readonly #sources: Source[] = [];
  /** Lists that come from more than one source, by path. */
  readonly #stretches = new Map<string, Stretch[]>();

  begin(source: Source): void {
    this.#sources.push(source);
    this.value = source.value;
  }

  add(source: Source): void {
    this.value = this.#join(this.value, source, source.value, []);
    this.#sources.push(source);
  }

  place(path: Path): Place {
    for (let depth = path.length - 1; depth > 0; depth--) {
      const stretches = this.#stretches.get(idOf(path.slice(0, depth)));
      if (stretches === undefined) continue;
      const index = Number(path[depth]);
      const stretch = stretches.findLast(({ from }) => from <= index);
      if (stretch === undefined) continue;
      const { source, from } = stretch;
      return placeIn(source, [...path.slice(0, depth), index - from, ...path.slice(depth + 1)], path);
    }
    return placeIn(this.#holder(path), path, path);
  }

  #join(mine: unknown, source: Source, theirs: unknown, path: Path): unknown {
    if (isGroup(mine) && isGroup(theirs)) return this.#joinGroups(mine, source, theirs, path);
    if (Array.isArray(mine) && Array.isArray(theirs)) {
      const id = idOf(path);
      const stretches = this.#stretches.get(id) ?? [{ source: this.#holder(path), from: 0 }];
      this.#stretches.set(id, [...stretches, { source, from: mine.length }]);
      return [...mine, ...theirs];
    }
    if (mine === theirs) return mine;
    const here = placeIn(source, path, path);
    const there = formatPlace(this.place(path));
    this.problems.push({ ...here, message: `has another value at ${there}; keep one of the two` });
    return mine;
  }

  #joinGroups(mine: Group, source: Source, theirs: Group, path: Path): Group {
    const joined = Object.entries(theirs).map(([key, value]): [string, unknown] => [
      key,
      Object.hasOwn(mine, key) ? this.#join(mine[key], source, value, [...path, key]) : value,
    ]);
    return { ...mine, ...Object.fromEntries(joined) };
  }

  /** The first source that has most of a path. */
  #holder(path: Path): Source {
    const depths = this.#sources.map(({ value }) => depthOf(value, path));
    return this.#sources[depths.indexOf(Math.max(...depths))] as Source;
  }
}

function placeIn({ file, locate }: Source, path: Path, shown: Path): Place {
  return { ...locate(path), file, key: shown.map(String).join('.') };
}

function depthOf(value: unknown, path: Path): number {
  let inner = value;
  for (const [depth, step] of path.entries()) {
    if (typeof inner !== 'object' || inner === null || !Object.hasOwn(inner, step)) return depth;
    inner = (inner as Record<PropertyKey, unknown>)[step];
  }
  return path.length;
}

function isGroup(value: unknown): value is Group {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function idOf(path: Path): string {
  return JSON.stringify(path.map(String));
}
