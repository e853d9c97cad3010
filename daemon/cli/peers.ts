import { Command } from 'commander';
import { requestStatus } from '../io/control-client.js';
import { type PeerReport, peerReports, renderPeers } from '../observe/peers-table.js';
import { controlOf, type DaemonOptions, talksToDaemon } from './daemon-options.js';
import { printJson } from './json.js';
import { requestEcho } from './ping.js';
import type { Terminal } from './terminal.js';

interface Options extends DaemonOptions {
  readonly rtt?: boolean;
  readonly json?: boolean;
}

const ECHO_TIMEOUT_MS = 1000;
/** Echoes under way at once. */
const ECHOES = 16;

export function peers(terminal: Terminal): Command {
  return talksToDaemon(new Command('peers'))
    .description(
      'Lists the peers: state, where packets go and why, when heard last, session, traffic, certificate.',
    )
    .option('--rtt', 'also send each peer that is up one echo, and show how long it took')
    .option('--json', 'print the list as JSON (`festoon: peers/1`)')
    .addHelpText(
      'after',
      '\nExamples:\n  festoon peers --rtt' +
        '\n  festoon peers --json | jq -r \'.peers[] | select(.state != "up") | .name\'',
    )
    .action(async (options: Options) => {
      const control = await controlOf(options);
      const report = await requestStatus(control);
      const known = peerReports(report);
      const list = options.rtt ? await measured(control, known) : known;
      if (options.json) printJson(terminal, 'peers/1', { time: report.time, peers: list });
      else terminal.out(renderPeers(list, report.time, terminal.colour));
    });
}

/** Some echoes at a time; a peer that does not answer has no round trip. */
async function measured(control: string, known: readonly PeerReport[]): Promise<readonly PeerReport[]> {
  const list = [...known];
  const todo = list.keys();
  const worker = async (): Promise<void> => {
    for (const at of todo) {
      const peer = list[at] as PeerReport;
      if (peer.state !== 'up') continue;
      const echo = await requestEcho(control, peer.name, ECHO_TIMEOUT_MS);
      list[at] = { ...peer, rttMs: echo.ok ? echo.rttMs : null };
    }
  };
  await Promise.all(Array.from({ length: ECHOES }, worker));
  return list;
}
