import { attempt } from '../../daemon/lab/command.js';
import { eventually } from '../../daemon/lab/eventually.js';
import type { LabNode } from '../../daemon/lab/node.js';
import { createServers } from '../../daemon/lab/servers.js';
import { labTest } from './support.js';

const LIMIT_MILLIS = 30_000;
const METRICS = '127.0.0.1:9077';
const LATER = '198.51.100.7';

labTest(
  'a daemon is ready as soon as it can receive, and says until then what is missing',
  async (t, sandbox) => {
    const { a } = (await createServers(sandbox, ['a', 'b'])).nodes;
    await a.configure([], { metrics: METRICS, listen: { addresses: [LATER] } });
    await a.start();
    t.match(await get(a, 'readyz'), { status: 503, body: new RegExp(`underlay is bound: ${LATER}:7077: `) });
    t.match(await get(a, 'healthz'), { status: 200, body: 'ok\n' });
    t.equal((await a.metrics()).sum('festoon_listeners', { use: 'tunnel', state: 'retrying' }), 1);
    await a.site.namespace.ip('address', 'add', `${LATER}/32`, 'dev', a.site.device);
    await eventually('readiness', LIMIT_MILLIS, async () =>
      (await get(a, 'readyz')).status === 200 ? true : undefined,
    );
    t.equal((await a.metrics()).sum('festoon_listeners', { use: 'tunnel', state: 'bound' }), 1);
  },
);

async function get({ site }: LabNode, path: string): Promise<{ status: number; body: string }> {
  const script = `fetch('http://${METRICS}/${path}').then(async (r) =>
    console.log(JSON.stringify({ status: r.status, body: await r.text() })))`;
  const { stdout } = await attempt(site.namespace.inside([process.execPath, '-e', script]));
  return JSON.parse(stdout);
}
