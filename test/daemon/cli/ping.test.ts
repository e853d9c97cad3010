import t from 'tap';
import { type Answer, fakeDaemon } from '../support/fake-daemon.js';
import { festoon } from '../support/network.js';

const FAST = ['-i', '1ms', '-W', '100ms'];

function answered(rttMs: number): Answer {
  return { festoon: 'ping/1', ok: true, peer: 'b', endpoint: '203.0.113.5:7077', rttMs };
}

function failed(code: string): Answer {
  return { festoon: 'ping/1', ok: false, code, message: `about ${code}` };
}

t.test('echoes are printed and summed up', async (t) => {
  const times = [1.5, 0.5, 130];
  const { path, asked } = await fakeDaemon(t, {
    'POST /v1/ping': (_, nth) => (nth === 4 ? failed('ping-no-answer') : answered(times[nth - 1] ?? 0)),
  });
  t.same(await festoon(['ping', '10.77.0.2', ...FAST, '--control', path]), {
    code: 0,
    out:
      '1: b at 203.0.113.5:7077 answered in 1.50 ms\n' +
      '2: b at 203.0.113.5:7077 answered in 0.50 ms\n' +
      '3: b at 203.0.113.5:7077 answered in 130 ms\n' +
      '4: ping-no-answer: about ping-no-answer\n' +
      '10.77.0.2: 4 sent, 3 answered, 25 % lost; min/avg/max 0.50/44.00/130 ms\n',
    err: '',
  });
  t.same(asked[0]?.body, { peer: '10.77.0.2', timeoutMs: 100 });
});

t.test('when nothing is answered the exit code is 1', async (t) => {
  const { path } = await fakeDaemon(t, { 'POST /v1/ping': () => failed('ping-no-session') });
  const { code, out } = await festoon(['ping', 'b', '-c', '2', ...FAST, '--control', path]);
  t.equal(code, 1);
  t.match(out, /\nb: 2 sent, 0 answered, 100 % lost\n$/);
});

t.test('JSON has every echo', async (t) => {
  const { path } = await fakeDaemon(t, {
    'POST /v1/ping': (_, nth) => (nth === 1 ? answered(2) : failed('ping-no-answer')),
  });
  const { code, out } = await festoon(['ping', 'b', '-c', '2', '--json', ...FAST, '--control', path]);
  t.equal(code, 0);
  t.same(JSON.parse(out), {
    festoon: 'ping-summary/1',
    peer: 'b',
    sent: 2,
    answered: 1,
    rttMs: { min: 2, avg: 2, max: 2 },
    echoes: [answered(2), failed('ping-no-answer')],
  });
});

t.test('an unknown peer is a failure at once', async (t) => {
  const { path, asked } = await fakeDaemon(t, { 'POST /v1/ping': () => failed('ping-unknown-peer') });
  t.match(await festoon(['ping', 'z', ...FAST, '--control', path]), {
    code: 1,
    out: '',
    err: /^festoon: ping-unknown-peer: z: /,
  });
  t.equal(asked.length, 1);
});

t.test('an interrupt ends the series with its summary', async (t) => {
  const { path } = await fakeDaemon(t, {
    'POST /v1/ping': () => {
      setImmediate(() => process.emit('SIGINT', 'SIGINT'));
      return answered(1);
    },
  });
  const before = process.listenerCount('SIGINT');
  const { code, out } = await festoon(['ping', 'b', '-c', '100', '-i', '1m', '--control', path]);
  t.equal(code, 0);
  t.match(out, /^b: 1 sent, 1 answered, 0 % lost; /m);
  t.equal(process.listenerCount('SIGINT'), before);
});

t.test('no daemon is exit code 3', async (t) => {
  const { path } = await fakeDaemon(t, {});
  t.match(await festoon(['ping', 'b', '--control', `${path}.none`]), { code: 3, out: '' });
});

t.test('an echo is not waited for longer than the daemon does', async (t) => {
  const { path, asked } = await fakeDaemon(t, { 'POST /v1/ping': () => answered(1) });
  t.match(await festoon(['ping', 'b', '-W', '61', '--control', path]), {
    code: 2,
    err: /argument '61' is invalid. An echo is waited for 60 s at most; /,
  });
  t.same(asked, []);
  t.equal((await festoon(['ping', 'b', '-c', '1', '-W', '1m', '--control', path])).code, 0);
});
