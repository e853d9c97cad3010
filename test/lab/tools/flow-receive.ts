// Receives numbered datagrams: `flow-receive ADDRESS COUNT`. Prints `port N`, then after COUNT datagrams or 3 s of
// silence a line of JSON: how many came, came twice, came after a later one, or came with another content.
import { createSocket } from 'node:dgram';
import { argv, stdout } from 'node:process';

const [, , address = '', count = ''] = argv;
const seen = new Set<number>();
const found = { received: 0, duplicated: 0, reordered: 0, corrupted: 0 };
let highest = -1;
let silence: NodeJS.Timeout | undefined;

const socket = createSocket({ type: address.includes(':') ? 'udp6' : 'udp4', recvBufferSize: 8 << 20 });
socket.on('message', (datagram) => {
  const number = datagram.readUInt32BE(0);
  found.received += 1;
  if (datagram.subarray(4).some((byte) => byte !== (number & 0xff))) found.corrupted += 1;
  if (seen.has(number)) found.duplicated += 1;
  else if (number < highest) found.reordered += 1;
  seen.add(number);
  highest = Math.max(highest, number);
  clearTimeout(silence);
  silence = setTimeout(finish, seen.size >= Number(count) ? 300 : 3000);
});
socket.bind(0, address, () => stdout.write(`port ${socket.address().port}\n`));

function finish(): void {
  stdout.write(`${JSON.stringify(found)}\n`);
  socket.close();
}
