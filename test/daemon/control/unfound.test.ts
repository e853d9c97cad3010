import t from 'tap';
import type { Address, Prefix } from '../../../protocol/address.js';
import type { IntroductionResult } from '../../../protocol/control-message.js';
import { nodeFacts } from '../../protocol/support/network.js';
import { Member } from './support/member.js';
import { one } from './support/node.js';

const B = nodeFacts('b').addresses[0] as Address;

/** Attached to one manager, and the outcome of a ping. */
function attached(): { member: Member; pinged: () => string } {
  const member = new Member(['m'], { asked: ['10.77.0.0/16' as Prefix] });
  member.up('m');
  member.attached('m');
  const pinged = (): string => {
    const actions = member.a.send({ type: 'ping', id: 1n, peer: B });
    member.take(actions);
    const result = one(actions, 'ping-result');
    return result.ok ? 'ok' : result.code;
  };
  return { member, pinged };
}

t.test('who looks for an address hears why nobody was found there', async (t) => {
  const cases: readonly (readonly [IntroductionResult, string])[] = [
    ['unknown', 'ping-address-unknown'],
    ['refused', 'ping-address-refused'],
  ];
  for (const [result, code] of cases) {
    const { member, pinged } = attached();
    t.equal(pinged(), 'ping-sought');
    const id = member.only('lookup').at(-1)?.[1].id as number;
    member.says('m', { type: 'introduction', id, address: B, result });
    t.equal(pinged(), code, result);
    t.equal(pinged(), code, 'as long as it is not sought again');
    member.done();
    member.pass(1_001);
    t.equal(pinged(), 'ping-sought', 'and then it is');
    t.equal(member.only('lookup').length, 1);
  }
});

t.test('a node that is away, and managers that are busy or silent, are told after a while', async (t) => {
  const cases: readonly (readonly [IntroductionResult | undefined, string])[] = [
    ['unreachable', 'ping-address-unreachable'],
    ['busy', 'ping-address-refused'],
    [undefined, 'ping-managers-silent'],
  ];
  for (const [result, code] of cases) {
    const { member, pinged } = attached();
    t.equal(pinged(), 'ping-sought');
    for (let ms = 0; ms < 3_000; ms += 100) {
      const id = member.only('lookup').at(-1)?.[1].id as number;
      if (result !== undefined) member.says('m', { type: 'introduction', id, address: B, result });
      member.pass(100);
    }
    t.equal(pinged(), code);
  }
});
