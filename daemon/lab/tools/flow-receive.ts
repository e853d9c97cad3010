// Receives numbered datagrams: `flow-receive ADDRESS FLOWS ACCOUNT SECONDS`. Prints `ports N,...`, one for each flow.
// When the sender has left its account and it was silent for 3 s (300 ms if all has come), it prints a line of JSON: that
// account, and how many different ones came, came twice, came after a later one of their flow, or with another content.
import { createSocket, type Socket } from 'node:dgram';
import { existsSync, readFileSync } from 'node:fs';
import { argv, stdout } from 'node:process';

const [, , address = '', flows = '', account = '', seconds = ''] = argv;
const SILENCE_MILLIS = { whole: 300, missing: 3000 };
const NUMBERS_MAX = 1 << 26;
const BYTES_MAX = 65_536;
const fills = Array.from({ length: 256 }, (_, byte) => Buffer.alloc(BYTES_MAX, byte));
const found = { received: 0, duplicated: 0, reordered: 0, corrupted: 0, longestGapMillis: 0 };
let last = 0;

const sockets = await Promise.all(Array.from({ length: Number(flows) }, receive));
stdout.write(`ports ${sockets.map((socket) => socket.address().port).join(',')}\n`);
setInterval(() => setImmediate(finish), 50); // after what has come meanwhile
setTimeout(() => process.exit(1), Number(seconds) * 1000).unref();

function receive(): Promise<Socket> {
  let seen = new Uint8Array(1 << 16);
  let highest = -1;
  const socket = createSocket({ type: address.includes(':') ? 'udp6' : 'udp4', recvBufferSize: 8 << 20 });
  socket.on('message', (datagram) => {
    const now = performance.now();
    if (last > 0) found.longestGapMillis = Math.max(found.longestGapMillis, now - last);
    last = now;
    const number = datagram.readUInt32BE(0);
    const fill = fills[number & 0xff]?.subarray(4, datagram.length);
    if (fill === undefined || number >= NUMBERS_MAX || datagram.compare(fill, 0, undefined, 4) !== 0) {
      found.corrupted += 1;
      return;
    }
    while (number >= seen.length) {
      const more = new Uint8Array(2 * seen.length);
      more.set(seen);
      seen = more;
    }
    if (seen[number] === 1) found.duplicated += 1;
    else found.received += 1;
    if (number < highest && seen[number] === 0) found.reordered += 1;
    seen[number] = 1;
    highest = Math.max(highest, number);
  });
  return new Promise((bound) => socket.bind(0, address, () => bound(socket)));
}

function finish(): void {
  if (!existsSync(account)) return;
  const sender = JSON.parse(readFileSync(account, 'utf8')) as { sent: number };
  const silence = SILENCE_MILLIS[found.received >= sender.sent ? 'whole' : 'missing'];
  if (performance.now() - last < silence) return;
  stdout.write(`${JSON.stringify({ ...sender, ...found, lost: sender.sent - found.received })}\n`);
  process.exit(0);
}
