import t from 'tap';
import { createLog, type Log } from '../../../daemon/observe/log.js';

const START = Date.UTC(2026, 0, 1);

function logged(journal = false): { log: Log; lines: string[]; clock: { now: number } } {
  const lines: string[] = [];
  const clock = { now: START };
  const log = createLog({ write: (line) => lines.push(line), now: () => clock.now, journal });
  return { log, lines, clock };
}

t.test('a line is time, level, message and fields', async (t) => {
  const { log, lines } = logged();
  log.info('session up', {
    peer: 'b',
    endpoint: '[fd00::1]:7077',
    bytes: 12n,
    again: false,
    none: undefined,
  });
  log.warn('odd');
  log.error('broken', { code: 'state-corrupt' });
  t.same(lines, [
    '2026-01-01T00:00:00.000Z info session up peer=b endpoint=[fd00::1]:7077 bytes=12 again=false',
    '2026-01-01T00:00:00.000Z warn odd',
    '2026-01-01T00:00:00.000Z error broken code=state-corrupt',
  ]);
});

t.test('for journald a line has a priority instead of a time', async (t) => {
  const { log, lines } = logged(true);
  log.info('a');
  log.warn('b');
  log.error('c');
  t.same(lines, ['<6>info a', '<4>warn b', '<3>error c']);
});

t.test('text from outside cannot forge a line, a field or a terminal command', async (t) => {
  const { log, lines } = logged();
  log.info('m\n<3>error forged', {
    a: 'x\ny',
    b: 'two words',
    c: 'k=v',
    d: 'q"q',
    e: '\u001b[2J',
    f: '\u202e\u2028',
    g: '',
    h: 'ü',
  });
  t.equal(lines.length, 1);
  t.equal(
    lines[0]?.slice(25),
    'info m\\u000a<3>error forged a="x\\ny" b="two words" c="k=v" d="q\\"q" e="\\u001b[2J" f="\\u202e\\u2028" g="" h=ü',
  );
});

t.test('a value is cut at 256 characters', async (t) => {
  const { log, lines } = logged();
  log.info('m', { v: 'x'.repeat(1000) });
  t.match(lines[0], / v=x{256}\.\.\.$/);
});

t.test('what the network can cause is said once a minute for each kind', async (t) => {
  const { log, lines, clock } = logged();
  for (let i = 0; i < 1000; i++) log.network('handshake', 'refused', { i });
  log.network('source', 'changed');
  clock.now += 59_999;
  log.network('handshake', 'refused', { i: 'late' });
  t.same(
    lines.map((line) => line.slice(25)),
    ['warn refused i=0', 'warn changed'],
  );
  clock.now += 1;
  log.network('handshake', 'refused', { i: 'next' });
  t.equal(lines.at(-1)?.slice(25), 'warn refused i=next left_out=1000');
  clock.now += 60_000;
  log.network('handshake', 'refused');
  t.equal(lines.at(-1)?.slice(25), 'warn refused');
});

t.test('a clock set back does not silence a kind', async (t) => {
  const { log, lines, clock } = logged();
  log.network('handshake', 'one');
  clock.now -= 3_600_000;
  log.network('handshake', 'two');
  t.equal(lines.length, 2);
});
