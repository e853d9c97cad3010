// Removes from build/ what tsc made of sources that are gone: a stale test would still run.
import { existsSync, readdirSync, rmSync } from 'node:fs';

for (const area of ['daemon', 'protocol', 'native', 'test', 'bench']) {
  if (!existsSync(`build/${area}`)) continue;
  for (const entry of readdirSync(`build/${area}`, { recursive: true })) {
    const [, stem] = /^(.*?)(\.d\.ts|\.js|\.js\.map)$/.exec(entry) ?? [];
    if (stem !== undefined && !existsSync(`${area}/${stem}.ts`)) rmSync(`build/${area}/${entry}`);
  }
}
