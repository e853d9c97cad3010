import t from 'tap';
import type { Identity } from '../../../daemon/io/identity.js';
import { changesOf, succeed } from '../../../daemon/io/identity-change.js';

const bytes = (fill: number): Uint8Array => new Uint8Array(32).fill(fill);

function identity(key = 1, record = 1, chain = 1, authorities = 1, pools = ['10.77.0.0/16'], secret = 1) {
  return {
    noise: { publicKey: bytes(key) },
    record: { publicKey: bytes(record) },
    chain: [bytes(chain)],
    node: { certificate: { serial: BigInt(chain) } },
    trust: { networkId: bytes(1), authorities: [bytes(authorities)], pools },
    secrets: [bytes(secret)],
  } as unknown as Identity;
}

const keys = (after: Identity): string[] => changesOf([], identity(), after).map(({ key }) => key);

t.test('what differs is named by the key of the config that names the file', async (t) => {
  t.same(keys(identity()), []);
  t.same(keys(identity(2, 2, 2)), ['identity.key', 'identity.certificate']);
  t.same(keys(identity(1, 2)), ['identity.key']);
  t.same(keys(identity(1, 1, 1, 2)), ['trust']);
  t.same(keys(identity(1, 1, 1, 1, ['10.77.0.0/16', 'fd77::/48'])), ['trust']);
  t.same(keys(identity(1, 1, 1, 1, undefined, 2)), ['secret']);
});

t.test('what is the same goes on with what is in force', async (t) => {
  const before = identity();
  t.equal(succeed(before, identity()), before);
  const secret = identity(1, 1, 1, 1, undefined, 2);
  const { noise, record, secrets } = succeed(before, secret);
  t.equal(noise, before.noise);
  t.equal(record, before.record);
  t.equal(secrets, secret.secrets);
  const key = identity(2, 2, 2);
  t.same(succeed(before, key), key);
  t.equal(succeed(before, key).noise, key.noise);
});

t.test('a key that names another file is there once, and no secret is told', async (t) => {
  const changes = changesOf(
    [{ key: 'trust', effect: 'live' }],
    identity(),
    identity(1, 1, 3, 2, undefined, 2),
  );
  t.same(changes, [
    { key: 'identity.certificate', effect: 'live', before: 'serial 1', after: 'serial 3' },
    { key: 'secret', effect: 'live', before: 'content of 1 files', after: 'content of 1 files' },
    { key: 'trust', effect: 'live' },
  ]);
});
