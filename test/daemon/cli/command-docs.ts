import type { Argument, Command, Option } from 'commander';
import { festoon } from '../../../daemon/cli/program.js';
import { withSubcommands } from '../../../daemon/cli/tree.js';

/** The part of docs/cli.md that tells of each command, made of the commands themselves. */
export function commandDocs(): string {
  const silent = {
    out: () => undefined,
    err: () => undefined,
    input: async () => '',
    colour: false,
    now: () => 0,
  };
  const [, ...commands] = withSubcommands(festoon(silent, () => undefined));
  return commands.map(([path, command]) => section(path.join(' '), command)).join('\n\n');
}

function section(path: string, command: Command): string {
  const usage = [path, ...command.registeredArguments.map(argumentName)].join(' ');
  const rows = [...command.registeredArguments.map(argumentRow), ...command.options.map(optionRow)];
  const table = rows.length === 0 ? [] : ['', '| | default | meaning |', '|---|---|---|', ...rows];
  return [`### \`${usage}\``, '', escaped(command.description()), ...table].join('\n');
}

function argumentRow(argument: Argument): string {
  const choices = argument.argChoices === undefined ? '' : `: ${argument.argChoices.join(', ')}`;
  const standard = argument.defaultValue === undefined ? '' : `\`${argument.defaultValue}\``;
  const need = argument.required ? 'required' : standard;
  return `| \`${argumentName(argument)}\` | ${need} | ${escaped(argument.description)}${choices} |`;
}

function argumentName(argument: Argument): string {
  return argument.required ? `<${argument.name()}>` : `[${argument.name()}]`;
}

function optionRow({ flags, mandatory, defaultValue, description }: Option): string {
  const none = defaultValue === undefined || Array.isArray(defaultValue);
  const standard = none ? '' : `\`${defaultValue}\``;
  return `| \`${escaped(flags)}\` | ${mandatory ? 'required' : standard} | ${escaped(description)} |`;
}

function escaped(text: string): string {
  return text.replaceAll('|', '\\|');
}
