import t from 'tap';
import type { Action } from '../../../daemon/control/action.js';
import { Succession } from '../../../daemon/control/succession.js';
import { decodeRecord, type SignedRecord } from '../../../protocol/record.js';
import { must } from '../../protocol/support/network.js';
import { presented, sharedOf } from './support/manager.js';
import { only } from './support/node.js';

function record(incarnation: bigint, goodbye = false): SignedRecord {
  return must(decodeRecord(presented('a', { incarnation, goodbye }).record));
}

function succession(): { readonly hears: (mono: number, of: SignedRecord) => readonly Action[] } {
  const { shared, actions } = sharedOf('a');
  const machine = new Succession(shared);
  return {
    hears(mono, of) {
      machine.outdoneBy(mono, of);
      return actions.splice(0);
    },
  };
}

t.test('a counter that was lost is raised above the last known run at once, with a warning', async (t) => {
  t.match(succession().hears(0, record(7n)), [
    {
      type: 'notice',
      level: 'warn',
      what: 'boot-raised',
      detail: 'a record of boot 7 is in force, this is boot 1',
    },
    { type: 'raise-boot', bootEpoch: 8n },
  ]);
});

t.test('who is outdone again and again raises his counter later and later, with an alarm', async (t) => {
  const { hears } = succession();
  const raised: number[] = [];
  let later = record(7n);
  for (let mono = 0; mono < 7_200_000; mono += 100) {
    const actions = hears(mono, later);
    if (actions.length === 0) continue;
    raised.push(mono / 1_000);
    later = record(later.incarnation + 2n);
    const level = raised.length === 1 ? 'warn' : 'alarm';
    t.match(only(actions, 'notice'), [
      { level, what: raised.length === 1 ? 'boot-raised' : 'identity-conflict' },
    ]);
  }
  t.same(raised.slice(0, 9), [0, 5, 15, 35, 75, 155, 315, 635, 1_235]);
  t.equal(raised.length, 9 + Math.floor((7_200 - 1_235) / 600));
});

t.test('the counter of a second host that has taken its leave is passed at once', async (t) => {
  const { hears } = succession();
  hears(0, record(7n));
  t.same(hears(1_000, record(9n)), []);
  t.match(hears(1_000, record(9n, true)), [{ level: 'warn' }, { type: 'raise-boot', bootEpoch: 10n }]);
});

t.test('above the highest counter there is none', async (t) => {
  t.match(succession().hears(0, record(2n ** 64n - 1n)), [{ level: 'alarm', what: 'identity-conflict' }]);
});
