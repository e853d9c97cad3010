import { Command, Option } from 'commander';
import { type Address, contains, overlaps, type Prefix } from '../../protocol/address.js';
import { equalBytes } from '../../protocol/bytes.js';
import { type CertificateFacts, signCertificate } from '../../protocol/certificate.js';
import type { Crypto, Keypair } from '../../protocol/crypto.js';
import { ERRORS } from '../../protocol/errors.js';
import { NODE_ROLES, type NodeRole } from '../config/config.js';
import { type Documents, formatDocument } from '../config/documents.js';
import { Failure } from '../config/failure.js';
import { readDocument } from '../io/files.js';
import { isGenuine } from '../io/request.js';
import { createSodium } from '../io/sodium.js';
import { aboutCertificate } from './certificate-head.js';
import { collectAddresses, collectNames, collectPrefixes, parseLifetime, parseSerial } from './options.js';
import type { Terminal } from './terminal.js';

interface Options {
  readonly authority: string;
  readonly trust?: string;
  readonly address: readonly Address[];
  readonly route: readonly Prefix[];
  readonly group: readonly string[];
  readonly role: NodeRole;
  readonly lifetime: number;
  readonly serial?: bigint;
}

/** Certificates begin a little in the past, for hosts whose clock is behind the signer's. */
const BACKDATED_SECONDS = 3600;
const YEAR_SECONDS = 365 * 86_400;

export function authoritySign(terminal: Terminal): Command {
  return new Command('sign')
    .description(
      "Checks a node's request and prints its certificate. A later certificate replaces an earlier one.",
    )
    .argument('<request>', "the node's request file")
    .requiredOption('--authority <file>', "the network's authority key")
    .requiredOption('--address <address>', 'overlay address of the node; repeat for more', collectAddresses)
    .option('--route <prefix>', 'range the node may route for others; repeat for more', collectPrefixes, [])
    .option('--group <name>', 'group of the node; repeat for more', collectNames, [])
    .addOption(new Option('--role <role>', 'what the host may be').choices(NODE_ROLES).default('node'))
    .option('--lifetime <time>', 'how long it is valid, such as 72h or 365d', parseLifetime, YEAR_SECONDS)
    .option('--trust <file>', "the network's trust file (default: beside the authority key)")
    .option('--serial <number>', 'instead of the time in milliseconds; higher than before', parseSerial)
    .addHelpText(
      'after',
      '\nExample:\n  festoon authority sign a.req --authority acme.key --address 10.77.0.1 > a.crt',
    )
    .action((path: string, options: Options) => {
      const crypto = createSodium();
      const request = readDocument('request', path);
      if (!isGenuine(crypto, request))
        throw new Failure('request-forged', `${path}: its signature does not hold`);
      const { network, signer, pools } = readAuthority(crypto, options);
      refuseOutside(pools, options);
      const facts = certificateFacts(request, network, options, terminal.now());
      const signed = signCertificate(crypto, facts, signer);
      if (!signed.ok) throw new Failure(signed.code, `${path}: ${ERRORS[signed.code].meaning}`);
      terminal.out(formatDocument('certificate', { chain: [signed.value] }, aboutCertificate(facts)));
    });
}

interface Authority {
  readonly network: Uint8Array;
  readonly signer: Keypair;
  readonly pools: readonly Prefix[];
}

function readAuthority(crypto: Crypto, { authority, trust }: Options): Authority {
  const key = readDocument('authority-key', authority);
  const trustPath = trust ?? `${authority.replace(/\.key$/, '')}.trust`;
  const { network, authorities, pools } = readDocument('trust', trustPath);
  const signer = crypto.importSigningKeypair(key.seed);
  if (!equalBytes(key.network, network)) {
    throw new Failure('identity-mismatch', `${trustPath}: belongs to another network than ${authority}`);
  }
  if (!authorities.some((trusted) => equalBytes(trusted, signer.publicKey))) {
    throw new Failure('identity-mismatch', `${trustPath}: does not list the authority of ${authority}`);
  }
  return { network, signer, pools };
}

/** No host would accept an address outside the pools; a route inside them would take other nodes' addresses. */
function refuseOutside(pools: readonly Prefix[], { address, route }: Options): void {
  const stray = address.find((one) => !pools.some((pool) => contains(pool, one)));
  if (stray !== undefined) {
    const remedy = `choose one in ${pools.join(', ')}`;
    throw new Failure('sign-refused', `${stray} is outside the network's pools`, remedy);
  }
  for (const one of route) {
    const pool = pools.find((other) => overlaps(other, one));
    if (pool !== undefined) {
      const remedy = "route only ranges outside the network's pools";
      throw new Failure('sign-refused', `the route ${one} overlaps the pool ${pool}`, remedy);
    }
  }
}

function certificateFacts(
  request: Documents['request'],
  networkId: Uint8Array,
  options: Options,
  nowMillis: number,
): CertificateFacts {
  const now = Math.floor(nowMillis / 1000);
  return {
    networkId,
    serial: options.serial ?? BigInt(nowMillis),
    name: request.name,
    noiseKey: request.key,
    recordKey: request.record,
    addresses: options.address,
    routes: options.route,
    groups: options.group,
    role: options.role,
    notBefore: now - BACKDATED_SECONDS,
    notAfter: now + options.lifetime,
  };
}
