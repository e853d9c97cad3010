import t from 'tap';
import { createLog, type Log } from '../../../daemon/observe/log.js';

const START = Date.UTC(2026, 0, 1);

class Clock {
  now: number = START;
  readonly #alarms: { at: number; ring: () => void }[] = [];

  readonly after = (millis: number, ring: () => void): void => {
    this.#alarms.push({ at: this.now + millis, ring });
  };

  pass(millis: number): void {
    this.now += millis;
    for (const alarm of this.#alarms.filter(({ at }) => at <= this.now)) {
      this.#alarms.splice(this.#alarms.indexOf(alarm), 1);
      alarm.ring();
    }
  }
}

function logged(journal = false): { log: Log; lines: string[]; clock: Clock } {
  const lines: string[] = [];
  const clock = new Clock();
  const log = createLog({
    write: (line) => lines.push(line),
    now: () => clock.now,
    after: clock.after,
    journal,
  });
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

t.test('what the network can cause is said once a minute for each kind, the last of it too', async (t) => {
  const { log, lines, clock } = logged();
  const texts = (): string[] => lines.splice(0).map((line) => line.slice(25));
  for (let i = 0; i < 1000; i++) log.network('warn', 'handshake', 'refused', { i });
  log.network('error', 'source', 'changed');
  t.same(texts(), ['warn refused i=0', 'error changed']);
  clock.pass(59_999);
  log.network('warn', 'handshake', 'refused', { i: 'late' });
  t.same(texts(), []);
  clock.pass(1);
  t.same(texts(), ['warn refused i=late left_out=999']);
  log.network('warn', 'handshake', 'refused', { i: 'again' });
  log.network('error', 'source', 'changed');
  t.same(texts(), ['error changed'], 'the line at the end of a minute begins the next one');
  clock.pass(60_000);
  t.same(texts(), ['warn refused i=again'], 'alone, so none was left out');
  clock.pass(60_000);
  clock.pass(60_000);
  t.same(texts(), []);
  log.network('warn', 'handshake', 'refused');
  t.same(texts(), ['warn refused']);
});

t.test('lines below the level are not written, from the moment it is set', async (t) => {
  const { log, lines, clock } = logged(true);
  const all = (): string[] => {
    log.info('i');
    log.network('warn', 'kind', 'w');
    log.error('e');
    clock.pass(60_000);
    return lines.splice(0);
  };
  t.same(all(), ['<6>info i', '<4>warn w', '<3>error e']);
  log.setLevel('warn');
  t.same(all(), ['<4>warn w', '<3>error e']);
  log.setLevel('error');
  t.same(all(), ['<3>error e']);
  log.setLevel('info');
  t.equal(all().length, 3);
});
