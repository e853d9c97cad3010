import { Command } from 'commander';
import { removeLab, runLab } from '../lab/lab.js';
import type { Finish } from './program.js';
import type { Terminal } from './terminal.js';

export function lab(_: Terminal, finish: Finish): Command {
  const down = new Command('down')
    .description('Removes a lab that was kept; without a name, the only one.')
    .argument('[name]', 'the lab to remove')
    .addHelpText('after', '\nExample:\n  festoon lab down')
    .action(async (name?: string) => finish(await removeLab(name)));
  return new Command('lab')
    .description(
      'Shows servers and managers of an overlay on this machine, in network namespaces of its own.',
    )
    .option('--keep', 'leave the lab up and print commands to try in it')
    .addHelpText('after', '\nExamples:\n  festoon lab --keep\n  festoon lab down')
    .action(async ({ keep = false }: { keep?: boolean }) => finish(await runLab({ keep })))
    .addCommand(down);
}
