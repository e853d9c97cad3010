import t from 'tap';
import { type Undo, undoAll } from '../../../daemon/io/undo.js';

t.test('everything is taken down in reverse order, each after the one before', async (t) => {
  const done: string[] = [];
  const undo: Undo[] = [
    () => done.push('first'),
    async () => {
      await new Promise((resolve) => setImmediate(resolve));
      done.push('second');
    },
    () => done.push('third'),
  ];
  await undoAll(undo);
  t.same(done, ['third', 'second', 'first']);
  await undoAll(undo);
  t.equal(done.length, 3, 'nothing is taken down twice');
});

t.test('what fails keeps nothing else from being taken down, and the first failure is told', async (t) => {
  const done: string[] = [];
  const undo: Undo[] = [
    () => done.push('lock'),
    () => {
      throw new Error('interface');
    },
    () => done.push('sockets'),
    () => Promise.reject(new Error('server')),
  ];
  await t.rejects(undoAll(undo), { message: 'server' });
  t.same(done, ['sockets', 'lock']);
});
