import type { Command } from 'commander';
import t from 'tap';
import { festoon } from '../../../daemon/cli/program.js';
import { withSubcommands } from '../../../daemon/cli/tree.js';
import { files, planted, ROOT, read } from '../../rules/tree.js';

const SILENT = {
  out: () => undefined,
  err: () => undefined,
  input: async () => '',
  colour: false,
  now: () => 0,
};
const COMMANDS = new Map(
  withSubcommands(festoon(SILENT, () => undefined)).map(([path, command]) => [
    path.slice(1).join(' '),
    command,
  ]),
);

t.test('command lines that the program would not understand are named', async (t) => {
  const faults = await planted(
    {
      'docs/a.md': [
        'Run `festoon status --jsn`, `festoon reload now`, `festoon frob`, not `festoon status --json`.',
        '```',
        'a# cd /etc && festoon keygen --name a --key a.key > a.req   # comment',
        'authority$ festoon authority sign',
        'festoon wait --for peer=b && festoon ping',
        '```',
      ].join('\n'),
    },
    (root) => misunderstood(root),
  );
  t.same(faults, [
    'docs/a.md:1: festoon status --jsn: no option --jsn',
    'docs/a.md:1: festoon reload now: one word too many: now',
    'docs/a.md:1: festoon frob: no such command',
    'docs/a.md:4: festoon authority sign: <request> is missing',
    'docs/a.md:5: festoon ping: <peer> is missing',
  ]);
});

t.test('every command line in the documentation is one of the program', async (t) => {
  t.ok(commandLines(read(ROOT, 'docs/operations.md')).length > 20, 'there are some');
  t.same(misunderstood(ROOT), []);
});

/** One line for each `festoon …` of a Markdown file, in code, that does not fit the commands' definitions. */
function misunderstood(root: string): readonly string[] {
  return files(root, /\.md$/).flatMap((file) =>
    commandLines(read(root, file)).flatMap(({ words, at, needsAll }) => {
      const fault = judge(words, needsAll);
      return fault === undefined ? [] : [`${file}:${at}: festoon ${words.join(' ')}: ${fault}`];
    }),
  );
}

interface CommandLine {
  readonly words: readonly string[];
  readonly at: number;
  /** Typed as it stands; a command that is only mentioned in a sentence may go without its arguments. */
  readonly needsAll: boolean;
}

function commandLines(text: string): readonly CommandLine[] {
  let fenced = false;
  return text.split('\n').flatMap((line, index) => {
    if (line.startsWith('```')) fenced = !fenced;
    const codes = fenced ? [line] : [...line.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
    return codes.flatMap((code) =>
      [...code.matchAll(/(?:^|[#$] |&& |\| |-- |; )festoon (?=[a-z-])([^|&;>]*)/g)].map(([, rest = '']) => ({
        words: (rest.split(/ {2,}|\s#|, /)[0] ?? '').trim().split(/\s+/),
        at: index + 1,
        needsAll: fenced,
      })),
    );
  });
}

function judge(words: readonly string[], needsAll: boolean): string | undefined {
  const depth =
    [2, 1].find((count) => words.length >= count && COMMANDS.has(words.slice(0, count).join(' '))) ?? 0;
  const command = COMMANDS.get(words.slice(0, depth).join(' '));
  if (command === undefined || (depth === 0 && !words[0]?.startsWith('-'))) return 'no such command';
  const given: string[] = [];
  const rest = words.slice(depth);
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (!/^--?\w/.test(word)) {
      given.push(word);
      continue;
    }
    const option = optionOf(command, word);
    if (option === undefined) return `no option ${word}`;
    if (option.takesValue && !word.includes('=')) rest.shift();
  }
  const known = command.registeredArguments;
  if (given.length > known.length) return `one word too many: ${given[known.length]}`;
  const missing = known.slice(given.length).find(({ required }) => required);
  return needsAll && missing !== undefined ? `<${missing.name()}> is missing` : undefined;
}

function optionOf(command: Command, word: string): { takesValue: boolean } | undefined {
  const flag = word.replace(/=.*/, '');
  if (flag === '--help' || flag === '-h' || flag === '--version') return { takesValue: false };
  const chain = [command, ...(command.parent === null ? [] : [command.parent])];
  const option = chain
    .flatMap(({ options }) => options)
    .find(({ long, short }) => long === flag || short === flag);
  return option && { takesValue: option.required || option.optional };
}
