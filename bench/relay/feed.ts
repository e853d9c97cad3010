import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { FEED_PORT, type OpenFeed, TRAIN } from '../contenders/hub.js';
import { MTU } from '../field.js';
import type { HubField } from '../hub-field.js';
import { builtFile } from '../tools.js';
import { relayKey, relaySetup } from './setup.js';

const RELAY = 0x15;
const PORT = 7177;
const START_MILLIS = 10_000;
/** Around an inner packet: header and tag (spec §6). */
const OVERHEAD_BYTES = 16 + 32;

/** Starts the relaying part of a manager at the hub, and writes what the feeder needs to send through it. */
export async function openRelay({ sandbox, near, hub, far }: HubField, targets: number): Promise<OpenFeed> {
  const ports = Array.from({ length: targets }, (_, at) => FEED_PORT + at);
  const listen = { address: hub.ipv4, port: PORT };
  // The relay never sends to the source here, so that its port does not matter.
  const setup = relaySetup(
    listen,
    `${near.ipv4}:${FEED_PORT}`,
    ports.map((port) => `${far.ipv4}:${port}`),
  );
  const file = sandbox.path('relay.json');
  await writeFile(file, JSON.stringify(setup), { mode: 0o600 });
  const argv = [process.execPath, builtFile('bench/relay/engine.js'), file];
  const engine = await sandbox.start('relay-engine', argv, { namespace: hub.namespace });
  await engine.line(/^ready$/m, START_MILLIS);

  const [source] = setup.members;
  if (source === undefined) throw new Error('a setup without a source');
  const { key, iv } = relayKey(source);
  const head = ['relay', hub.ipv4, PORT, source.index.toString(16), key, iv, TRAIN].join(' ');
  const bodies = setup.relay
    .filter((pair) => pair.source === source.peer)
    .map(({ handle }) => `${handle.toString(16)} ${randomDatagram().toString('hex')}`);
  const plan = sandbox.path('feed-relay');
  await writeFile(plan, [head, ...bodies, ''].join('\n'), { mode: 0o600 });
  const close = async () => void (await engine.stop());
  return { process: engine, plan, type: RELAY, port: FEED_PORT, close };
}

/** As long as a data packet between two nodes; the relay looks at no more than its first bytes. */
function randomDatagram(): Buffer {
  const datagram = randomBytes(MTU + OVERHEAD_BYTES);
  datagram.set([0x14, 0, 0, 0]);
  return datagram;
}
