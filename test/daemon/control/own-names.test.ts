import t from 'tap';
import type { Address } from '../../../protocol/address.js';
import { Member } from './support/member.js';
import { only } from './support/node.js';

const MANAGERS = ['m', 'n'];

t.test('where managers see this node elsewhere than its names lead, those are asked anew', async (t) => {
  const member = new Member(MANAGERS);
  for (const name of MANAGERS) member.up(name);
  const advertise = [{ host: 'a.example', port: 7 }];
  member.take(member.a.reconfigure(Member.facts(MANAGERS), { advertise }));
  const resolve = (address: string): void =>
    member.take(member.a.send({ type: 'resolved', host: 'a.example', addresses: [address as Address] }));
  resolve('198.51.100.1');
  member.attached('m');
  member.done();
  member.pass(6_000);
  member.attached('n');
  t.same(only(member.done(), 'resolve'), [], 'where it is seen they lead');
  resolve('198.51.100.8');
  member.attached('m');
  t.match(only(member.done(), 'resolve'), [{ host: 'a.example' }]);
  resolve('198.51.100.9');
  t.match(member.recordAt('m'), { endpoints: ['198.51.100.9:7'] });
  member.attached('m');
  t.same(only(member.done(), 'resolve'), [], 'but not too often');
});
