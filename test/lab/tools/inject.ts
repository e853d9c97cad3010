// Sends datagrams from a socket of its own: `inject ADDRESS PORT FILE`, FILE being a JSON list of base64 datagrams.
import { createSocket } from 'node:dgram';
import { readFile } from 'node:fs/promises';
import { argv } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';

const [, , address = '', port = '', file = ''] = argv;
const datagrams = (JSON.parse(await readFile(file, 'utf8')) as string[]).map((text) =>
  Buffer.from(text, 'base64'),
);
const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
for (const datagram of datagrams) {
  await new Promise<void>((resolve, reject) => {
    socket.send(datagram, Number(port), address, (error) => (error === null ? resolve() : reject(error)));
  });
  await sleep(1);
}
socket.close();
