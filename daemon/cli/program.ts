import { Command, CommanderError } from 'commander';
import { authority } from './authority.js';
import { cert } from './cert.js';
import { completion } from './completion.js';
import { config } from './config.js';
import { explain, wrongUse } from './explain.js';
import { keygen } from './keygen.js';
import { lab } from './lab.js';
import { managers } from './managers.js';
import { metrics } from './metrics.js';
import { peers } from './peers.js';
import { ping } from './ping.js';
import { reload } from './reload.js';
import { status } from './status.js';
import { type ExitCode, systemTerminal, type Terminal } from './terminal.js';
import { withSubcommands } from './tree.js';
import { up } from './up.js';
import { VERSION } from './version.js';
import { wait } from './wait.js';

/** What a command does with its outcome; most succeed with 0 and throw a Failure otherwise. */
export type Finish = (code: number) => void;

/** Runs one command line, `args` without interpreter and script; resolves to the exit code and never throws. */
export async function run(args: readonly string[], terminal: Terminal = systemTerminal): Promise<number> {
  let code = 0;
  try {
    const finish: Finish = (chosen) => {
      code = chosen;
    };
    await festoon(terminal, finish).parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return usage(error, terminal);
    const { text, exitCode } = explain(error);
    terminal.err(text);
    return exitCode;
  }
}

/** Every command of the command line, with all their options. */
export function festoon(terminal: Terminal, finish: Finish): Command {
  const program = new Command('festoon')
    .description('An encrypted overlay network for servers.')
    .version(VERSION, '-V, --version', 'print the version')
    .option('--no-color', 'never colour the output (as NO_COLOR in the environment)')
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', EXAMPLES);
  const chosen: Terminal = {
    ...terminal,
    get colour() {
      return terminal.colour && program.opts()['color'] !== false;
    },
  };
  for (const make of COMMANDS) program.addCommand(make(chosen, finish));
  program.addCommand(completion(chosen, () => program));
  for (const [, command] of withSubcommands(program)) {
    command
      .exitOverride()
      .showHelpAfterError(false)
      .configureHelp({ showGlobalOptions: true })
      .configureOutput({ writeOut: terminal.out, writeErr: () => undefined, outputError: () => undefined });
  }
  return program;
}

const COMMANDS = [
  up,
  status,
  peers,
  managers,
  ping,
  wait,
  reload,
  config,
  metrics,
  keygen,
  cert,
  authority,
  lab,
];

const EXAMPLES = `
Exit codes: 0 done, 1 failed, 2 wrong use, 3 no daemon answers, 4 daemon degraded.

Examples:
  festoon authority init acme --pool 10.77.0.0/16     found a network
  festoon keygen --name a > a.req                     make this host's key
  festoon authority sign a.req --authority acme.key --address 10.77.0.1 > a.crt
  festoon cert install a.crt                          put it in its place
  festoon up --config /etc/festoon/festoon.yaml       run the daemon
  festoon status                                      look at it
  festoon ping b                                      does b answer?
  festoon reload                                      have it read a changed config
`;

function usage(error: CommanderError, terminal: Terminal): ExitCode {
  if (error.code === 'commander.helpDisplayed' || error.code === 'commander.version') return 0;
  const [said = '', hint] = error.message.split('\n');
  const problem = error.code === 'commander.help' ? 'a command is missing' : plain(said);
  const { text, exitCode } = explain(wrongUse(hint === undefined ? problem : `${problem} ${hint}`));
  terminal.err(text);
  return exitCode;
}

function plain(said: string): string {
  return said.replace(/^error: /, '').replace(/\.$/, '');
}
