import t from 'tap';
import { Attendance } from '../../../daemon/control/attendance.js';
import { TestCaller } from './support/manager.js';

t.test('a manager is here with its session, a node when it says so; both go with the session', async (t) => {
  const attendance = new Attendance();
  const [a, m2] = [new TestCaller('a'), new TestCaller('m2', true)];
  for (const peer of [a, m2]) attendance.up(peer);
  t.equal(attendance.manager('m2'), m2);
  t.equal(attendance.manager('a'), undefined);
  t.equal(attendance.attached('a'), undefined);
  for (const peer of [a, m2]) attendance.attach(peer);
  t.equal(attendance.attached('a'), a);
  t.same(attendance.names(), ['a', 'm2']);
  t.equal(attendance.size, 2);
  attendance.detach('m2');
  t.equal(attendance.attached('m2'), undefined);
  t.equal(attendance.manager('m2'), m2);
  for (const peer of [a, m2]) attendance.down(peer);
  t.equal(attendance.size, 0);
  t.equal(attendance.manager('m2'), undefined);
});
