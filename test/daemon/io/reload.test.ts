import t, { type Test } from 'tap';
import type { Config } from '../../../daemon/config/config.js';
import { ConfigError, Failure } from '../../../daemon/config/failure.js';
import { parseConfig } from '../../../daemon/config/load.js';
import type { Identity } from '../../../daemon/io/identity.js';
import type { Part, Prepared } from '../../../daemon/io/part.js';
import { createReloader, type Reloader, type ReloadOptions } from '../../../daemon/io/reload.js';
import { createLog } from '../../../daemon/observe/log.js';

const KEY = new Uint8Array(32);
const IDENTITY = {
  noise: { publicKey: KEY },
  record: { publicKey: KEY },
  chain: [],
  node: { certificate: { serial: 1n } },
  trust: { networkId: KEY, authorities: [], pools: [] },
  secrets: [KEY],
} as unknown as Identity;
const OTHER = { ...IDENTITY, chain: [KEY], node: { certificate: { serial: 2n } } } as unknown as Identity;

const config = (port: number, rest = ''): Config =>
  parseConfig(
    '/f.yaml',
    `identity: {key: k, certificate: c}\ntrust: t\nsecret: s\nmetrics: 127.0.0.1:${port}\n${rest}`,
  );
const metricsOf = (reloader: Reloader): string | undefined => reloader.setup().config.metrics?.address;

/** A reloader at 100 s and later that notes what its parts do; each attempt loads the next of `files`. */
function bench(
  files: (() => Config)[],
  parts: readonly (() => Part)[],
  options: Partial<ReloadOptions> = {},
) {
  const lines: string[] = [];
  let seconds = 100;
  const reloader: Reloader = createReloader({
    setup: { config: config(1), identity: IDENTITY },
    load: () => (files.shift() as () => Config)(),
    identify: () => ({ ...IDENTITY }),
    refuse: () => undefined,
    forget: () => undefined,
    parts: parts.map((make) => make()),
    log: createLog({
      write: (line) => lines.push(line),
      now: () => 0,
      after: () => undefined,
      journal: true,
    }),
    now: () => seconds++,
    onBegin: () => undefined,
    onEnd: () => undefined,
    ...options,
  });
  return { reloader, lines };
}

function part(order: string[], name: string, fails = false): () => Part {
  return () => ({
    async prepare(): Promise<Prepared> {
      await undefined;
      order.push(`${name} prepares`);
      if (fails) throw new Failure('metrics-address', 'x: the port is in use', 'choose another');
      return { commit: () => order.push(`${name} commits`), undo: () => void order.push(`${name} undoes`) };
    },
  });
}

t.test('every part is prepared before the first is committed', async (t) => {
  const order: string[] = [];
  const { reloader, lines } = bench([() => config(2)], [part(order, '1'), part(order, '2')]);
  t.match(await reloader.request(), { ok: true, changes: [{ key: 'metrics.address', effect: 'live' }] });
  t.same(order, ['1 prepares', '2 prepares', '1 commits', '2 commits']);
  t.equal(metricsOf(reloader), '127.0.0.1:2');
  t.match(reloader.status(), { ok: true, lastAttempt: 101, lastSuccess: 101, problems: [] });
  t.same(lines, ['<6>info config read again applied=metrics.address']);
});

