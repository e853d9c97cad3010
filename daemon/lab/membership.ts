import { readFile, writeFile } from 'node:fs/promises';
import { parseDocument } from '../config/documents.js';
import { run } from './command.js';
import { madeOnce } from './made-once.js';
import type { Sandbox } from './sandbox.js';
import { festoonArgv } from './tools.js';

/** The files of a network, as `festoon authority init` wrote them. */
export interface Network {
  readonly name: string;
  readonly authority: string;
  readonly trust: string;
  readonly secret: string;
}

/** What makes a host a node of a network: its key and certificate files, and what its peers must know. */
export interface Membership {
  readonly name: string;
  /** Its files are called so, with different endings. */
  readonly files: string;
  readonly key: string;
  readonly certificate: string;
  readonly addresses: readonly string[];
  readonly routes: readonly string[];
  /** X25519, base64: stands in the config of its peers. */
  readonly publicKey: string;
}

export interface Applicant {
  readonly name: string;
  /** How its files are called; default its name. Two hosts may claim the same name. */
  readonly files?: string;
  readonly addresses: readonly string[];
  readonly routes?: readonly string[];
  /** As `festoon authority sign --lifetime` takes it. */
  readonly lifetime?: string;
  /** As `--role` takes it; default a node. */
  readonly role?: 'node' | 'manager';
}

/** Founds a network with the command line that a user would use. */
export async function foundNetwork(
  sandbox: Sandbox,
  name: string,
  pools: readonly string[],
): Promise<Network> {
  const pool = pools.flatMap((prefix) => ['--pool', prefix]);
  const files = ['key', 'trust', 'secret'].map((ending) => `${name}.${ending}`);
  await madeOnce(sandbox, `network ${name} ${pools}`, files, () =>
    run(festoonArgv('authority', 'init', name, ...pool, '--out', sandbox.directory)),
  );
  return {
    name,
    authority: sandbox.path(`${name}.key`),
    trust: sandbox.path(`${name}.trust`),
    secret: sandbox.path(`${name}.secret`),
  };
}

/** Makes a node's key and request, and has the authority sign it. */
export async function enroll(sandbox: Sandbox, network: Network, applicant: Applicant): Promise<Membership> {
  const { name, files = name } = applicant;
  const authority = await readFile(network.authority, 'utf8');
  const wanted = `node ${JSON.stringify(applicant)} ${authority}`;
  await madeOnce(sandbox, wanted, [`${files}.key`, `${files}.req`, `${files}.crt`], async () => {
    const request = await run(festoonArgv('keygen', '--name', name, '--key', sandbox.path(`${files}.key`)));
    await writeFile(sandbox.path(`${files}.req`), request);
    await sign(sandbox, network, applicant);
  });
  return membership(sandbox, applicant);
}

/** Has the authority sign the request that the node made before, which replaces its certificate. */
export async function certify(sandbox: Sandbox, network: Network, applicant: Applicant): Promise<Membership> {
  await sign(sandbox, network, applicant);
  return membership(sandbox, applicant);
}

async function sign(sandbox: Sandbox, network: Network, applicant: Applicant): Promise<void> {
  const { name, files = name, addresses, routes = [], lifetime, role } = applicant;
  const request = sandbox.path(`${files}.req`);
  const wanted = [
    ...addresses.flatMap((address) => ['--address', address]),
    ...routes.flatMap((route) => ['--route', route]),
    ...(lifetime === undefined ? [] : ['--lifetime', lifetime]),
    ...(role === undefined ? [] : ['--role', role]),
  ];
  const signed = await run(
    festoonArgv('authority', 'sign', request, '--authority', network.authority, ...wanted),
  );
  await writeFile(sandbox.path(`${files}.crt`), signed);
}

async function membership(sandbox: Sandbox, applicant: Applicant): Promise<Membership> {
  const { name, files = name, addresses, routes = [] } = applicant;
  const [request, certificate] = [sandbox.path(`${files}.req`), sandbox.path(`${files}.crt`)];
  const { key } = parseDocument('request', request, await readFile(request, 'utf8'));
  const publicKey = Buffer.from(key).toString('base64');
  return { name, files, key: sandbox.path(`${files}.key`), certificate, addresses, routes, publicKey };
}
