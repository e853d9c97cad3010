// A real Prometheus scrapes two daemons, the far one through the tunnel, and evaluates the rules that Festoon brings.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Test } from 'tap';
import { stringify } from 'yaml';
import { attempt, run } from '../../daemon/lab/command.js';
import { eventually } from '../../daemon/lab/eventually.js';
import type { LabNode } from '../../daemon/lab/node.js';
import type { Sandbox } from '../../daemon/lab/sandbox.js';
import { createServers } from '../../daemon/lab/servers.js';
import { toolArgv } from '../../daemon/lab/tools.js';
import { labTest } from './support.js';

const LIMIT_MILLIS = 60_000;
const TOOLS = resolve('build/tools');
const WEB = '127.0.0.1:9090';

labTest('Prometheus sees two daemons, what they say, and that one has gone', async (t, sandbox) => {
  const { a, b } = (await createServers(sandbox, ['a', 'b'])).nodes;
  const [targetA, targetB] = [metricsOf(a), metricsOf(b)];
  await a.configure([b.asPeer([b.endpoint(4)])], { metrics: targetA });
  await b.configure([a.asPeer([a.endpoint(4)])], { metrics: targetB });
  await Promise.all([a.start(), b.start()]);
  await a.up(b.name);
  await checkMetrics(t, a, targetA);
  for (const path of ['healthz', 'readyz'])
    await a.site.namespace.run(toolArgv('fetch', `http://${targetA}/${path}`));

  const prometheus = await startPrometheus(sandbox, a, [targetA, targetB]);
  const holds = (expr: string): Promise<unknown> =>
    eventually(expr, LIMIT_MILLIS, async () => ((await query(a, expr)).length > 0 ? true : undefined), 500);
  await holds('count(up{job="festoon"} == 1) == 2');
  await holds('count(festoon_peers{state="up"} == 1) == 2');
  await holds('count(festoon_peer_up{peer="b"} == 1) == 1');
  await holds('count(festoon_peers_stale == 0) == 2');
  await holds('count(festoon_build_info) == 2');
  await holds('count(festoon_healthy == 1) == 4');
  await holds('count(festoon_socket_receive_drops_total{socket=~".*:7077"}) == 4');
  await holds('ALERTS{alertname="FestoonWatchdog", alertstate="firing"}');
  await holds('absent(ALERTS{alertname!="FestoonWatchdog"})');
  t.same(await unhealthyRules(a), []);

  const config = await readFile(a.configFile, 'utf8');
  await writeFile(a.configFile, `${config}\npeers: twice`);
  t.equal((await a.reload()).code, 1);
  await holds(`ALERTS{alertname="FestoonReloadFailed", alertstate="firing", instance="${targetA}"}`);
  await writeFile(a.configFile, config);
  t.equal((await a.reload()).code, 0);
  await holds('absent(ALERTS{alertname!="FestoonWatchdog"})');

  await b.stop();
  await holds(`up{instance="${targetB}"} == 0`);
  await holds(`up{instance="${targetA}"} == 1`);
  await holds(`absent(festoon_peers{instance="${targetB}", state="up"})`);
  await holds(`ALERTS{alertname="FestoonDown", instance="${targetB}"}`);
  t.equal((await query(a, `ALERTS{alertname="FestoonDown", instance="${targetA}"}`)).length, 0);
  t.match(await prometheus.stop(), { code: 0 });
});

/** Metrics at the node's overlay address: reached from elsewhere by peers alone. */
function metricsOf({ membership }: LabNode): string {
  return `${membership.addresses[0]}:9077`;
}

async function checkMetrics(t: Test, { site }: LabNode, target: string): Promise<void> {
  const scrape = site.namespace
    .inside(toolArgv('fetch', `http://${target}/metrics`))
    .map(quoted)
    .join(' ');
  const { code, stdout, stderr } = await attempt([
    'sh',
    '-c',
    `${scrape} | ${quoted(`${TOOLS}/promtool`)} check metrics`,
  ]);
  t.equal(`${stdout}${stderr}`, '', 'promtool finds nothing to object to in what a daemon answers');
  t.equal(code, 0);
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

async function startPrometheus(
  sandbox: Sandbox,
  { site }: LabNode,
  targets: readonly string[],
): ReturnType<Sandbox['start']> {
  const config = {
    global: { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' },
    rule_files: [resolve('packaging/prometheus/alerts.yml')],
    scrape_configs: [{ job_name: 'festoon', static_configs: [{ targets }] }],
  };
  const [file, data] = [sandbox.path('prometheus.yml'), sandbox.path('prometheus')];
  await mkdir(data);
  await writeFile(file, stringify(config));
  const argv = [`${TOOLS}/prometheus`, `--config.file=${file}`, `--storage.tsdb.path=${data}`];
  const prometheus = await sandbox.start('prometheus', [...argv, `--web.listen-address=${WEB}`], {
    namespace: site.namespace,
  });
  await prometheus.line(/Server is ready to receive web requests/, LIMIT_MILLIS);
  return prometheus;
}

interface Series {
  readonly metric: Readonly<Record<string, string>>;
}

/** The series of the answer of the API in the node's namespace. */
async function query(node: LabNode, expr: string): Promise<readonly Series[]> {
  return (await api(node, `query?query=${encodeURIComponent(expr)}`)).data.result;
}

/** Rules whose evaluation fails. */
async function unhealthyRules(node: LabNode): Promise<readonly string[]> {
  const { groups } = (await api(node, 'rules')).data;
  const rules: readonly { name: string; health: string }[] = groups.flatMap(
    ({ rules }: { rules: [] }) => rules,
  );
  return rules.filter(({ health }) => health !== 'ok').map(({ name }) => name);
}

// biome-ignore lint/suspicious/noExplicitAny: the API's answers differ in kind
async function api({ site }: LabNode, path: string): Promise<any> {
  return JSON.parse(await run(site.namespace.inside(toolArgv('fetch', `http://${WEB}/api/v1/${path}`))));
}
