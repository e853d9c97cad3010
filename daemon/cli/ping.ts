import { setTimeout as sleep } from 'node:timers/promises';
import { Command } from 'commander';
import { ERRORS } from '../../protocol/errors.js';
import { Failure } from '../config/failure.js';
import { requestReport } from '../io/control-client.js';
import type { PingReport } from '../io/pinger.js';
import { printable } from '../observe/printable.js';
import { controlOf, type DaemonOptions, talksToDaemon } from './daemon-options.js';
import { printJson } from './json.js';
import { parseCount, parseEchoSeconds, parseSeconds } from './options.js';
import type { Finish } from './program.js';
import type { Terminal } from './terminal.js';

interface Options extends DaemonOptions {
  readonly count: number;
  readonly interval: number;
  readonly timeout: number;
  readonly json?: boolean;
}

export function ping(terminal: Terminal, finish: Finish): Command {
  return talksToDaemon(new Command('ping'))
    .description(
      'Sends echoes to a peer through its session, daemon to daemon; exit code 1 when none comes back.',
    )
    .argument('<peer>', "the peer's name or one of its overlay addresses")
    .option('-c, --count <number>', 'how many', parseCount, 4)
    .option('-i, --interval <time>', 'between two echoes, such as 1 or 200ms', parseSeconds, 1)
    .option('-W, --timeout <time>', 'how long to wait for each, 60s at most', parseEchoSeconds, 2)
    .option('--json', 'print the outcome as JSON (`festoon: ping-summary/1`)')
    .addHelpText('after', '\nExamples:\n  festoon ping b\n  festoon ping 10.77.0.2 -c 100 -i 20ms --json')
    .action(async (peer: string, options: Options) => {
      const control = await controlOf(options);
      const echoes: PingReport[] = [];
      await paced(options, async () => {
        const echo = await requestEcho(control, peer, options.timeout * 1000);
        refuseHopeless(peer, echo);
        echoes.push(echo);
        if (!options.json) terminal.out(echoLine(echo, echoes.length));
      });
      const summary = summarise(peer, echoes);
      if (options.json) printJson(terminal, 'ping-summary/1', { ...summary, echoes });
      else terminal.out(summaryLine(summary));
      finish(summary.answered > 0 ? 0 : 1);
    });
}

/** One echo; fails where the daemon cannot be asked. */
export function requestEcho(control: string, peer: string, timeoutMs: number): Promise<PingReport> {
  const call = { path: control, method: 'POST', resource: '/v1/ping', body: { peer, timeoutMs } } as const;
  const expected = { kind: 'ping/1', fields: ['ok'] };
  return requestReport(expected, { ...call, timeoutMs: timeoutMs + ANSWER_MS });
}

/** How long the daemon's answer may take beyond the echo itself. */
const ANSWER_MS = 5000;

/** What repetition does not mend is a failure of the command. */
function refuseHopeless(peer: string, echo: PingReport): void {
  if (echo.ok || !HOPELESS.has(echo.code)) return;
  throw new Failure(echo.code, `${peer}: ${ERRORS[echo.code].meaning}`);
}

const HOPELESS: ReadonlySet<string> = new Set(['ping-unknown-peer', 'control-request']);

/** Calls `once` as often and as fast as asked; an interrupt from the keyboard ends the series early. */
async function paced({ count, interval }: Options, once: () => Promise<void>): Promise<void> {
  const interrupted = new AbortController();
  const interrupt = (): void => interrupted.abort();
  process.once('SIGINT', interrupt);
  try {
    for (let nth = 1; !interrupted.signal.aborted; nth++) {
      const next = performance.now() + interval * 1000;
      await once();
      if (nth === count) return;
      await sleep(Math.max(0, next - performance.now()), undefined, { signal: interrupted.signal }).catch(
        () => undefined,
      );
    }
  } finally {
    process.removeListener('SIGINT', interrupt);
  }
}

function echoLine(echo: PingReport, nth: number): string {
  if (!echo.ok) return `${nth}: ${echo.code}: ${printable(echo.message)}\n`;
  const where = echo.via === undefined ? `at ${echo.endpoint}` : `via ${echo.via}`;
  return `${nth}: ${printable(echo.peer)} ${printable(where)} answered in ${millis(echo.rttMs)} ms\n`;
}

interface Summary {
  readonly peer: string;
  readonly sent: number;
  readonly answered: number;
  /** Absent when nothing was answered. */
  readonly rttMs?: { readonly min: number; readonly avg: number; readonly max: number };
}

function summarise(peer: string, echoes: readonly PingReport[]): Summary {
  const times = echoes.flatMap((echo) => (echo.ok ? [echo.rttMs] : []));
  const counts = { peer, sent: echoes.length, answered: times.length };
  if (times.length === 0) return counts;
  const avg = times.reduce((sum, time) => sum + time, 0) / times.length;
  return { ...counts, rttMs: { min: Math.min(...times), avg, max: Math.max(...times) } };
}

function summaryLine({ peer, sent, answered, rttMs }: Summary): string {
  const lost = sent === 0 ? 0 : (100 * (sent - answered)) / sent;
  const counts = `${peer}: ${sent} sent, ${answered} answered, ${Number(lost.toFixed(1))} % lost`;
  if (rttMs === undefined) return `${counts}\n`;
  return `${counts}; min/avg/max ${millis(rttMs.min)}/${millis(rttMs.avg)}/${millis(rttMs.max)} ms\n`;
}

function millis(time: number): string {
  return time.toFixed(time < 100 ? 2 : 0);
}
