import { Command } from 'commander';
import { certificateReport, decodeFile, readCertificate, renderCertificate } from './certificate.js';
import { printJson } from './json.js';
import type { Terminal } from './terminal.js';

export function certPrint(terminal: Terminal): Command {
  return new Command('print')
    .description('Shows what a certificate says. Nothing is checked but its form: see `cert verify`.')
    .argument('<file>', 'the certificate; - reads it from standard input')
    .option('--json', 'print it as JSON (`festoon: cert-print/1`)')
    .addHelpText(
      'after',
      '\nExamples:\n  festoon cert print a.crt\n  ssh b cat /etc/festoon/b.crt | festoon cert print - --json',
    )
    .action(async (path: string, { json = false }: { json?: boolean }) => {
      const { name, document } = await readCertificate(path, terminal);
      const certificates = decodeFile(name, document);
      if (json) {
        printJson(terminal, 'cert-print/1', { certificates: certificates.map(certificateReport) });
      } else {
        const now = Math.floor(terminal.now() / 1000);
        terminal.out(certificates.map((one) => renderCertificate(one, now)).join('\n'));
      }
    });
}
