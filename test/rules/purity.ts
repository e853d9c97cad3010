import { builtinModules } from 'node:module';
import { imports, lex } from './lexer.js';
import { read, typescript } from './tree.js';

const PURE = /^(protocol|daemon\/control)\//;
const BUILTIN = new Set(builtinModules);

/** Clocks, randomness, timers and everything else that a pure machine must be handed. */
const CLOCKS = 'Date|Intl|performance|queueMicrotask|setImmediate|setInterval|setTimeout';
const WORLD = 'Buffer|console|fetch|global|globalThis|process|require|structuredClone';
const MEMBERS = String.raw`\bMath\s*(?:\.\s*random\b|\[)|(?<!\.)\bcrypto\.(?:getRandomValues|randomUUID|subtle)\b`;
// A property or a key of that name is somebody's own; so is a port named crypto, which has other members.
const USE = new RegExp(String.raw`(?<![.\w$])(?:${CLOCKS}|${WORLD})\b(?!\??:)|${MEMBERS}`, 'g');

/** One line for each clock, random source, timer, global or built-in module used in protocol/ and daemon/control/. */
export function impurities(root: string): readonly string[] {
  return typescript(root)
    .filter((file) => PURE.test(file))
    .flatMap((file) => {
      const source = read(root, file);
      const { text } = lex(source);
      const modules = imports(source)
        .filter(({ specifier }) => specifier.startsWith('node:') || BUILTIN.has(specifier))
        .map(({ specifier, line }) => `${file}:${line}: imports ${specifier}`);
      const globals = [...text.matchAll(USE)].map(
        ({ 0: name, index }) => `${file}:${text.slice(0, index).split('\n').length}: uses ${name}`,
      );
      return [...modules, ...globals];
    });
}
