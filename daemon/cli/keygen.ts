import { randomBytes } from 'node:crypto';
import { Command } from 'commander';
import { formatDocument } from '../config/documents.js';
import { writeTextFile } from '../io/files.js';
import { makeRequest } from '../io/request.js';
import { createSodium } from '../io/sodium.js';
import { parseName } from './options.js';
import type { Terminal } from './terminal.js';

interface Options {
  readonly name: string;
  readonly key?: string;
  readonly force?: boolean;
}

export function keygen(terminal: Terminal): Command {
  return new Command('keygen')
    .description("Makes this host's private key and prints the request that the authority signs.")
    .requiredOption('--name <name>', "this node's name", parseName)
    .option('--key <file>', 'where to write the private key (default: NAME.key)')
    .option('--force', 'replace an existing key')
    .addHelpText('after', '\nExample:\n  festoon keygen --name a --key /etc/festoon/node.key > a.req')
    .action(({ name, key: path = `${name}.key`, force = false }: Options) => {
      const key = { name, key: randomBytes(32), record: randomBytes(32) };
      const request = makeRequest(createSodium(), key);
      const secret = formatDocument('node-key', key, [`Private key of ${name}: it never leaves this host.`]);
      writeTextFile(path, secret, { mode: 0o600, force });
      terminal.err(`wrote ${path} (private, stays on this host)\n`);
      terminal.out(formatDocument('request', request, [`Request of ${name}: have the authority sign it.`]));
    });
}
