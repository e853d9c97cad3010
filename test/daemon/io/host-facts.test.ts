import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import t from 'tap';
import { hostFacts, routes4, routes6, sshConnections } from '../../../daemon/io/host-facts.js';

t.test('IPv4 routes are read as the kernel writes them', async (t) => {
  const lines = `Iface	Destination	Gateway 	Flags	RefCnt	Use	Metric	Mask		MTU	Window	IRTT
eth0	00000000	010200C0	0003	0	0	0	00000000	0	0	0
eth0	000200C0	00000000	0001	0	0	0	00FFFFFF	0	0	0
docker0	000011AC	00000000	0001	0	0	0	0000FFFF	0	0	0
*	00000A0A	00000000	0201	0	0	0	0000FFFF	0	0	0
`.split('\n');
  t.same(routes4(lines), [
    { interface: 'eth0', prefix: '0.0.0.0/0', gateway: '192.0.2.1' },
    { interface: 'eth0', prefix: '192.0.2.0/24', gateway: undefined },
    { interface: 'docker0', prefix: '172.17.0.0/16', gateway: undefined },
  ]);
});

t.test('IPv6 routes are, without local and anycast addresses', async (t) => {
  const none = '0'.repeat(32);
  const line = (to: string, length: string, via: string, flags: string, name: string): string =>
    `${to} ${length} ${none} 00 ${via} 00000100 00000001 00000000 ${flags} ${name}`;
  const lines = [
    line(`fd${'0'.repeat(30)}`, '40', none, '00000001', '    eth0'),
    line(none, '00', `fd${'0'.repeat(29)}1`, '00000003', '    eth0'),
    line(`fd77${'0'.repeat(27)}1`, '80', none, '80200001', '      lo'),
    line(`fd77${'0'.repeat(28)}`, '80', none, '00300001', 'festoon0'),
    line(none, '00', none, '00200200', '      lo'),
    '',
  ];
  t.same(routes6(lines), [
    { interface: 'eth0', prefix: 'fd00::/64', gateway: undefined },
    { interface: 'eth0', prefix: '::/0', gateway: 'fd00::1' },
  ]);
});

t.test('ssh clients are those connected to port 22 or where the session of this shell came in', async (t) => {
  const lines = [
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
    '   0: 010200C0:0016 076433C6:D431 01 00000000:00000000 00:00000000 00000000     0        0 1 1',
    '   1: 010200C0:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1',
    '   2: 010200C0:01BB 086433C6:D431 01 00000000:00000000 00:00000000 00000000     0        0 1 1',
    '   3: 0000000000000000FFFF0000010200C0:0016 0000000000000000FFFF0000096433C6:D431 01 0:0 0:0 0 0 0 1',
    '   4: B80D0120000000000000000001000000:0016 B80D0120000000000000000002000000:D431 01 0:0 0:0 0 0 0 1',
    'nonsense',
  ];
  const found = [
    { local: '192.0.2.1', remote: '198.51.100.7' },
    { local: '192.0.2.1', remote: '198.51.100.9' },
    { local: '2001:db8::1', remote: '2001:db8::2' },
  ];
  t.same(sshConnections(lines, undefined), found);
  t.same(sshConnections(lines, '198.51.100.8 50000 192.0.2.1 443'), [
    ...found.slice(0, 1),
    { local: '192.0.2.1', remote: '198.51.100.8' },
    ...found.slice(1),
    { local: '192.0.2.1', remote: '198.51.100.8' },
  ]);
  t.same(sshConnections([], 'UNKNOWN 65535 UNKNOWN 65535'), []);
});

t.test('this host is read: its loopback, and a connection that is there', async (t) => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const client = connect(port, '127.0.0.1');
  await once(client, 'connect');
  t.teardown(() => {
    client.destroy();
    server.close();
  });
  const before = process.env['SSH_CONNECTION'];
  process.env['SSH_CONNECTION'] = `127.0.0.9 1 127.0.0.1 ${port}`;
  const facts = hostFacts();
  if (before === undefined) delete process.env['SSH_CONNECTION'];
  else process.env['SSH_CONNECTION'] = before;
  t.match(
    facts.ranges.filter((range) => range.interface === 'lo' && range.prefix === '127.0.0.0/8').length,
    1,
  );
  t.match(facts.ssh, [{ local: '127.0.0.1', remote: '127.0.0.1' }, { remote: '127.0.0.9' }]);
});
