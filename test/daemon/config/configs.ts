import fc from 'fast-check';
import type { Config } from '../../../daemon/config/config.js';
import { parseConfig } from '../../../daemon/config/load.js';

/** A config as its file has it, after YAML. */
export type File = Readonly<Record<string, unknown>>;

/** Configs of every shape that the schema allows, small enough that two of them are often alike. */
export const configs: fc.Arbitrary<File> = fc
  .record(
    {
      identity: fc.record({ key: word('a.key', '/k', 'credential:k'), certificate: word('a.crt', 'b.crt') }),
      trust: word('acme.trust', 'credential:t'),
      secret: fc.oneof(word('s', 'credential:s'), fc.constant(['new', 'old'])),
      state: word('state', '/var/lib/x'),
      control: word('control.sock', '/run/x.sock'),
      listen: fc.oneof(
        fc.constant(7),
        fc.record(
          {
            addresses: words('::', '192.0.2.1').filter((all) => all.length > 0),
            port: fc.integer({ min: 1, max: 3 }),
          },
          partial(),
        ),
      ),
      tun: fc.record({ name: word('festoon0', 't1'), mtu: fc.constantFrom(1280, 1372) }, partial()),
      metrics: fc.oneof(
        word('127.0.0.1:1', '[::1]:1', 'unix:m', 'unix:/m'),
        fc.record(
          { address: word('127.0.0.1:1', 'unix:m'), peer_labels: word('auto', 'on', 'off') },
          { requiredKeys: ['address'] },
        ),
      ),
      log: fc.record({ level: word('error', 'warn', 'info') }, partial()),
      force_routes: words('0.0.0.0/0', 'fd00::/8'),
      role: word('node', 'manager'),
      domain: word('d1', 'd2'),
      advertise: words('192.0.2.9:1', '[2001:db8::9]:2', 'a.example:3'),
      relay: fc.record({ rate: fc.nat(2) }, partial()),
      accept_routes: words('10.90.0.0/16', 'fd90::/32'),
      managers: fc
        .subarray([5, 6, 7])
        .chain((ids) => fc.tuple(...ids.map(manager)))
        .chain((managers) => fc.shuffledSubarray(managers, { minLength: managers.length })),
      peers: fc
        .subarray([1, 2, 3, 4])
        .chain((ids) => fc.tuple(...ids.map(peer)))
        .chain((peers) => fc.shuffledSubarray(peers, { minLength: peers.length })),
    },
    { requiredKeys: ['identity', 'trust', 'secret'] },
  )
  .map(fitting);

export function parsed(file: File): Config {
  return parseConfig('/etc/festoon/festoon.yaml', JSON.stringify(file));
}

/** Without what fits no such role: a rate of one that does not relay, routes with nobody to ask. */
function fitting(file: File): File {
  if (file['role'] === 'manager') return file;
  const { relay: _, accept_routes: routes, ...rest } = file;
  const managers = file['managers'] as readonly unknown[] | undefined;
  return { ...rest, ...(routes !== undefined && managers?.length && { accept_routes: routes }) };
}

function manager(id: number): fc.Arbitrary<File> {
  const key = (seed: number): string => Buffer.alloc(32, seed).toString('base64');
  return fc.record(
    {
      name: fc.constant(`m${id}`),
      key: fc.constantFrom(key(id), key(10 + id)),
      next_key: fc.constant(key(20 + id)),
      addresses: words(`10.77.0.${id}`, `fd77::${id}`).filter((all) => all.length > 0),
      endpoints: words('192.0.2.5:7077', 'm.example:7077').filter((all) => all.length > 0),
      domain: word('d1', 'd2'),
    },
    { requiredKeys: ['name', 'key', 'endpoints'] },
  );
}

function peer(id: number): fc.Arbitrary<File> {
  const key = (seed: number): string => Buffer.alloc(32, seed).toString('base64');
  return fc.record(
    {
      name: fc.constant(`p${id}`),
      key: fc.constantFrom(key(id), key(10 + id)),
      next_key: fc.constant(key(20 + id)),
      addresses: words(`10.77.0.${id}`, `fd77::${id}`).filter((all) => all.length > 0),
      routes: words(`10.8${id}.0.0/16`, `fd8${id}::/32`),
      endpoints: words('192.0.2.1:7077', '[2001:db8::1]:7077', 'b.example:7077'),
    },
    { requiredKeys: ['name', 'key', 'addresses'] },
  );
}

function word(...words: string[]): fc.Arbitrary<string> {
  return fc.constantFrom(...words);
}

function words(...words: string[]): fc.Arbitrary<string[]> {
  return fc.shuffledSubarray(words);
}

function partial(): { requiredKeys: [] } {
  return { requiredKeys: [] };
}
