// Sends numbered datagrams: `flow-send ADDRESS PORT,... ACCOUNT PER-SECOND BYTES SECONDS COUNT`, one flow a port, each
// datagram filled with its number's low byte. Ends after SECONDS, after COUNT (0: never) or by SIGTERM and writes what
// it sent into the file ACCOUNT, where the receiver waits for it.
import { createSocket } from 'node:dgram';
import { renameSync, writeFileSync } from 'node:fs';
import { argv, stdout } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';

const [, , address = '', portList = '', account = '', ...rest] = argv;
const [perSecond = 0, bytes = 4, seconds = 0, count = 0] = rest.map(Number);
const ports = portList.split(',').map(Number);
/** What fell behind is made up by at most this much at once; the rest of it is never sent. */
const LATE_MILLIS = 10;
const family = address.includes(':') ? 6 : 4;
const numbers = new Uint32Array(ports.length);
let [sent, refused, pending] = [0, 0, 0];

const socket = createSocket({
  type: `udp${family}`,
  sendBufferSize: 4 << 20,
  lookup: (host, _, done) => done(null, host, family), // there are addresses only
});
let ended = false;
process.once('SIGTERM', () => {
  ended = true;
});
await new Promise<void>((bound) => socket.bind(0, bound));
const started = performance.now();
let due = 1;
for (let turned = started; !ended; ) {
  for (; due >= 1 && !ended; due -= 1) {
    send();
    ended = count > 0 && sent + refused + pending >= count;
  }
  await sleep(1);
  const now = performance.now();
  due = Math.min(due + ((now - turned) * perSecond) / 1000, Math.max(1, (LATE_MILLIS * perSecond) / 1000));
  turned = now;
  if (now - started >= seconds * 1000) ended = true;
}
const elapsed = (performance.now() - started) / 1000;
for (let waits = 0; pending > 0 && waits < 1000; waits += 1) await sleep(5);
socket.close();
writeFileSync(
  `${account}.new`,
  JSON.stringify({ sent, refused, packetsPerSecond: Math.round(sent / elapsed) }),
);
renameSync(`${account}.new`, account);

function send(): void {
  const flow = (sent + refused + pending) % ports.length;
  const number = numbers[flow] ?? 0;
  numbers[flow] = number + 1;
  const datagram = Buffer.alloc(bytes, number & 0xff);
  datagram.writeUInt32BE(number, 0);
  pending += 1;
  socket.send(datagram, ports[flow], address, (error) => {
    pending -= 1;
    if (error !== null) refused += 1;
    else sent += 1;
    if (sent === 1 && error === null) stdout.write('sending\n');
  });
}
