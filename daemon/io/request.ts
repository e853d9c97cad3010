import { ascii, concat } from '../../protocol/bytes.js';
import type { Crypto } from '../../protocol/crypto.js';
import type { Documents } from '../config/documents.js';

/** The request for a certificate: public keys and name, signed by the record key as proof of its possession. */
export function makeRequest(crypto: Crypto, key: Documents['node-key']): Documents['request'] {
  const noise = crypto.importKeypair(key.key);
  const record = crypto.importSigningKeypair(key.record);
  const facts = { name: key.name, key: noise.publicKey, record: record.publicKey };
  const signature = crypto.sign(record.secretKey, signedBytes(facts));
  crypto.wipe(noise.secretKey);
  crypto.wipe(record.secretKey);
  return { ...facts, signature };
}

export function isGenuine(crypto: Crypto, request: Documents['request']): boolean {
  return crypto.verify(request.record, signedBytes(request), request.signature);
}

function signedBytes({ name, key, record }: Omit<Documents['request'], 'signature'>): Uint8Array {
  return concat(ascii('festoon/1 request'), key, record, ascii(name));
}
