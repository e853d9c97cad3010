import t from 'tap';
import { ManagerLink } from '../../../daemon/control/manager-link.js';
import type { Endpoint } from '../../../protocol/address.js';
import type { ControlMessage } from '../../../protocol/control-message.js';
import { seededRng } from './support/rng.js';

const RECORD = Uint8Array.of(1);
const CHAIN = [Uint8Array.of(2)];
const OBSERVED = '192.0.2.1:7077' as Endpoint;

/** A link to a manager, and when it was told what within `ms`. */
function link(): {
  link: ManagerLink<{ send(message: ControlMessage): void }>;
  pass(from: number, ms: number): number[];
} {
  const sent: ControlMessage[] = [];
  const made = new ManagerLink({ send: (message) => sent.push(message) }, seededRng('link'));
  const pass = (from: number, ms: number): number[] => {
    const times: number[] = [];
    for (let at = Math.max(from, made.nextAt); at <= from + ms; at = made.nextAt) {
      made.tick(at - 0.001, { record: RECORD, chain: CHAIN });
      made.tick(at, { record: RECORD, chain: CHAIN });
      times.push(
        ...sent.splice(0).map((message) => {
          if (message.type !== 'attach' || message.record !== RECORD || message.chain !== CHAIN)
            throw new Error();
          return at;
        }),
      );
    }
    return times;
  };
  return { link: made, pass };
}
t.test('a manager is told the record again and again until it says that it has it', async (t) => {
  const { link: made, pass } = link();
  t.same(pass(0, 10_000), []);
  made.tell(1_000);
  t.same(pass(1_000, 3_999), [1_000, 1_100, 1_300, 1_700, 2_700, 3_700, 4_700]);
  t.equal(made.attachedAt(4_999), undefined);
  made.attached(5_000, OBSERVED);
  t.same(pass(5_000, 19_999), []);
  t.equal(made.attachedAt(19_999), 5_000);
  t.equal(made.observed, OBSERVED);
  t.equal(made.rttMs, undefined, 'any of them may have been answered');
});

t.test('a new record begins anew; it has been attached since it had one', async (t) => {
  const { link: made, pass } = link();
  made.tell(1_000);
  pass(1_000, 0);
  made.attached(1_020, OBSERVED);
  t.equal(made.rttMs, 20);
  made.tell(70_000);
  t.same(pass(70_000, 350), [70_000, 70_100, 70_300]);
  t.equal(made.attachedAt(70_350), 1_020);
  made.attached(70_400, OBSERVED);
  t.equal(made.attachedAt(90_000), 1_020);
});

t.test('one that does not take the record of now has none, whatever it had before', async (t) => {
  const { link: made, pass } = link();
  made.tell(1_000);
  pass(1_000, 0);
  made.attached(1_020, OBSERVED);
  made.tell(70_000);
  pass(70_000, 5_000);
  t.equal(made.attachedAt(72_999), 1_020);
  t.equal(made.attachedAt(73_000), undefined);
  made.tell(74_000);
  t.equal(made.attachedAt(75_000), undefined, 'nor when it is told another one');
  made.attached(75_100, OBSERVED);
  t.equal(made.attachedAt(90_000), 75_100);
});

t.test(
  'one that has it is reminded each 96 to 144 s, and insisted with when it does not answer',
  async (t) => {
    const { link: made, pass } = link();
    made.tell(0);
    pass(0, 0);
    for (let at = 20; at < 2_000_000; ) {
      made.attached(at, OBSERVED);
      const { nextAt } = made;
      t.ok(nextAt >= at + 96_000 && nextAt <= at + 144_000, `${nextAt - at} ms`);
      t.same(pass(nextAt, 350), [nextAt, nextAt + 100, nextAt + 300]);
      at = nextAt + 350;
    }
    t.equal(made.attachedAt(2_000_000), 20);
  },
);

t.test('one that says it may have lost it is told again, once a second at most', async (t) => {
  const { link: made, pass } = link();
  made.tell(1_000);
  pass(1_000, 0);
  made.doubt(1_010);
  t.equal(made.nextAt, 1_100, 'it has yet to answer');
  made.attached(1_020, OBSERVED);
  t.equal(made.refused(1_030, 'record-expired'), false);
  t.equal(made.nextAt, 2_000, 'it may be an answer to what it was told before');
  t.same(pass(2_000, 350), [2_000, 2_100, 2_300]);
  made.attached(2_400, OBSERVED);
  made.doubt(60_000);
  t.equal(made.nextAt, 60_000);
});

t.test('without a session nothing is told and nothing is known', async (t) => {
  const { link: made, pass } = link();
  made.tell(1_000);
  made.attached(1_020, OBSERVED);
  made.tell(2_000);
  made.lose();
  t.same(pass(2_000, 60_000), []);
  t.equal(made.attachedAt(62_000), undefined);
  t.equal(made.observed, undefined);
});

t.test('why it does not take a record is known until it does, and news when it lasts', async (t) => {
  const { link: made, pass } = link();
  t.equal(made.refused(0, 'directory-full'), false, 'it was told nothing');
  t.equal(made.refusal, undefined);
  made.tell(1_000);
  pass(1_000, 5_000);
  t.equal(made.refused(1_900, 'record-superseded'), false, 'maybe of one before');
  t.equal(made.refusal, 'record-superseded');
  t.equal(made.refused(2_000, 'directory-full'), true);
  t.equal(made.refused(3_000, 'directory-full'), false, 'that is known');
  t.equal(made.refused(4_000, 'record-expired'), true);
  t.equal(made.refusal, 'record-expired');
  made.attached(5_000, OBSERVED);
  t.equal(made.refusal, undefined);
  t.equal(made.refused(5_001, 'record-superseded'), false, 'it has the newest one');
});
