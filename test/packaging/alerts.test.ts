import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import t from 'tap';
import { parse, stringify } from 'yaml';
import { dropReasons } from '../../native/index.js';
import { MANAGED, MANAGER, manyPeers, STATUS } from '../daemon/support/status.js';
import { at, scraped } from './alert-case.js';
import { CASES as MADE_CASES } from './alert-cases.js';
import { STATUS_CASES } from './alert-statuses.js';

const RULES = resolve('packaging/prometheus/alerts.yml');

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: Readonly<Record<'summary' | 'description' | 'runbook_url', string>>;
}
const rules: readonly Rule[] = parse(readFileSync(RULES, 'utf8')).groups[0].rules;

const CASES = [...MADE_CASES, ...STATUS_CASES];

function promtool(...args: readonly string[]): { status: number | null; output: string } {
  const { status, stdout, stderr, error } = spawnSync('build/tools/promtool', args, { encoding: 'utf8' });
  if (error !== undefined) throw error;
  return { status, output: `${stdout}${stderr}` };
}

/** A file for `promtool test rules`. */
function unitTests(): string {
  const runbook = new Map(rules.map(({ alert, annotations }) => [alert, annotations.runbook_url]));
  const severity = new Map(rules.map(({ alert, labels }) => [alert, labels.severity]));
  const tests = CASES.map(({ alert: alertname, series, quiet, fires: [eval_time, ...fired] }) => ({
    interval: '1m',
    input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
    alert_rule_test: [
      ...quiet.map((time) => ({ eval_time: time, alertname, exp_alerts: [] })),
      {
        eval_time,
        alertname,
        exp_alerts: fired.map(([labels, summary, description]) => ({
          exp_labels: { ...labels, severity: severity.get(alertname) },
          exp_annotations: { summary, description, runbook_url: runbook.get(alertname) },
        })),
      },
    ],
  }));
  return stringify({ rule_files: [RULES], evaluation_interval: '1m', tests });
}

t.test('Prometheus takes the rules and the example of a config', async (t) => {
  for (const args of [
    ['check', 'rules', RULES],
    ['check', 'config', 'packaging/prometheus/prometheus.yml'],
  ]) {
    const { status, output } = promtool(...args);
    t.equal(status, 0, output);
  }
});

t.test('each alert fires when it should and is quiet when it should', async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'festoon-alerts-'));
  t.teardown(() => rmSync(directory, { recursive: true }));
  const file = join(directory, 'tests.yml');
  writeFileSync(file, unitTests());
  const { status, output } = promtool('test', 'rules', file);
  t.equal(status, 0, output);
  t.same([...new Set(CASES.map(({ alert }) => alert))].sort(), rules.map(({ alert }) => alert).sort());
  for (const { alert, quiet, fires } of CASES) {
    t.equal(quiet.length > 0, alert !== 'FestoonWatchdog', `${alert} is quiet at some time`);
    t.ok(fires.length > 1, `${alert} fires at some time`);
  }
});

t.test('the rules speak of metrics, reasons and kinds that there are', async (t) => {
  const documented = new Set(
    [...readFileSync('docs/metrics.md', 'utf8').matchAll(/^\| `([a-z0-9_]+)` \|/gm)].map(([, name]) => name),
  );
  for (const { alert, expr } of rules) {
    for (const [name] of expr.matchAll(/\b(?:festoon|process)_[a-z0-9_]+/g)) {
      t.ok(documented.has(name), `${alert}: ${name}`);
    }
    for (const [, reasons = ''] of expr.matchAll(/reason=~"([^"]*)"/g)) {
      for (const reason of reasons.split('|')) t.ok(dropReasons().includes(reason), `${alert}: ${reason}`);
    }
  }
});

t.test('what the cases are made of is what a daemon exports', async (t) => {
  const all = await Promise.all(
    [STATUS, MANAGED, MANAGER, manyPeers(1), manyPeers(300)].map((status) => scraped([[1, status]])),
  );
  const shape = (series: string): string =>
    series.replaceAll(/(peer|manager|socket|instance)="[^"]*"/g, '$1');
  const exported = new Set(all.flatMap((series) => Object.keys(series).map(shape)));
  for (const reason of dropReasons()) {
    for (const direction of ['inbound', 'outbound'])
      exported.add(
        shape(at('festoon_dropped_packets_total', `, direction="${direction}", reason="${reason}"`)),
      );
  }
  for (const { alert, series } of CASES) {
    for (const name of Object.keys(series)) {
      if (name.startsWith('up{')) continue;
      t.ok(exported.has(shape(name)), `${alert}: ${name}`);
    }
  }
});

t.test('each alert says what was seen and from where, and leads to its section of the runbook', async (t) => {
  const headings = [...readFileSync('docs/operations.md', 'utf8').matchAll(/^#+ (.+)$/gm)].map(
    ([, heading = '']) => heading.toLowerCase().replaceAll(' ', '-'),
  );
  for (const { alert, annotations } of rules) {
    const anchor = alert.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
    t.equal(annotations.runbook_url, `docs/operations.md#${anchor}`);
    t.ok(headings.includes(anchor), `docs/operations.md has a section for ${alert}`);
    if (!['FestoonAbsent', 'FestoonWatchdog'].includes(alert))
      t.match(annotations.description, '$labels.instance');
  }
});
