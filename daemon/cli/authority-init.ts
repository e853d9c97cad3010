import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import type { Prefix } from '../../protocol/address.js';
import { overlaps } from '../../protocol/address.js';
import { formatDocument } from '../config/documents.js';
import { Failure } from '../config/failure.js';
import { writeTextFile } from '../io/files.js';
import { createSodium } from '../io/sodium.js';
import { collectPrefixes, parseName } from './options.js';
import type { Terminal } from './terminal.js';

interface Options {
  readonly pool: readonly Prefix[];
  readonly out: string;
  readonly force?: boolean;
}

export function authorityInit(terminal: Terminal): Command {
  return new Command('init')
    .description(
      'Founds a network: writes NAME.key (keep offline), NAME.trust and NAME.secret (for every host).',
    )
    .argument('<name>', "the network's name", parseName)
    .requiredOption('--pool <prefix>', 'range of overlay addresses; repeat for more', collectPools)
    .option('--out <directory>', 'where to write the files', '.')
    .option('--force', 'replace existing files: every certificate of the old network becomes worthless')
    .addHelpText('after', '\nExample:\n  festoon authority init acme --pool 10.77.0.0/16 --pool fd77::/48')
    .action((name: string, { pool: pools, out, force = false }: Options) => {
      const path = (extension: string): string => join(out, `${name}.${extension}`);
      const files = [path('key'), path('trust'), path('secret')];
      const present = force ? undefined : files.find((file) => existsSync(file));
      if (present !== undefined) throw new Failure('file-exists', `${present}: exists already`);
      const network = randomBytes(16);
      const seed = randomBytes(32);
      const { publicKey } = createSodium().importSigningKeypair(seed);
      const key = formatDocument('authority-key', { name, network, seed }, [
        `Authority key of the network ${name}: whoever has it can add nodes. Keep it offline.`,
      ]);
      const trust = formatDocument('trust', { name, network, authorities: [publicKey], pools }, [
        `Whom the nodes of the network ${name} trust. Public; every host needs it.`,
      ]);
      const secret = formatDocument('secret', { network, secret: randomBytes(32) }, [
        `Network secret of ${name}: every host needs it, nobody else may have it.`,
      ]);
      writeTextFile(path('key'), key, { mode: 0o600, force });
      writeTextFile(path('trust'), trust, { mode: 0o644, force });
      writeTextFile(path('secret'), secret, { mode: 0o600, force });
      terminal.err(
        `wrote ${path('key')} (private, keep it offline)\n` +
          `wrote ${path('trust')} (public, copy it to every host)\n` +
          `wrote ${path('secret')} (secret, copy it to every host over ssh, mode 0600)\n`,
      );
    });
}

function collectPools(text: string, before: readonly Prefix[] = []): Prefix[] {
  const pools = collectPrefixes(text, before);
  const added = pools.at(-1) as Prefix;
  const other = before.find((pool) => overlaps(pool, added));
  if (other === undefined) return pools;
  throw new InvalidArgumentError(`It overlaps the pool ${other}.`);
}
