// Receives one file: `copy-receive ADDRESS FILE`. Prints `port N` when it listens, then one line of JSON.
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { argv, stdout } from 'node:process';
import { pipeline } from 'node:stream/promises';

const [, , address = '', file = ''] = argv;
const server = createServer({ allowHalfOpen: true });
server.once('connection', async (socket) => {
  server.close();
  await pipeline(socket, createWriteStream(file, { mode: 0o600 }), { end: true });
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(file)) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  stdout.write(`${JSON.stringify({ bytes, sha256: hash.digest('hex') })}\n`);
  socket.destroy();
});
server.listen(0, address, () => stdout.write(`port ${(server.address() as AddressInfo).port}\n`));