t.test('a part that refuses has those before it undone in reverse, and nothing is in force', async (t) => {
  const order: string[] = [];
  const parts = [part(order, '1'), part(order, '2'), part(order, '3', true), part(order, '4')];
  const { reloader, lines } = bench([() => config(2), () => config(2)], parts);
  t.same(await reloader.request(), {
    festoon: 'reload/1',
    ok: false,
    code: 'metrics-address',
    problems: ['x: the port is in use; choose another'],
  });
  t.same(order, ['1 prepares', '2 prepares', '3 prepares', '2 undoes', '1 undoes']);
  t.equal(metricsOf(reloader), '127.0.0.1:1');
  t.match(reloader.status(), { ok: false, lastAttempt: 101, lastSuccess: 100, problems: [/^x: the port/] });
  t.match(lines, [/^<3>error config refused code=metrics-address problem="x: the port is in use; choose/]);
});

t.test('a config that cannot be read or checked reaches no part', async (t) => {
  const order: string[] = [];
  const problems = [{ line: 1, column: 2, key: 'k', message: 'wrong; mend it' }];
  const invalid = () => {
    throw new ConfigError('config-invalid', 'f.yaml', problems);
  };
  const { reloader } = bench([invalid, () => config(2)], [part(order, '1')], {
    refuse: () => {
      throw Object.assign(new Error('no such interface'), { code: 'netlink-no-device' });
    },
  });
  t.match(await reloader.request(), { code: 'config-invalid', problems: ['f.yaml:1:2: k: wrong; mend it'] });
  t.match(await reloader.request(), { code: 'netlink-no-device', problems: [/^no such interface; \w/] });
  t.same(order, []);
});

t.test('a bug is no crash', async (t) => {
  const { reloader } = bench([() => undefined as unknown as Config], []);
  t.match(await reloader.request(), { ok: false, code: 'internal', problems: [/report it: TypeError/] });
});

t.test('a key that needs a restart keeps its running value and is named', async (t) => {
  const { reloader, lines } = bench([() => config(2, 'control: /d\n')], []);
  await reloader.request();
  t.match(reloader.setup().config, {
    control: '/run/festoon/control.sock',
    metrics: { address: '127.0.0.1:2' },
  });
  t.same(reloader.status().needRestart, ['control']);
  t.same(lines, ['<6>info config read again applied=metrics.address needs_restart=control']);
});

t.test('a config that says the same reaches no part', async (t) => {
  const order: string[] = [];
  const { reloader } = bench([() => config(1), () => config(1, 'control: /d\n')], [part(order, '1')]);
  t.match(await reloader.request(), { ok: true, changes: [] });
  t.match(await reloader.request(), { ok: true, changes: [{ key: 'control', effect: 'restart' }] });
  t.same(order, []);
});

t.test('the same files with another content are a change, and what is not in force is wiped', async (t) => {
  const forgotten: Identity[][] = [];
  const again = { ...OTHER };
  const identities = [OTHER, again, IDENTITY];
  const order: string[] = [];
  const parts = [part(order, '1')];
  const { reloader } = bench([() => config(1), () => config(2), () => config(3)], parts, {
    identify: () => identities.shift() as Identity,
    refuse: ({ config }) => {
      if (config.metrics?.address === '127.0.0.1:3') throw new Failure('overlay-overlaps-local', 'no', 'no');
    },
    forget: (...identities) => forgotten.push(identities),
  });
  t.match(await reloader.request(), {
    changes: [{ key: 'identity.certificate', effect: 'live', before: 'serial 1', after: 'serial 2' }],
  });
  const { identity } = reloader.setup();
  t.same(identity, OTHER);
  t.match(await reloader.request(), { changes: [{ key: 'metrics.address' }] });
  t.equal(reloader.setup().identity, identity, 'an equal one does not take its place');
  t.match(await reloader.request(), { ok: false });
  t.equal(reloader.setup().identity, identity);
  t.ok(forgotten.every(([, inForce]) => inForce === identity));
  const each = [IDENTITY, OTHER, identity, again, identity, IDENTITY];
  t.ok(each.every((one, at) => forgotten[at]?.[0] === one));
  t.equal(forgotten.length, each.length);
});

t.test('those who ask during a reload share one more', async (t: Test) => {
  const order: string[] = [];
  const events: string[] = [];
  const { reloader } = bench([() => config(2), () => config(3), () => config(4)], [part(order, '1')], {
    onBegin: () => events.push('begin'),
    onEnd: () => events.push('end'),
  });
  const first = reloader.request();
  const others = [reloader.request(), reloader.request(), reloader.request()];
  t.equal(new Set(others).size, 1);
  await Promise.all([first, ...others]);
  t.equal(metricsOf(reloader), '127.0.0.1:3');
  t.same(events, ['begin', 'end', 'begin', 'end']);
  await reloader.request();
  t.equal(metricsOf(reloader), '127.0.0.1:4');
});

t.test('who closes waits for the reload that is running, and what follows is refused', async (t) => {
  const order: string[] = [];
  const events: string[] = [];
  const { reloader } = bench([() => config(2), () => config(3)], [part(order, '1')], {
    onBegin: () => events.push('begin'),
    onEnd: () => events.push('end'),
  });
  const first = reloader.request();
  const second = reloader.request();
  await reloader.close();
  t.equal(metricsOf(reloader), '127.0.0.1:2');
  t.match(await first, { ok: true });
  t.match(await second, { ok: false, code: 'daemon-stopping' });
  t.match(await reloader.request(), { ok: false, code: 'daemon-stopping' });
  t.same(events, ['begin', 'end'], 'nobody is told of what is refused so');
  t.equal(metricsOf(reloader), '127.0.0.1:2');
});
