// Sends one file: `copy-send ADDRESS PORT FILE`, and ends when the receiver has closed.
import { createReadStream } from 'node:fs';
import { connect } from 'node:net';
import { argv } from 'node:process';
import { pipeline } from 'node:stream/promises';

const [, , address = '', port = '', file = ''] = argv;
const socket = connect({ host: address, port: Number(port) });
socket.resume();
await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), socket);
