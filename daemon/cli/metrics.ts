import { Command, InvalidArgumentError } from 'commander';
import { requestText } from '../io/control-client.js';
import { writeTextFile } from '../io/files.js';
import { controlOf, type DaemonOptions, talksToDaemon } from './daemon-options.js';
import type { Terminal } from './terminal.js';

export function metrics(terminal: Terminal): Command {
  return new Command('metrics')
    .description("Prints or stores the daemon's metrics, without its metrics address.")
    .addCommand(metricsPrint(terminal))
    .addCommand(metricsWrite());
}

function metricsPrint(terminal: Terminal): Command {
  return talksToDaemon(new Command('print'))
    .description('Prints all metrics in the Prometheus text format.')
    .addHelpText('after', '\nExample:\n  festoon metrics print | grep dropped')
    .action(async (options: DaemonOptions) => terminal.out(await scrape(options)));
}

function metricsWrite(): Command {
  return talksToDaemon(new Command('write'))
    .description("Replaces a file of node_exporter's textfile collector, whole or not at all.")
    .argument('<file>', 'the file; its name ends in .prom, or the collector does not read it', parsePromFile)
    .addHelpText('after', '\nExample:\n  festoon metrics write /var/lib/node_exporter/festoon.prom')
    .action(async (file: string, options: DaemonOptions) =>
      writeTextFile(file, await scrape(options), { mode: 0o644, force: true }),
    );
}

async function scrape(options: DaemonOptions): Promise<string> {
  return requestText({ path: await controlOf(options), resource: '/v1/metrics' });
}

function parsePromFile(text: string): string {
  if (/[^/]\.prom$/.test(text)) return text;
  throw new InvalidArgumentError('Its name must end in .prom.');
}
