import { stringify } from 'yaml';
import type * as z from 'zod';
import type { Prefix } from '../../protocol/address.js';
import { ConfigError, type Problem } from './failure.js';
import { base64, decodeBase64, field, list, nodeName, object, prefix } from './fields.js';
import { parseYaml } from './yaml.js';

/**
 * What the text files hold that Festoon writes and reads beside its config: YAML with `festoon: KIND/1`, bytes in
 * base64. Public keys are X25519 (`key`) and Ed25519 (`record`, `authorities`), 32 bytes each.
 */
export interface Documents {
  /** Private, stays on its host: X25519 private key and Ed25519 seed. */
  readonly 'node-key': { readonly name: string; readonly key: Uint8Array; readonly record: Uint8Array };
  /** Public: what a node asks the authority to certify, signed by its record key. */
  readonly request: {
    readonly name: string;
    readonly key: Uint8Array;
    readonly record: Uint8Array;
    readonly signature: Uint8Array;
  };
  /** Public: the node's encoded certificate and, when an issuer signed it, the issuer's. */
  readonly certificate: { readonly chain: readonly Uint8Array[] };
  /** Public: whom the hosts of a network trust. `network` is its id, 16 bytes. */
  readonly trust: {
    readonly name: string;
    readonly network: Uint8Array;
    readonly authorities: readonly Uint8Array[];
    readonly pools: readonly Prefix[];
  };
  /** Private, stays offline: the authority's Ed25519 seed. */
  readonly 'authority-key': {
    readonly name: string;
    readonly network: Uint8Array;
    readonly seed: Uint8Array;
  };
  /** Private, on every host of the network. */
  readonly secret: { readonly network: Uint8Array; readonly secret: Uint8Array };
  /** The number of the last start, in the state directory. */
  readonly 'boot-epoch': { readonly epoch: bigint };
}

export type DocumentKind = keyof Documents;

export const SECRET_KINDS: readonly DocumentKind[] = ['node-key', 'authority-key', 'secret'];

/** The keys of files of these kinds. */
const SECRET_KEYS: readonly string[] = ['festoon', 'name', 'key', 'record', 'network', 'seed', 'secret'];

/** Reads a document of one kind; throws a ConfigError of code `file-malformed` that repeats none of a secret. */
export function parseDocument<K extends DocumentKind>(kind: K, file: string, text: string): Documents[K] {
  const parsed = parseYaml<Documents[K]>(text, SCHEMAS[kind]);
  if (parsed.ok) return parsed.value;
  const problems = SECRET_KINDS.includes(kind) ? parsed.problems.map(nameless) : parsed.problems;
  const wrongKind = problems.filter(({ key }) => key === 'festoon');
  throw new ConfigError('file-malformed', file, wrongKind.length > 0 ? wrongKind : problems);
}

/** In a damaged file a piece of a secret may stand where a key should: only keys that are known are named. */
function nameless(problem: Problem): Problem {
  return SECRET_KEYS.includes(problem.key) ? problem : { ...problem, key: '' };
}

/** The text of a document under comment lines for whoever opens it. */
export function formatDocument<K extends DocumentKind>(
  kind: K,
  fields: Documents[K],
  about: readonly string[],
): string {
  const values = Object.entries(fields).map(([key, value]) => [key, plain(value)]);
  const comments = about.map((line) => `# ${line}`.trimEnd());
  const body = stringify({ festoon: `${kind}/1`, ...Object.fromEntries(values) }, { lineWidth: 0 });
  return [...comments, body].join('\n');
}

const publicKey = base64(32, 'a public key');
const privateKey = base64(32, 'a private key', true);
const network = base64(16, 'a network id', true);
const copy = 'copy the file again, whole';

const SCHEMAS: { readonly [K in DocumentKind]: z.ZodType<Documents[K]> } = {
  'node-key': document('node-key', { name: nodeName(true), key: privateKey, record: privateKey }),
  request: document('request', {
    name: nodeName(),
    key: publicKey,
    record: publicKey,
    signature: base64(64, 'a signature'),
  }),
  certificate: document('certificate', {
    chain: list(
      field({ what: 'a certificate in base64', remedy: copy, parse: (text) => decodeBase64(text) }),
      'certificates',
      copy,
      [1, 2],
    ),
  }),
  trust: document('trust', {
    name: nodeName(),
    network,
    authorities: list(publicKey, 'keys', copy, [1, 16]),
    pools: list(prefix(), 'prefixes', 'write prefixes such as 10.77.0.0/16', [1, 64]),
  }),
  'authority-key': document('authority-key', { name: nodeName(true), network, seed: privateKey }),
  secret: document('secret', { network, secret: base64(32, 'a network secret', true) }),
  'boot-epoch': document('boot-epoch', {
    epoch: field({
      what: 'a boot epoch',
      remedy: 'restore the file or remove it',
      parse: (text) => (/^[1-9][0-9]{0,18}$/.test(text) ? BigInt(text) : undefined),
    }),
  }),
};

function document<S extends z.ZodRawShape>(
  kind: DocumentKind,
  shape: S,
): z.ZodObject<S & { festoon: z.ZodType }, z.core.$strict> {
  const first = field({
    what: `${kind}/1`,
    remedy: `give a file that begins \`festoon: ${kind}/1\``,
    parse: (text) => (text === `${kind}/1` ? text : undefined),
    secret: (text) => SECRET_KINDS.includes(kind) && !isKind(text),
  });
  return object({ festoon: first, ...shape }, `a file of kind ${kind}/1`);
}

function isKind(text: string): boolean {
  return Object.keys(SCHEMAS).some((kind) => text === `${kind}/1`);
}

function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (typeof value === 'bigint') return value.toString();
  return Array.isArray(value) ? value.map(plain) : value;
}
