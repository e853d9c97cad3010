import t from 'tap';
import { parseConfig } from '../../../daemon/config/load.js';
import { createControl } from '../../../daemon/control/control.js';
import { forgetIdentity, type Identity } from '../../../daemon/io/identity.js';
import { type Setup, sure } from '../../../daemon/io/part.js';
import { createReloader } from '../../../daemon/io/reload.js';
import { settingsOf } from '../../../daemon/io/settings.js';
import { createLog } from '../../../daemon/observe/log.js';
import { verifyChain } from '../../../protocol/trust.js';
import {
  crypto,
  must,
  networkSecret,
  nodeFacts,
  seed,
  sign,
  trust,
  WALL,
} from '../../protocol/support/network.js';
import { arriving, endpointOf, key, one, peerFacts, TestNode } from '../control/support/node.js';
import { seededRng } from '../control/support/rng.js';

const chain = [sign(nodeFacts('a'))];

/** As read from files: every secret in memory of its own. */
function read(...secrets: Uint8Array[]): Identity {
  return {
    noise: crypto.importKeypair(seed('a noise')),
    record: crypto.importSigningKeypair(seed('a record')),
    chain,
    node: must(verifyChain(crypto, trust, chain, WALL)),
    trust,
    secrets: secrets.map((secret) => secret.slice()),
  };
}

const [address] = nodeFacts('b').addresses;
const peer = `{name: b, key: ${Buffer.from(key('b')).toString('base64')}, addresses: [${address}], endpoints: ['${endpointOf('b')}']}`;
const config = parseConfig(
  '/f.yaml',
  `identity: {key: k, certificate: c}\ntrust: t\nsecret: s\npeers: [${peer}]\n`,
);

t.test('a msg1 that is in flight while secrets are reloaded is answered, and the next one too', async (t) => {
  const setup: Setup = { config, identity: read(networkSecret) };
  const a = createControl({
    ...settingsOf(crypto, setup),
    crypto,
    rng: seededRng('a'),
    lanes: 1,
    bootEpoch: 1n,
    timeFloor: 0,
  });
  const b = new TestNode('b', [peerFacts('a', { addresses: nodeFacts('a').addresses })], {
    suites: [1, 2, 3],
  });
  const reloader = createReloader({
    setup,
    load: () => config,
    identify: () => read(networkSecret, seed('another secret')),
    refuse: () => undefined,
    forget: (identity, inForce) => forgetIdentity(crypto, identity, inForce),
    parts: [
      sure((next) => {
        a.handle(b.now, { type: 'reconfigure', settings: settingsOf(crypto, next) });
      }),
    ],
    log: createLog({ write: () => undefined, now: () => 0, after: () => undefined, journal: true }),
    now: () => WALL,
    onBegin: () => undefined,
    onEnd: () => undefined,
  });
  const asked = one(a.handle(b.now, { type: 'start' }), 'send-handshake');
  t.match(await reloader.request(), { ok: true, changes: [{ key: 'secret' }] });
  const answer = one(b.send(arriving(asked, 'a')), 'send-handshake');
  t.equal(a.handle(b.now, arriving(answer, 'b')).filter(({ type }) => type === 'install-session').length, 1);

  const { noise, secrets } = reloader.setup().identity;
  t.equal(noise, setup.identity.noise);
  t.same(secrets, [networkSecret, seed('another secret')]);
  t.same(setup.identity.secrets, [new Uint8Array(32)], 'what was in force is wiped');
  t.match(await reloader.request(), { ok: true, changes: [] });
  t.ok(crypto.dh(new Uint8Array(32), noise.secretKey, key('b')), 'and what is in force never');
  t.same(secrets, [networkSecret, seed('another secret')]);
  const { record } = settingsOf(crypto, reloader.setup());
  t.equal(crypto.sign(record.secretKey, new Uint8Array(1)).length, 64, 'nor what signs records');
});
