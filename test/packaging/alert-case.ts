import type { DaemonStatus } from '../../daemon/control/status.js';
import { renderMetrics } from '../../daemon/observe/metrics.js';
import { SNAPSHOT } from '../daemon/support/status.js';

/** What Prometheus sees, one sample a minute from 0 on, and when the alert is quiet and when it fires. */
export interface Case {
  readonly alert: string;
  readonly series: Readonly<Record<string, string>>;
  readonly quiet: readonly string[];
  /** The time, and the labels and texts of each alert that fires then. */
  readonly fires: readonly [at: string, ...alerts: readonly Fired[]];
}
export type Fired = readonly [labels: Readonly<Record<string, string>>, summary: string, description: string];

export const AT_A = { job: 'festoon', instance: 'a' };
export const at = (name: string, labels = ''): string => `${name}{job="festoon", instance="a"${labels}}`;

/** What a daemon exports that is in each status for so many minutes, one after the other. */
export async function scraped(
  stages: readonly (readonly [minutes: number, status: DaemonStatus])[],
  instance = 'a',
): Promise<Case['series']> {
  const minutes = stages.flatMap(([count, status]) => Array.from({ length: count }, () => status));
  const values = new Map<string, string[]>();
  for (const [minute, status] of minutes.entries()) {
    const text = await renderMetrics({ ...SNAPSHOT, status, time: minute * 60 });
    for (const [, name, , labels = '', value = ''] of text.matchAll(/^([a-z_0-9]+)(\{(.*)\})? (\S+)$/gm)) {
      const said = labels.replaceAll('",', '", ');
      const series = `${name}{job="festoon", instance="${instance}"${said && `, ${said}`}}`;
      const of = values.get(series) ?? minutes.map(() => '_');
      of[minute] = value;
      values.set(series, of);
    }
  }
  return Object.fromEntries([...values].map(([series, of]) => [series, of.join(' ')]));
}
