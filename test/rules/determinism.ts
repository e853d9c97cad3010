import { lex } from './lexer.js';
import { read, typescript } from './tree.js';

/** What a run of the simulator is made of; not what starts runs, and counts their time. */
const RUN = /^(protocol|daemon\/control|test\/sim)\//;
const ENTRY = /^test\/sim\/(.*\.test|main|speed|selftest\/(main|patch|patch-hooks))\.ts$/;

/** Exact on every machine: the others of Math are as each engine rounds them. */
const EXACT = 'abs|ceil|clz32|floor|imul|max|min|round|sign|trunc';
const INEXACT = String.raw`\bMath\s*(?:\.\s*(?!(?:${EXACT})\b)\w+|\[)`;
/** Powers of whole constants are exact; what a variable is raised to is not. */
const POWER = String.raw`(?<!\b\d+n?\s*)\*\*|\*\*(?!\s*\d)`;
/** Clocks, chance, the host and its language, and what depends on the collector or on turns of the loop. */
const WORLD = String.raw`(?<![.\w$])(?:Date|Intl|performance|process|WeakRef|FinalizationRegistry|Promise|queueMicrotask|setImmediate|setInterval|setTimeout)\b(?!\??:)|\b(?:async|await)\b`;
const LOCAL = String.raw`\.\s*(?:localeCompare|toLocale\w+)\b|\b(?:randomBytes|randomFillSync|randomInt|randomUUID)\b(?!:)`;
const HAZARD = new RegExp([INEXACT, POWER, WORLD, LOCAL].join('|'), 'g');

/** One line for each thing in a run of the simulator that may be another on another machine. */
export function hazards(root: string): readonly string[] {
  return typescript(root)
    .filter((file) => RUN.test(file) && !ENTRY.test(file))
    .flatMap((file) => {
      const { text } = lex(read(root, file));
      return [...text.matchAll(HAZARD)].map(
        ({ 0: what, index }) => `${file}:${text.slice(0, index).split('\n').length}: uses ${what.trim()}`,
      );
    });
}
