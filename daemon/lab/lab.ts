import { basename, relative } from 'node:path';
import { runDemo } from './demo.js';
import { findFooting, isNested, rerunInUserNamespace } from './host.js';
import type { LabNode } from './node.js';
import { progressOn } from './progress.js';
import { listSandboxes, removeSandbox, type Sandbox, withSandbox } from './sandbox.js';
import { isGood, renderSummary } from './summary.js';

export interface LabOptions {
  /** Leave the lab as it is when the demo was shown. */
  readonly keep: boolean;
}

const LOG_LINES = 15;

/** `festoon lab`: returns the exit code. 0 all was shown, 1 something was not, 2 this machine lacks something. */
export async function runLab({ keep }: LabOptions): Promise<number> {
  const footing = await findFooting();
  if (footing.kind === 'none') {
    process.stderr.write(`festoon lab: ${footing.missing}\n`);
    return 2;
  }
  if (footing.kind === 'user-namespace') return rerunInUserNamespace();
  return withSandbox(async (sandbox) => {
    const { nodes, report } = await runDemo(sandbox, { keep, progress: progressOn(process.stderr) });
    if (report.failure !== undefined) tellLogs(nodes);
    if (keep && report.failure === undefined) await leave(sandbox, nodes);
    process.stdout.write(`${renderSummary(report).join('\n')}\n`);
    if (keep && isNested()) await interrupted();
    return isGood(report) ? 0 : 1;
  });
}

/** `festoon lab down`: removes a lab that was kept; without a name, the only one. Returns the exit code. */
export async function removeLab(name?: string): Promise<number> {
  const labs = listSandboxes();
  const chosen = name ?? (labs.length === 1 ? labs[0] : undefined);
  if (chosen !== undefined && (await removeSandbox(chosen))) {
    process.stdout.write(`lab ${chosen} removed\n`);
    return 0;
  }
  const there = labs.length === 0 ? 'there is none' : `there are: ${labs.join(', ')}`;
  process.stderr.write(`festoon lab: ${name === undefined ? 'name one lab' : `no lab ${name}`}; ${there}\n`);
  return 1;
}

function tellLogs(nodes: readonly LabNode[]): void {
  for (const node of nodes) {
    const tail = node.log.trimEnd().split('\n').slice(-LOG_LINES);
    process.stderr.write(`log of ${node.name}:\n  ${tail.join('\n  ')}\n`);
  }
}

async function leave(sandbox: Sandbox, nodes: readonly LabNode[]): Promise<void> {
  const [a, b] = nodes;
  if (a === undefined || b === undefined) return;
  // A user namespace ends with its last process: there this process stays until Ctrl-C.
  const nested = isNested();
  if (!nested) sandbox.keep();
  const enter = nested ? `nsenter --target ${process.pid} --user --preserve-credentials --mount --net ` : '';
  const inA = `${enter}ip netns exec ${a.site.namespace.name}`;
  const inB = `${enter}ip netns exec ${b.site.namespace.name}`;
  const address = b.membership.addresses[0];
  const managed = nodes.find(({ name }) => name === 'd');
  process.stdout.write(
    [
      '',
      'The lab stays up. Try:',
      `  ${inA} ping ${address}`,
      `  ${inB} iperf3 -s -D -1; ${inA} iperf3 -c ${address}`,
      `  ${inA} tcpdump -n -i ${a.site.device} udp`,
      `  ${inA} curl -s http://127.0.0.1:9077/metrics`,
      `  ${ownCommand()} status --config ${a.configFile}`,
      ...(managed === undefined ? [] : [`  ${ownCommand()} managers --config ${managed.configFile}`]),
      `Logs and configs: ${sandbox.directory}`,
      nested ? 'Remove it: Ctrl-C' : `Remove it: ${ownCommand()} lab down ${sandbox.name}`,
      '',
    ].join('\n'),
  );
}

/** How this program was called: `festoon` where it is installed, else the interpreter and the file. */
function ownCommand(): string {
  const file = process.argv[1] ?? 'festoon';
  return basename(file) === 'festoon' ? 'festoon' : `node ${relative(process.cwd(), file)}`;
}

/** Until a signal ends this process. */
function interrupted(): Promise<never> {
  return new Promise(() => setInterval(() => undefined, 1 << 30));
}
