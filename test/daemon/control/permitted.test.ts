import t from 'tap';
import { permitted } from '../../../daemon/control/permitted.js';
import type { Address, Prefix } from '../../../protocol/address.js';
import { arriving, connect, one, only, peerFacts, TestNode } from './support/node.js';

const routes = (...texts: string[]): Prefix[] => texts as Prefix[];

t.test('what is configured and certified is permitted, the narrower of both', async (t) => {
  const addresses = ['10.77.0.1', 'fd77::1'] as Address[];
  const configured = routes('192.168.0.0/16', '172.16.4.0/24', '10.9.0.0/16');
  const certified = routes('192.168.3.0/24', '172.16.0.0/12', '192.168.3.0/24', 'fd00::/8');
  t.same(permitted(addresses, configured, certified), [
    '10.77.0.1/32',
    'fd77::1/128',
    '192.168.3.0/24',
    '172.16.4.0/24',
  ]);
});

t.test(
  'configured routes wait for a session, and are narrowed to what the certificate permits',
  async (t) => {
    const facts = peerFacts('b', { routes: routes('192.168.0.0/16', '172.16.4.0/24') });
    const a = new TestNode('a', [facts]);
    const b = new TestNode('b', [peerFacts('a')], { facts: { routes: routes('192.168.3.0/24') } });
    const started = a.send({ type: 'start' });
    t.match(only(started, 'set-peer'), [{ peer: 1, publicKey: facts.key }]);
    const own = facts.addresses.map((address) => `${address}/${address.includes(':') ? 128 : 32}`);
    t.same(only(started, 'set-peer')[0]?.sources, own, 'nothing may come from them before');
    t.same(
      only(started, 'update-routes')[0]?.add.map(([prefix]) => prefix),
      [...own, ...facts.routes],
    );
    const { opened } = connect(a, b, started);
    t.ok(opened);
    t.same(a.control.snapshot(a.now).peers[0]?.routes, ['192.168.3.0/24']);
  },
);

t.test('the core hears what a certificate permits before it has the session', async (t) => {
  const a = new TestNode('a', [peerFacts('b', { routes: routes('192.168.0.0/16', '10.8.0.0/24') })]);
  const b = new TestNode('b', [peerFacts('a')], { facts: { routes: routes('10.8.0.0/16') } });
  const answer = b.send(arriving(one(a.send({ type: 'start' }), 'send-handshake'), 'a'));
  const done = a.send(arriving(one(answer, 'send-handshake'), 'b'));
  t.same(
    done.map(({ type }) => type),
    ['set-peer', 'update-routes', 'install-session'],
  );
  t.match(only(done, 'update-routes'), [{ add: [], remove: ['192.168.0.0/16'] }]);
  t.equal(only(done, 'set-peer')[0]?.sources.at(-1), '10.8.0.0/24');
});
