// Prints what an HTTP server answers to GET: `fetch URL`. Exits 1 unless the status is 200.
import { argv, exit, stderr, stdout } from 'node:process';

const answer = await fetch(argv[2] ?? '', { signal: AbortSignal.timeout(10_000) });
if (answer.status !== 200) {
  stderr.write(`status ${answer.status}\n`);
  exit(1);
}
stdout.write(await answer.text());
