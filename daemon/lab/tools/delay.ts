// A UDP endpoint that leads to another one, late: `delay ADDRESS TARGET-ADDRESS:PORT MILLIS SECONDS`, IPv4. Prints `port N`.
// Each sender gets a socket of its own towards the target, as behind a NAT, and answers come back as late.
import { createSocket, type Socket } from 'node:dgram';
import { argv, stdout } from 'node:process';

const [, , address = '', target = '', millis = '', seconds = ''] = argv;
const [targetAddress = '', targetPort = ''] = target.split(':');
/** Due times are in order, for the delay is always the same. */
const waiting: { readonly due: number; readonly send: () => void }[] = [];
const senders = new Map<string, Socket>();

const front = createSocket('udp4');
front.on('message', (datagram, from) => {
  const name = `${from.address}:${from.port}`;
  const back = senders.get(name) ?? towardsTarget((answer) => front.send(answer, from.port, from.address));
  senders.set(name, back);
  later(() => back.send(datagram, Number(targetPort), targetAddress));
});
front.bind(0, address, () => stdout.write(`port ${front.address().port}\n`));
setTimeout(() => process.exit(0), Number(seconds) * 1000);

function towardsTarget(answer: (datagram: Buffer) => void): Socket {
  const socket = createSocket('udp4');
  socket.on('message', (datagram) => later(() => answer(datagram)));
  socket.bind(0, address);
  return socket;
}

function later(send: () => void): void {
  waiting.push({ due: performance.now() + Number(millis), send });
  if (waiting.length === 1) setTimeout(release, Number(millis));
}

function release(): void {
  const now = performance.now();
  while (waiting[0] !== undefined && waiting[0].due <= now) waiting.shift()?.send();
  if (waiting[0] !== undefined) setTimeout(release, Math.max(0, waiting[0].due - now));
}
