import t from 'tap';
import type { ControlEvent } from '../../../daemon/control/event.js';
import { createLeaving, type Leaving } from '../../../daemon/io/leaving.js';

t.test('a stop goes on when control has taken its leave', async (t) => {
  const posted: ControlEvent[] = [];
  const leaving = createLeaving((event) => posted.push(event));
  leaving.left();
  let gone = false;
  const left = leaving.leave().then(() => {
    gone = true;
  });
  t.same(posted, [{ type: 'leave' }]);
  await new Promise(setImmediate);
  t.notOk(gone);
  leaving.left();
  await left;
});

t.test('a leave that is answered at once is over at once', async () => {
  const leaving: Leaving = createLeaving(() => leaving.left());
  await leaving.leave();
});

t.test('a stop does not wait for ever', async (t) => {
  const since = performance.now();
  await createLeaving(() => undefined).leave();
  t.ok(performance.now() - since >= 990);
});
