// Opens connections and keeps them: `hold COUNT PATH|PORT ...`, COUNT to each. Prints `held N` when all have been tried,
// N being those that are open.
import { connect } from 'node:net';
import { argv, stdout } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';

const [, , count = '', ...targets] = argv;
let open = 0;
for (const target of targets) {
  for (let n = 0; n < Number(count); n += 1) {
    const socket = /^\d+$/.test(target) ? connect(Number(target), '127.0.0.1') : connect(target);
    socket.on('connect', () => {
      open += 1;
    });
    socket.on('close', (failed) => {
      if (!failed) open -= 1;
    });
    socket.on('error', () => undefined);
    await sleep(2);
  }
}
await sleep(500);
stdout.write(`held ${open}\n`);
setInterval(() => undefined, 1 << 30);
