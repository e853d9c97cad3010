import { createServer } from 'node:net';
import t, { type Test } from 'tap';
import type { Config } from '../../../daemon/config/config.js';
import type { Identity } from '../../../daemon/io/identity.js';
import { MetricsPart } from '../../../daemon/io/metrics-part.js';
import type { Setup } from '../../../daemon/io/part.js';
import type { Endpoint } from '../../../protocol/address.js';
import { failureOf } from '../support/failure.js';

/** No host has an address for documentation (RFC 5737). */
const ABSENT = '192.0.2.1:9077';

function setup(address: string | undefined): Setup {
  const metrics = address === undefined ? {} : { metrics: { address: address as Endpoint } };
  return { config: metrics as unknown as Config, identity: {} as Identity };
}

async function started(t: Test, address: string | undefined): Promise<MetricsPart> {
  const part = new MetricsPart({
    metrics: async () => 'x_total 1\n',
    health: () => ({ loop: true, core: true }),
    missing: () => [],
  });
  t.teardown(() => part.stop());
  await part.start(setup(address));
  return part;
}

/** A port that was free a moment ago. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

async function answers(address: string): Promise<boolean> {
  const text = await fetch(`http://${address}/metrics`, { headers: { connection: 'close' } }).then(
    (response) => response.text(),
    () => 'no answer',
  );
  return text === 'x_total 1\n';
}

t.test('an address that this host does not have is retried and named', async (t) => {
  const part = await started(t, ABSENT);
  t.match(part.status(), [
    { use: 'metrics', endpoint: ABSENT, state: 'retrying', why: /no interface of this host/ },
  ]);
  part.tend();
  part.tend();
  t.match(part.status(), [{ state: 'retrying' }]);
});

t.test('a port in use is a failure at the start', async (t) => {
  const first = `127.0.0.1:${await freePort()}`;
  await started(t, first);
  t.match(await failureOf(() => started(t, first)), /^metrics-address: /);
});

t.test('the server moves when all else is ready', async (t) => {
  const [first, second] = [`127.0.0.1:${await freePort()}`, `127.0.0.1:${await freePort()}`];
  const part = await started(t, first);
  const prepared = await part.prepare(setup(second));
  t.same([await answers(first), await answers(second)], [true, true]);
  prepared.commit();
  t.match(part.status(), [{ endpoint: second, state: 'bound' }]);
  t.same([await answers(first), await answers(second)], [false, true]);
  (await part.prepare(setup(undefined))).commit();
  t.same(part.status(), []);
  t.same([await answers(first), await answers(second)], [false, false]);
});

t.test('a move that is undone leaves the old server', async (t) => {
  const [first, second] = [`127.0.0.1:${await freePort()}`, `127.0.0.1:${await freePort()}`];
  const part = await started(t, first);
  (await part.prepare(setup(second))).undo();
  t.same([await answers(first), await answers(second)], [true, false]);
  t.match(await failureOf(() => part.prepare(setup(ABSENT))), /^address-not-local: /);
  t.match(part.status(), [{ endpoint: first, state: 'bound' }]);
  t.equal(await answers(first), true);
});

t.test(
  'from one address to all on the same port, and what is refused or undone leaves it serving',
  async (t) => {
    const port = await freePort();
    const [one, all] = [`127.0.0.1:${port}`, `0.0.0.0:${port}`];
    const part = await started(t, one);
    await (await part.prepare(setup(all))).undo();
    t.match(part.status(), [{ endpoint: one, state: 'bound' }]);
    t.equal(await answers(one), true);
    (await part.prepare(setup(all))).commit();
    t.equal(await answers(one), true);
    t.match(await failureOf(() => part.prepare(setup(`192.0.2.1:${port}`))), /^address-not-local: /);
    t.match(part.status(), [{ endpoint: all, state: 'bound' }]);
    t.equal(await answers(one), true);
  },
);

t.test('a move to another address on the same port interrupts nothing', async (t) => {
  const port = await freePort();
  const [first, second] = [`127.0.0.1:${port}`, `127.0.0.2:${port}`];
  const part = await started(t, first);
  const prepared = await part.prepare(setup(second));
  t.same([await answers(first), await answers(second)], [true, true]);
  prepared.commit();
  t.same([await answers(first), await answers(second)], [false, true]);
});

t.test('what was stopped is not opened again', async (t) => {
  const endpoint = `127.0.0.1:${await freePort()}`;
  const part = await started(t, endpoint);
  await part.stop();
  part.tend();
  await new Promise((resolve) => setTimeout(resolve, 50));
  t.same(part.status(), []);
  t.equal(await answers(endpoint), false);
});
