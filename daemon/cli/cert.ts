import { Command } from 'commander';
import { certInstall } from './cert-install.js';
import { certPrint } from './cert-print.js';
import { certVerify } from './cert-verify.js';
import type { Terminal } from './terminal.js';

export function cert(terminal: Terminal): Command {
  return new Command('cert')
    .description("Shows, checks and installs certificates: this host's own and others.")
    .addCommand(certPrint(terminal))
    .addCommand(certVerify(terminal))
    .addCommand(certInstall(terminal));
}
