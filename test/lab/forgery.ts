import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { formatDocument, parseDocument } from '../../daemon/config/documents.js';
import { createSodium } from '../../daemon/io/sodium.js';
import type { Membership, Network } from '../../daemon/lab/membership.js';
import type { Sandbox } from '../../daemon/lab/sandbox.js';
import { POOLS } from '../../daemon/lab/servers.js';
import {
  type CertificateFacts,
  decodeCertificate,
  type IssuerConstraints,
  signCertificate,
} from '../../protocol/certificate.js';

const DAY_SECONDS = 86_400;

const crypto = createSodium();

/** A second authority for the network, which only who believes the trust file returned here accepts. */
export async function usurpAuthority(
  sandbox: Sandbox,
  network: Network,
): Promise<{ usurped: Network; seed: Uint8Array }> {
  const seed = randomBytes(32);
  const trust = parseDocument('trust', network.trust, await readFile(network.trust, 'utf8'));
  const { publicKey } = crypto.importSigningKeypair(seed);
  const file = sandbox.path('usurped.trust');
  await writeFile(
    file,
    formatDocument('trust', { ...trust, authorities: [...trust.authorities, publicKey] }, []),
  );
  return { usurped: { ...network, trust: file }, seed };
}

/** Replaces the certificate of a node by one with other facts, signed by another key. */
export async function resign(
  membership: Membership,
  seed: Uint8Array,
  change: (facts: CertificateFacts) => CertificateFacts,
): Promise<void> {
  const { certificate } = membership;
  const { chain } = parseDocument('certificate', certificate, await readFile(certificate, 'utf8'));
  const facts = decodeCertificate(chain[0] ?? new Uint8Array(0));
  if (!facts.ok) throw new Error(facts.code);
  const signed = signCertificate(crypto, change(facts.value), crypto.importSigningKeypair(seed));
  if (!signed.ok) throw new Error(signed.code);
  await writeFile(certificate, formatDocument('certificate', { chain: [signed.value] }, []));
}

/** Replaces the certificate of a node by one of an issuer whose constraints those are. */
export async function issue(
  membership: Membership,
  seed: Uint8Array,
  constraints: Partial<IssuerConstraints>,
): Promise<void> {
  const { certificate } = membership;
  const { chain } = parseDocument('certificate', certificate, await readFile(certificate, 'utf8'));
  const facts = decodeCertificate(chain[0] ?? new Uint8Array(0));
  if (!facts.ok) throw new Error(facts.code);
  const key = crypto.importSigningKeypair(randomBytes(32));
  const none = { noiseKey: new Uint8Array(0), addresses: [], routes: [], groups: [] };
  const issuer: CertificateFacts = {
    ...{ ...facts.value, ...none, name: 'issuer', role: 'issuer', recordKey: key.publicKey },
    constraints: {
      ...{ pools: POOLS as IssuerConstraints['pools'], allowedGroups: [], namePattern: '*' },
      ...{ longestLifetimeSeconds: 400 * DAY_SECONDS, ...constraints },
    },
  };
  const both = [
    signCertificate(crypto, facts.value, key),
    signCertificate(crypto, issuer, crypto.importSigningKeypair(seed)),
  ];
  const signed = both.map((one) => {
    if (!one.ok) throw new Error(one.code);
    return one.value;
  });
  await writeFile(certificate, formatDocument('certificate', { chain: signed }, []));
}

/** The authority's seed, to sign what the command line refuses to. */
export async function authoritySeed(network: Network): Promise<Uint8Array> {
  return parseDocument('authority-key', network.authority, await readFile(network.authority, 'utf8')).seed;
}

/** The secret of one network under the id of another. */
export async function graftSecret(sandbox: Sandbox, from: Network, to: Network): Promise<Network> {
  const { secret } = parseDocument('secret', from.secret, await readFile(from.secret, 'utf8'));
  const { network } = parseDocument('secret', to.secret, await readFile(to.secret, 'utf8'));
  const file = sandbox.path('grafted.secret');
  await writeFile(file, formatDocument('secret', { network, secret }, []), { mode: 0o600 });
  return { ...to, secret: file };
}
