import { execFileSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import t from 'tap';
import { parseUdpSockets, socketFacts } from '../../../daemon/io/socket-facts.js';

const HEAD =
  '   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops\n';

t.test('addresses, queue and drops are read from the kernel’s tables', async (t) => {
  const four =
    '  123: 0100007F:1BA5 00000000:0000 07 00000000:00000900 00:00000000 00000000     0        0 4711 2 0000000000000000 17\n';
  t.same(parseUdpSockets(HEAD + four), [{ local: '127.0.0.1:7077', drops: 17, queuedBytes: 2304 }]);
  const six =
    '  9: B80D0120000000000000000001000000:1BA5 00000000000000000000000000000000:0000 07 00000000:00000000 00:00000000 00000000 0 0 1 2 0000000000000000 0\n';
  t.same(parseUdpSockets(HEAD + six), [{ local: '[2001:db8::1]:7077', drops: 0, queuedBytes: 0 }]);
});

t.test('a connected socket, and what is no line of such a table, is none of ours', async (t) => {
  const connected =
    '  1: 0100007F:1BA5 0200007F:0035 01 00000000:00000000 00:00000000 00000000 0 0 1 2 0000000000000000 0\n';
  t.same(parseUdpSockets(`${HEAD}${connected}\nnonsense\n 1: 0100:1 0:0 07\n`), []);
});

t.test('what a socket of this process queues and drops is told, and nothing of others', async (t) => {
  const socket = createSocket({ type: 'udp4', recvBufferSize: 4096 });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  t.teardown(() => socket.close());
  const { address, port } = socket.address() as AddressInfo;
  t.match(socketFacts([{ address, port }]), [{ local: `127.0.0.1:${port}`, drops: 0 }]);
  t.same(socketFacts([{ address: '127.0.0.2', port }]), []);
  // Nothing is read meanwhile: the loop stands until the child has sent.
  const script = `const s = require('dgram').createSocket('udp4'); let left = 50;
    for (let i = 0; i < 50; i++) s.send(Buffer.alloc(1000), ${port}, '${address}', () => --left || s.close());`;
  execFileSync(process.execPath, ['-e', script], { timeout: 20_000 });
  const [facts] = socketFacts([{ address, port }]);
  t.ok((facts?.drops ?? 0) > 0 && (facts?.queuedBytes ?? 0) > 1000, 'dropped, queued', { facts });
});
