import { equalBytes, equalLists } from '../../protocol/bytes.js';
import type { Keypair } from '../../protocol/crypto.js';
import type { Change } from '../config/diff.js';
import type { Identity } from './identity.js';

/**
 * What is in force once `after` was read: `before` itself where nothing differs, and otherwise `after` with the keypairs
 * of `before` where they are the same, because a handshake in flight goes on with them.
 */
export function succeed(before: Identity, after: Identity): Identity {
  if (changedFiles(before, after).length === 0) return before;
  const { noise, record } = after;
  return { ...after, noise: kept(before.noise, noise), record: kept(before.record, record) };
}

/** What differs in the config, and the keys that name other files or the same ones with another content. */
export function changesOf(config: readonly Change[], before: Identity, after: Identity): readonly Change[] {
  const named = new Set(config.map(({ key }) => key));
  const files = changedFiles(before, after).filter((key) => !named.has(key));
  const change = (key: FileKey): Change => {
    return { key, effect: 'live', before: summaryOf(key, before), after: summaryOf(key, after) };
  };
  return [...files.map(change), ...config];
}

function kept(before: Keypair, after: Keypair): Keypair {
  return equalBytes(before.publicKey, after.publicKey) ? before : after;
}

type FileKey = 'identity.key' | 'identity.certificate' | 'trust' | 'secret';

function changedFiles(before: Identity, after: Identity): FileKey[] {
  const differ: Readonly<Record<FileKey, boolean>> = {
    'identity.key':
      !equalBytes(before.noise.publicKey, after.noise.publicKey) ||
      !equalBytes(before.record.publicKey, after.record.publicKey),
    'identity.certificate': !equalLists(before.chain, after.chain),
    trust:
      !equalBytes(before.trust.networkId, after.trust.networkId) ||
      !equalLists(before.trust.authorities, after.trust.authorities) ||
      before.trust.pools.join() !== after.trust.pools.join(),
    secret: !equalLists(before.secrets, after.secrets),
  };
  return (Object.keys(differ) as FileKey[]).filter((key) => differ[key]);
}

/** What may be told of a file's content. */
function summaryOf(key: FileKey, { noise, node, trust, secrets }: Identity): string {
  switch (key) {
    case 'identity.key':
      return `public key ${Buffer.from(noise.publicKey).toString('base64')}`;
    case 'identity.certificate':
      return `serial ${node.certificate.serial}`;
    case 'trust':
      return `${trust.authorities.length} authorities, pools ${trust.pools.join(' ')}`;
    case 'secret':
      return `content of ${secrets.length} files`;
  }
}
