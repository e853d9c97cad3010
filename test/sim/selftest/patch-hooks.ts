import type { LoadHook } from 'node:module';
import type { Patch } from './patch.js';

let patch: Patch;

export function initialize(data: Patch): void {
  patch = data;
}

export const load: LoadHook = async (url, context, next) => {
  const loaded = await next(url, context);
  if (!url.endsWith(patch.module)) return loaded;
  const parts = String(loaded.source).split(patch.from);
  if (parts.length !== 2) throw new Error(`${patch.module} has ${parts.length - 1} times: ${patch.from}`);
  return { ...loaded, source: parts.join(patch.to) };
};
