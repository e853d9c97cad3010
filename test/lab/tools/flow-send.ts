// Sends numbered datagrams: `flow-send ADDRESS PORT COUNT PER-MILLISECOND BYTES`, each filled with its number's low byte.
import { createSocket } from 'node:dgram';
import { argv } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';

const [, , address = '', ...rest] = argv;
const [port = 0, count = 0, perMillisecond = 1, bytes = 4] = rest.map(Number);
const socket = createSocket({ type: address.includes(':') ? 'udp6' : 'udp4', sendBufferSize: 8 << 20 });
const started = performance.now();
for (let number = 0; number < count; number += 1) {
  const datagram = Buffer.alloc(bytes, number & 0xff);
  datagram.writeUInt32BE(number, 0);
  await new Promise<void>((resolve, reject) => {
    socket.send(datagram, port, address, (error) => (error === null ? resolve() : reject(error)));
  });
  while ((performance.now() - started) * perMillisecond < number) await sleep(1);
}
socket.close();
