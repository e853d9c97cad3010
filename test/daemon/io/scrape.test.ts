import { request } from 'node:http';
import t from 'tap';
import { dataplane } from '../../../daemon/io/dataplane.js';
import { engineStatus } from '../../../daemon/io/engine-status.js';
import { watchLoopLag } from '../../../daemon/io/loop-lag.js';
import { serveMetrics } from '../../../daemon/io/metrics-server.js';
import { processFacts } from '../../../daemon/io/process-facts.js';
import { socketFacts } from '../../../daemon/io/socket-facts.js';
import { type PeerLabels, renderMetrics } from '../../../daemon/observe/metrics.js';
import { Engine } from '../../../native/index.js';
import { type Address, type Endpoint, splitEndpoint } from '../../../protocol/address.js';
import { crypto, networkSecret, seed } from '../../protocol/support/network.js';
import { key, peerFacts, TestNode } from '../control/support/node.js';
import { STATUS } from '../support/status.js';

const PEERS = 1_000;
const LIMIT_MS = 100;
const MOST_TRIES = 30;

function get(endpoint: Endpoint): Promise<string> {
  const { address: host, port } = splitEndpoint(endpoint);
  return new Promise((resolve, reject) => {
    const call = request({ host, port, path: '/metrics', agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => resolve(Buffer.concat(chunks).toString()));
    });
    call.on('error', reject);
    call.end();
  });
}

t.test('a scrape of 1,000 peers, by control, core and HTTP, takes 100 ms at most', async (t) => {
  const peers = Array.from({ length: PEERS }, (_, i) => {
    const addresses = [`10.77.${128 + (i >> 8)}.${i & 255}` as Address];
    return peerFacts(`server-${i}`, { addresses });
  });
  const node = new TestNode('a', peers);
  const engine = new Engine({ seed: seed('scrape'), lanes: 1 });
  engine.setIdentity({ publicKey: key('a'), secrets: [networkSecret] });
  const perform = dataplane(engine, crypto, () => undefined);
  for (const action of node.send({ type: 'start' })) {
    if (action.type === 'set-peer' || action.type === 'update-routes') perform(action, () => undefined);
  }
  const lag = watchLoopLag();
  t.teardown(() => lag.stop());

  const scrape = async (peerLabels: PeerLabels): Promise<{ peers: number; cpu: number; wall: number }> => {
    const server = await serveMetrics('127.0.0.1:0' as Endpoint, {
      metrics: () => {
        const status = { ...STATUS, control: node.control.snapshot(node.now), ...engineStatus(engine) };
        const facts = { process: processFacts(lag), sockets: socketFacts(status.sockets) };
        return renderMetrics({ status, ...facts, time: Date.now() / 1000, peerLabels });
      },
      health: () => ({ loop: true, core: true }),
      missing: () => [],
    });
    t.teardown(() => server.close());
    const tries: { peers: number; cpu: number; wall: number }[] = [];
    // What else this machine does delays most tries, not all.
    for (let i = 0; i < MOST_TRIES && !tries.some(({ wall }) => wall <= LIMIT_MS); i++) {
      const before = process.cpuUsage();
      const startedAt = performance.now();
      const text = await get(server.endpoint as Endpoint);
      const wall = performance.now() - startedAt;
      const { user, system } = process.cpuUsage(before);
      const found = text.match(/^festoon_peer_sent_bytes_total\{peer=/gm)?.length ?? 0;
      tries.push({ peers: found, cpu: (user + system) / 1e3, wall });
    }
    return tries.reduce((best, one) => (one.wall < best.wall ? one : best));
  };
  for (const [labels, expected] of [
    ['auto', 0],
    ['on', PEERS],
  ] as const) {
    const { peers: found, cpu, wall } = await scrape(labels);
    t.equal(found, expected);
    t.ok(wall <= LIMIT_MS, `peer labels ${labels}: ${wall.toFixed(0)} ms`);
    t.comment(`measured: peer labels ${labels}: ${cpu.toFixed(0)} ms of CPU, ${wall.toFixed(0)} ms in all`);
  }
});
