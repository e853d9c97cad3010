import type { Command } from 'commander';

/** A command under the words that lead to it, `['festoon', 'cert', 'print']`, and all below it. */
export function withSubcommands(
  command: Command,
  above: readonly string[] = [],
): readonly (readonly [path: readonly string[], command: Command])[] {
  const path = [...above, command.name()];
  return [[path, command], ...command.commands.flatMap((one) => withSubcommands(one, path))];
}
