import { chmod, copyFile, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { stringify } from 'yaml';
import { run } from '../../daemon/lab/command.js';
import { enroll, foundNetwork, type Network } from '../../daemon/lab/membership.js';
import type { LabNode, ManagerEntry, NodeConfig, PeerEntry } from '../../daemon/lab/node.js';
import type { Sandbox } from '../../daemon/lab/sandbox.js';
import { POOLS } from '../../daemon/lab/servers.js';
import { authoritySeed, issue, resign, usurpAuthority } from './forgery.js';

/** A node that runs with a good config, and whose next one is to be spoilt. */
export interface Victim {
  readonly sandbox: Sandbox;
  readonly network: Network;
  readonly node: LabNode;
  readonly peer: LabNode;
}

/** One way to spoil what a node reads, and what is said then. */
export interface BadInput {
  readonly what: string;
  readonly spoil: (victim: Victim) => Promise<unknown>;
  readonly why: RegExp;
}

const DAY_SECONDS = 86_400;

/** Of the config file itself. */
const OF_CONFIG: readonly BadInput[] = [
  spoilt('config missing', /file-missing: .*a\.yaml/, ({ node }) => rm(node.configFile)),
  spoilt('config empty', /file-unsuitable: .*is empty/, ({ node }) => node.writeConfig('')),
  spoilt('config half written', /config-invalid: .*a\.yaml:\d+:\d+: /s, ({ node }) => {
    const text = stringify(node.config);
    return node.writeConfig(text.slice(0, text.lastIndexOf('key:') + 9));
  }),
  spoilt('config not text', /file-unsuitable|config-invalid/, ({ node }) =>
    writeFile(node.configFile, Buffer.from([0xff, 0xfe, 0, 0x80])),
  ),
  spoilt('config a directory', /file-unsuitable: .*is a directory/, async ({ node }) => {
    await rm(node.configFile);
    await mkdir(node.configFile);
  }),
  spoilt('config a pipe that nobody writes', /file-unsuitable: .*not a regular file/, async ({ node }) => {
    await rm(node.configFile);
    await run(['mkfifo', node.configFile]);
  }),
  spoilt('config endless', /file-unsuitable: /, async ({ node }) => {
    await rm(node.configFile);
    await symlink('/dev/zero', node.configFile);
  }),
  spoilt('config too long', /file-unsuitable: /, ({ node }) =>
    node.writeConfig(`${stringify(node.config)}# ${'x'.repeat(20 << 20)}\n`),
  ),
  spoilt('malformed YAML', /config-invalid: .*a\.yaml:\d+:\d+: /s, ({ node }) =>
    node.writeConfig('peers: [{name: b'),
  ),
  spoilt('a duplicate key', /a\.yaml:\d+:\d+: /, ({ node }) =>
    node.writeConfig(`${stringify(node.config)}metrics: 127.0.0.1:9079\n`),
  ),
  spoilt('an unknown key', /a\.yaml:\d+:\d+: .*listn/, ({ node }) =>
    node.writeConfig(`${stringify(node.config)}listn: 7078\n`),
  ),
  spoilt('a wrong type', /a\.yaml:\d+:\d+: .*tun\.mtu/, ({ node }) =>
    node.change({ tun: { ...node.config.tun, mtu: 'large' as never } }),
  ),
  peers('the key of a peer too short', /peers\.0\.key/, (b) => ({ ...b, key: b.key.slice(8) })),
  peers('the address of a peer outside the pools', /peers\.0\.addresses\.0/, (b) => ({
    ...b,
    addresses: ['10.99.0.2'],
  })),
  peers('a peer of this name', /peers\.0\.name/, (b) => ({ ...b, name: 'a' })),
  peers('a peer with this address', /peers\.0\.addresses/, (b) => ({ ...b, addresses: ['10.77.0.1'] })),
  peers('an endpoint inside the overlay', /endpoint-in-overlay|peers\.0\.endpoints/, (b) => ({
    ...b,
    endpoints: ['10.77.0.9:7077'],
  })),
  peers('a route to everywhere', /route-unsafe|overlaps this node’s own/, (b) => ({
    ...b,
    routes: ['0.0.0.0/0'],
  })),
  peers('a route to the metadata service', /route-unsafe/, (b) => ({ ...b, routes: ['169.254.169.254/32'] })),
  spoilt('two peers of one name', /peers\.1/, ({ node }) =>
    node.change({ peers: [...node.config.peers, ...node.config.peers] }),
  ),
];

/** Of what a config says of managers and of the node's part among them. */
const OF_MANAGERS: readonly BadInput[] = [
  keys(
    'a manager with the certificate of a node',
    /config-invalid: .*a\.yaml:\d+:\d+: role: .*--role manager/s,
    {
      role: 'manager',
    },
  ),
  keys('a rate of a node that does not relay', /a\.yaml:\d+:\d+: relay\.rate: /, { relay: { rate: 9 } }),
  managed('a manager that is a peer too', /peers\.0\.name: .*managers\.0\.name/, (b) => b),
  managed('a manager without an endpoint', /managers\.0\.endpoints: /, (b) => ({ ...b, endpoints: [] }), []),
  managed(
    'a manager inside the overlay',
    /endpoint-in-overlay: .*managers\.0\.endpoints\.0/s,
    (b) => ({ ...b, endpoints: ['10.77.0.9:7077'] }),
    [],
  ),
  managed(
    'a manager of this name',
    /managers\.0\.name: a is this node itself/,
    (b) => ({ ...b, name: 'a' }),
    [],
  ),
  keys('routes with nobody to ask', /accept_routes: .*`managers`/, { accept_routes: ['10.90.0.0/16'] }),
  asking('half of the default route from others', /route-unsafe: .*accept_routes\.0/s, '128.0.0.0/1'),
  asking('the metadata service from others', /route-unsafe: .*accept_routes\.0/s, '169.254.169.254/32'),
  keys('an address that nobody can call', /advertise\.0: 0\.0\.0\.0 /, { advertise: ['0.0.0.0:7077'] }),
  keys('an address of the overlay to be called at', /endpoint-in-overlay: .*advertise\.0/s, {
    advertise: ['10.77.0.1:7077'],
  }),
];

/** Of the files that the config names. */
const OF_FILES: readonly BadInput[] = [
  spoilt('key missing', /file-missing: .*a\.key/, ({ node }) => rm(node.membership.key)),
  spoilt('key readable for all', /file-exposed: .*a\.key: .*0644/, ({ node }) =>
    chmod(node.membership.key, 0o644),
  ),
  spoilt('key of somebody else', /certificate-wrong-key: /, ({ node, peer }) =>
    copyFile(peer.membership.key, node.membership.key),
  ),
  spoilt('a certificate for a key', /file-malformed: .*a\.key/, async ({ node }) => {
    await copyFile(node.membership.certificate, node.membership.key);
    await chmod(node.membership.key, 0o600);
  }),
  spoilt('secret readable for all', /file-exposed: .*lab\.secret: .*0644/, ({ network }) =>
    chmod(network.secret, 0o644),
  ),
  spoilt('secret of another network', /identity-mismatch: /, async ({ sandbox, network }) =>
    copyFile((await foundNetwork(sandbox, 'other', POOLS)).secret, network.secret),
  ),
  spoilt('trust missing', /file-missing: .*lab\.trust/, ({ network }) => rm(network.trust)),
  spoilt('trust half written', /file-malformed: .*lab\.trust/, ({ network }) =>
    writeFile(network.trust, 'festoon: trust/1\nname: la'),
  ),
  spoilt('certificate half written', /file-malformed: .*a\.crt/, ({ node }) =>
    writeFile(node.membership.certificate, 'festoon: certificate/1\nchain:\n'),
  ),
  spoilt('certificate of somebody else', /certificate-wrong-key: /, ({ node, peer }) =>
    copyFile(peer.membership.certificate, node.membership.certificate),
  ),
  spoilt(
    'certificate of another network',
    /certificate-(wrong-network|unknown-authority): /,
    async ({ sandbox, node }) => {
      const network = await foundNetwork(sandbox, 'third', POOLS);
      const { addresses } = node.membership;
      const strange = await enroll(sandbox, network, { name: 'a', files: 'strange', addresses });
      await copyFile(strange.certificate, node.membership.certificate);
    },
  ),
  spoilt('certificate of another authority', /certificate-unknown-authority: /, async (victim) => {
    const { seed } = await usurpAuthority(victim.sandbox, victim.network);
    await resign(victim.node.membership, seed, (facts) => facts);
  }),
  certified('certificate expired', /certificate-expired: /, (now) => ({
    notBefore: now - 2 * DAY_SECONDS,
    notAfter: now - DAY_SECONDS,
  })),
  certified('certificate not yet valid', /certificate-not-yet-valid: /, (now) => ({
    notBefore: now + DAY_SECONDS,
    notAfter: now + 2 * DAY_SECONDS,
  })),
  certified('certificate with an address outside the pools', /certificate-outside-pools: /, () => ({
    addresses: ['10.99.0.1' as never],
  })),
  spoilt(
    'certificate of an issuer who may not sign that name',
    /issuer-outside-name: /,
    async ({ network, node }) =>
      issue(node.membership, await authoritySeed(network), { namePattern: 'web-*' }),
  ),
];

/** Of this host; nothing is wrong with any file. */
const OF_HOST: readonly BadInput[] = [
  spoilt(
    'an overlay range that overlaps a local one',
    /overlay-overlaps-local: .*10\.77\./s,
    async ({ node }) => {
      await node.site.namespace.ip('address', 'add', '10.77.5.1/24', 'dev', node.site.device);
      await node.change({ log: { level: 'warn' } });
    },
  ),
];

export const BAD_INPUTS: readonly BadInput[] = [...OF_CONFIG, ...OF_MANAGERS, ...OF_FILES, ...OF_HOST];

function spoilt(what: string, why: RegExp, spoil: BadInput['spoil']): BadInput {
  return { what, why, spoil };
}

function peers(what: string, why: RegExp, alter: (peer: PeerEntry) => PeerEntry): BadInput {
  return spoilt(what, why, ({ node }) => node.change({ peers: node.config.peers.map(alter) }));
}

function keys(what: string, why: RegExp, change: Partial<NodeConfig>): BadInput {
  return spoilt(what, why, ({ node }) => node.change(change));
}

/** The peer as a manager, altered, beside the peers or `others`. */
function managed(
  what: string,
  why: RegExp,
  alter: (manager: ManagerEntry) => ManagerEntry,
  others?: readonly PeerEntry[],
): BadInput {
  return spoilt(what, why, ({ node, peer }) => {
    const entry = { ...peer.asManager(), endpoints: [peer.endpoint(4)] };
    return node.change({ managers: [alter(entry)], ...(others && { peers: others }) });
  });
}

/** With a manager to ask for `prefix`. */
function asking(what: string, why: RegExp, prefix: string): BadInput {
  return spoilt(what, why, ({ node, peer }) => {
    const entry = { ...peer.asManager(), endpoints: [peer.endpoint(4)] };
    return node.change({ managers: [entry], peers: [], accept_routes: [prefix] });
  });
}

function certified(
  what: string,
  why: RegExp,
  change: (now: number) => Partial<Parameters<Parameters<typeof resign>[2]>[0]>,
): BadInput {
  return spoilt(what, why, async ({ network, node }) => {
    const now = Math.floor(Date.now() / 1000);
    await resign(node.membership, await authoritySeed(network), (facts) => ({ ...facts, ...change(now) }));
  });
}
