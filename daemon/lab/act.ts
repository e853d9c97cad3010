import type { LabNode } from './node.js';
import { type PingResult, ping } from './ping.js';
import type { Progress } from './progress.js';
import type { Finding, Round } from './summary.js';

const PINGS = 20;

/** A part of the demo: what it does is told while it does it, what it found is kept for the summary. */
export class Act implements Round {
  readonly title: string;
  readonly findings: Finding[] = [];
  readonly #progress: Progress;

  constructor(title: string, progress: Progress) {
    this.title = title;
    this.#progress = progress;
  }

  begin(what: string): void {
    this.#progress.begin(`${this.title}: ${what}`);
  }

  /** `told`: whether this is what the step begun last was about. */
  find(label: string, text: string, ok: boolean, told = true): void {
    this.findings.push({ label, text, ok });
    if (told) this.#progress.end(ok ? text : `${text} FAILED`);
  }

  /** Pings one overlay address of a node from another. */
  async ping(from: LabNode, to: LabNode, overlay: 0 | 1): Promise<PingResult> {
    const address = to.membership.addresses[overlay] ?? '';
    const label = `ping ${from.name} -> ${to.name} ${address}`;
    this.begin(label);
    const result = await ping(from.site.namespace, address, { count: PINGS });
    this.find(label, describePing(result), isWhole(result));
    return result;
  }

  /** SIGTERM to all; they are to exit with 0 and to leave nothing. */
  async stop(nodes: readonly LabNode[]): Promise<void> {
    this.begin('SIGTERM to all');
    const exits = await Promise.all(nodes.map((node) => node.stop()));
    const codes = exits.map(({ code, signal }) => code ?? signal).join(', ');
    this.find(
      'SIGTERM, exit codes',
      codes,
      exits.every(({ code }) => code === 0),
    );
    const left = (await Promise.all(nodes.map((node) => node.leftovers()))).flat();
    this.find(
      'TUN, route, socket left',
      left.length === 0 ? 'none' : left.join(', '),
      left.length === 0,
      false,
    );
  }
}

function describePing({ sent, received, averageMillis }: PingResult): string {
  const average = averageMillis === undefined ? 'no answer' : `${averageMillis.toFixed(2)} ms`;
  return received === sent ? average : `${average}, ${received} of ${sent} answered`;
}

function isWhole({ sent, received }: PingResult): boolean {
  return sent > 0 && received === sent;
}
