// Opens a WireGuard session: `open LOCAL-PORT IP PORT PRIVATE PUBLIC RESPONDER`, keys in hexadecimal. Prints {index, key} as JSON:
// what a sender of transport messages needs, counters from 1 on.
import { createSocket } from 'node:dgram';
import { argv, exit, stderr, stdout } from 'node:process';
import { initiate, keepalive } from './handshake.js';

const [, , local = '', address = '', port = '', ...keys] = argv;
const [privateKey, publicKey, responder] = keys.map((hex) => Buffer.from(hex, 'hex'));
if (privateKey === undefined || publicKey === undefined || responder === undefined) exit(2);
const { message, finish } = initiate({ privateKey, publicKey }, responder);
const socket = createSocket('udp4');
socket.on('message', (datagram) => {
  const opened = finish(datagram);
  if (opened === undefined) return;
  socket.send(keepalive(opened, 0n), Number(port), address, () => {
    const { receiverIndex: index, sendKey } = opened;
    stdout.write(`${JSON.stringify({ index, key: sendKey.toString('hex') })}\n`, () => exit(0));
  });
});
socket.bind(Number(local), () => socket.send(message, Number(port), address));
setTimeout(() => {
  stderr.write(`${address}:${port} did not answer the handshake\n`);
  exit(1);
}, 5000);
