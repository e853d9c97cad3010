import { equalBytes, equalLists } from '../../protocol/bytes.js';
import type { Change } from '../config/diff.js';
import type { Identity } from './identity.js';

/** Whether anything of it differs from the one in force. */
export function replaces(before: Identity, after: Identity): boolean {
  return changedFiles(before, after).length > 0;
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
