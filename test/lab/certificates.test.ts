// Hosts with certificates that do not do, against a node that has a live session with somebody else.
import type { Test } from 'tap';
import { eventually } from '../../daemon/lab/eventually.js';
import { type Applicant, enroll, foundNetwork, type Network } from '../../daemon/lab/membership.js';
import { LabNode, TUN } from '../../daemon/lab/node.js';
import { ping } from '../../daemon/lab/ping.js';
import type { Sandbox } from '../../daemon/lab/sandbox.js';
import { createServers, introduce, POOLS } from '../../daemon/lab/servers.js';
import { authoritySeed, graftSecret, resign, usurpAuthority } from './forgery.js';
import { dropped, handshakes, labTest, losesNothing, preloaded, reachEachOther } from './support.js';

const LIMIT_MILLIS = 60_000;
const DAY_SECONDS = 86_400;

/** Three hosts: a and b with a live session; a expects c as well, and calls nobody. */
interface Scene {
  readonly sandbox: Sandbox;
  readonly network: Network;
  readonly a: LabNode;
  readonly b: LabNode;
  readonly c: LabNode;
}

async function scene(sandbox: Sandbox): Promise<Scene> {
  const { network, nodes } = await createServers(sandbox, ['a', 'b', 'c']);
  const { a, b, c } = nodes;
  await introduce([a, b], 4);
  await a.configure([b.asPeer([b.endpoint(4)]), c.asPeer([])]);
  await Promise.all([a.start(), b.start()]);
  await Promise.all([a.up('b'), b.up('a')]);
  return { sandbox, network, a, b, c };
}

/** The host c, with files of its own beside those that a knows of. */
async function impostor(
  { sandbox, a, c }: Scene,
  network: Network,
  change: Partial<Applicant> & { readonly files: string },
  alter: (node: LabNode) => Promise<void> = async () => undefined,
): Promise<LabNode> {
  const applicant = { name: 'c', addresses: ['10.77.0.3', 'fd77::3'], ...change };
  const node = new LabNode(sandbox, c.site, network, await enroll(sandbox, network, applicant));
  await alter(node);
  await node.configure([a.asPeer([a.endpoint(4)])]);
  return node;
}

/** The node calls a, which counts it under that code and has no session with it; the one with b loses nothing. */
async function isRefused(
  t: Test,
  { a, b }: Scene,
  node: LabNode,
  count: () => Promise<number>,
  wrapper: readonly string[] = [],
): Promise<void> {
  const before = await count();
  await losesNothing(t, b, a, async () => {
    await node.start(wrapper);
    await eventually('the refusal to be counted', LIMIT_MILLIS, async () =>
      (await count()) > before ? true : undefined,
    );
  });
  t.match(await a.peerStatus('c'), { state: 'waiting' });
  t.match(await node.peerStatus('a'), { state: 'connecting' });
  const { received } = await ping(node.site.namespace, '10.77.0.1', { count: 2, intervalMillis: 200 });
  t.equal(received, 0);
  t.same(await node.stop(), { code: 0, signal: null });
}

labTest('who is not who he should be gets no session', async (t, sandbox) => {
  const stage = await scene(sandbox);
  const { a, network } = stage;

  t.comment('of another network, secret and all');
  const other = await foundNetwork(sandbox, 'other', POOLS);
  const stranger = await impostor(stage, other, { files: 'stranger' });
  await isRefused(t, stage, stranger, () => dropped(a, 'mac1_invalid'));

  t.comment('of another network, with the secret of this one');
  const grafted = await graftSecret(sandbox, network, other);
  const spy = await impostor(stage, grafted, { files: 'spy' });
  await isRefused(t, stage, spy, () => handshakes(a, 'handshake-decrypt'));

  t.comment('of another authority');
  const { usurped, seed } = await usurpAuthority(sandbox, network);
  const usurper = await impostor(stage, usurped, { files: 'usurper' }, (node) =>
    resign(node.membership, seed, same),
  );
  await isRefused(t, stage, usurper, () => handshakes(a, 'certificate-unknown-authority'));

  t.comment('with another key');
  const namesake = await impostor(stage, network, { files: 'namesake' });
  await isRefused(t, stage, namesake, () => handshakes(a, 'peer-wrong-key'));

  t.comment('whom a does not know');
  const unknown = await impostor(stage, network, {
    files: 'unknown',
    name: 'unknown',
    addresses: ['10.77.0.9'],
  });
  await isRefused(t, stage, unknown, () => handshakes(a, 'peer-unknown'));

  await reachEachOther(t, a, stage.b);
});

labTest('the right key with a certificate that does not do gets no session', async (t, sandbox) => {
  const stage = await scene(sandbox);
  const { a, b, c, network } = stage;
  const seed = await authoritySeed(network);
  const { membership } = c;
  await c.configure([a.asPeer([a.endpoint(4)])]);

  t.comment('without its address');
  await resign(membership, seed, (facts) => ({
    ...facts,
    addresses: facts.addresses.slice(1),
    serial: facts.serial + 1n,
  }));
  await isRefused(t, stage, c, () => handshakes(a, 'peer-wrong-address'));

  t.comment('expired, but not by its own clock, which is behind');
  await resign(membership, seed, (facts) => ({
    ...facts,
    addresses: membership.addresses as typeof facts.addresses,
    notAfter: Math.floor(Date.now() / 1000) - 1,
  }));
  const behind = preloaded('shift-clock', { CLOCK_SHIFT_DAYS: -0.01 });
  await isRefused(t, stage, c, () => handshakes(a, 'certificate-expired'), behind);

  t.comment('valid again, with a day more');
  await resign(membership, seed, (facts) => ({
    ...facts,
    notAfter: facts.notAfter + DAY_SECONDS,
    serial: facts.serial + 2n,
  }));
  await c.start();
  await Promise.all([c.up('a'), a.up('c')]);
  await reachEachOther(t, a, c);

  t.comment("and sending from somebody else's address");
  await c.site.namespace.ip('address', 'add', '10.77.0.2/32', 'dev', TUN);
  const spoofed = await dropped(a, 'source_not_allowed');
  await losesNothing(t, b, a, async () => {
    await c.site.namespace.attempt([
      'ping',
      '-c',
      '5',
      '-i',
      '0.1',
      '-W',
      '1',
      '-I',
      '10.77.0.2',
      '10.77.0.1',
    ]);
  });
  t.equal(await dropped(a, 'source_not_allowed'), spoofed + 5);
});

function same<T>(facts: T): T {
  return facts;
}
