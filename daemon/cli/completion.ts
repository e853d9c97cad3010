import { Argument, Command } from 'commander';
import type { Terminal } from './terminal.js';
import { withSubcommands } from './tree.js';

/** `root` tells of all commands once they are there. */
export function completion(terminal: Terminal, root: () => Command): Command {
  return new Command('completion')
    .description('Prints what makes the shell complete commands and options.')
    .addArgument(new Argument('<shell>', 'which shell').choices(['bash', 'zsh']))
    .addHelpText(
      'after',
      '\nExamples:\n  festoon completion bash > /usr/share/bash-completion/completions/festoon' +
        '\n  eval "$(festoon completion zsh)"',
    )
    .action((shell: string) => terminal.out(shell === 'zsh' ? `${ZSH}${script(root())}` : script(root())));
}

/** zsh runs what is written for bash. */
const ZSH = 'autoload -Uz compinit bashcompinit\ncompinit -i\nbashcompinit\n';

/** The command so far decides what may follow; where nothing fits, file names do. */
function script(root: Command): string {
  const cases = withSubcommands(root).map(([path, command]) => {
    const words = [...command.commands.map((one) => one.name()), ...flags(command)];
    return `    '${path.join(' ')}') words='${words.join(' ')}' ;;\n`;
  });
  const paths = withSubcommands(root)
    .slice(1)
    .map(([path]) => `'${path.join(' ')}'`);
  return `_festoon() {
  local path=festoon word words at
  for ((at = 1; at < COMP_CWORD; at++)); do
    word="$path \${COMP_WORDS[at]}"
    case "$word" in
    ${paths.join(' | ')}) path=$word ;;
    esac
  done
  case "$path" in
${cases.join('')}  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _festoon festoon
`;
}

function flags(command: Command): string[] {
  const own = command.createHelp().visibleOptions(command);
  return own.flatMap(({ short, long }) => [short, long].filter((flag) => flag !== undefined));
}
