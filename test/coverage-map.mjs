// Which sources a test counts for: those of the folder it mirrors (test/protocol/x.test.ts for protocol/**). Tests of
// whole systems (sim, lab, rules, runner) count for none, and generated code is left out.
import { existsSync, readdirSync } from 'node:fs';

const areas = [
  'protocol',
  'native',
  ...['cli', 'config', 'control', 'io', 'lab', 'observe', ''].map((a) => `daemon/${a}`),
];
const known = new Map();

function sources(area) {
  if (!existsSync(`build/${area}`)) return [];
  return readdirSync(`build/${area}`, { recursive: area !== 'daemon/' })
    .filter((file) => file.endsWith('.js') && !file.startsWith('generated/'))
    .flatMap((file) => [`${area}/${file.replace(/\.js$/, '.ts')}`, `build/${area}/${file}`])
    .map((file) => file.replace('//', '/'));
}

export default (test) => {
  const path = test.replace(/^build\/test\//, '');
  const area = areas.find((candidate) => path.startsWith(candidate));
  if (area === undefined) return null;
  if (!known.has(area)) known.set(area, sources(area));
  const held = known.get(area);
  return held.length > 0 ? held : null; // an empty list would mean everything to tap
};
