import { createPrivateKey, sign as signEd25519 } from 'node:crypto';
import { addressBytes, type Endpoint, splitEndpoint } from '../../../protocol/address.js';
import { ascii, concat, u16 } from '../../../protocol/bytes.js';
import type { RecordFacts } from '../../../protocol/record.js';
import { blake2b } from '../reference/keys.js';
import { message } from '../reference/protobuf.js';
import { hex } from '../support/hex.js';
import { NOT_BEFORE, nodeFacts, recordFacts, seed, sign, WALL } from '../support/network.js';

/** Records by the node `alpha`, and what is refused of them beside its certificate (spec §14). */
export function recordVectors(): object {
  const fullest: Partial<RecordFacts> = {
    serial: 1n,
    incarnation: 2n ** 64n - 1n,
    seq: 2n ** 63n,
    attachments: [255, 0, 7].map((priority) => ({ manager: `m${priority}.west`, priority })),
    endpoints: Array.from({ length: 8 }, (_, i) => `[2001:db8::${i + 1}]:${65535 - i}` as Endpoint),
    capabilities: 2 ** 32 - 1,
    goodbye: true,
  };
  const least: Partial<RecordFacts> = { incarnation: 0n, seq: 0n, attachments: [], endpoints: [], ttl: 1 };
  const refused = (code: string, changes: Partial<RecordFacts>, key = 'alpha'): object => {
    return { code, bytes: hex(recordBytes(recordFacts('alpha', changes), key)) };
  };
  return {
    certificate: hex(sign(nodeFacts('alpha'))),
    now: WALL,
    records: [{}, fullest, least].map((changes) => vector(recordFacts('alpha', changes))),
    refused: [
      refused('record-malformed', { ttl: 0 }),
      refused('record-malformed', { attachments: ['m', 'm'].map((manager) => ({ manager, priority: 0 })) }),
      refused('record-foreign-network', { networkId: seed('other').slice(0, 16) }),
      refused('record-wrong-node', { node: 'beta' }),
      refused('record-wrong-serial', { serial: 2n }),
      refused('record-signature', {}, 'beta'),
      refused('record-expired', { issuedAt: NOT_BEFORE, ttl: 60 }),
      refused('record-not-yet-valid', { issuedAt: WALL + 86_401 }),
    ],
  };
}

function vector(facts: RecordFacts): object {
  const bytes = recordBytes(facts, 'alpha');
  const body = bodyBytes(facts);
  const text = (value: unknown): unknown => {
    if (value instanceof Uint8Array) return hex(value);
    return typeof value === 'bigint' ? value.toString() : value;
  };
  return {
    ...Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, text(value)])),
    hash: hex(blake2b(32, [body, signature(body, 'alpha')])),
    bytes: hex(bytes),
  };
}

function recordBytes(facts: RecordFacts, key: string): Uint8Array {
  const body = bodyBytes(facts);
  return message(body, signature(body, key));
}

function bodyBytes(facts: RecordFacts): Uint8Array {
  return message(
    facts.networkId,
    facts.node,
    facts.serial,
    facts.incarnation,
    facts.seq,
    facts.attachments.map(({ manager, priority }) => message(manager, priority)),
    facts.endpoints.map(endpoint),
    facts.capabilities,
    facts.goodbye,
    facts.issuedAt,
    facts.ttl,
  );
}

function endpoint(text: Endpoint): Uint8Array {
  const { address, port } = splitEndpoint(text);
  return concat(addressBytes(address), u16(port));
}

/** By Node's own Ed25519, which signs the same bytes the same way. */
function signature(body: Uint8Array, name: string): Uint8Array {
  const der = concat(
    Uint8Array.from(Buffer.from('302e020100300506032b657004220420', 'hex')),
    seed(`${name} record`),
  );
  const key = createPrivateKey({ key: Buffer.from(der), format: 'der', type: 'pkcs8' });
  return new Uint8Array(signEd25519(null, concat(ascii('festoon/1 record'), body), key));
}
