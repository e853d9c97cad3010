import t from 'tap';
import { IdlePeers } from '../../../daemon/control/idle-peers.js';

const MINUTE = 60_000;

interface TestPeer {
  readonly entry: { found: boolean };
  hasSession: boolean;
  answers: boolean;
  dataAt: number | undefined;
  wanted: boolean;
  want(wanted: boolean): void;
}

function peer(dataAt?: number): TestPeer {
  return {
    entry: { found: true },
    hasSession: false,
    answers: true,
    dataAt,
    wanted: true,
    want(wanted: boolean): void {
      this.wanted = wanted;
    },
  };
}

/** Found peers, the idle among them looked after from 0 on. */
class House {
  peers: TestPeer[];
  readonly idle: IdlePeers<TestPeer>;
  kept: TestPeer | undefined;
  looks = 0;

  constructor(...peers: TestPeer[]) {
    this.peers = peers;
    this.idle = new IdlePeers(
      () => this.peers,
      (gone) => this.peers.splice(this.peers.indexOf(gone), 1),
    );
    this.idle.expect({ mono: 0, wall: 0 });
  }

  /** Until then. */
  pass(mono: number): void {
    for (let at = this.idle.nextAt; at <= mono; at = this.idle.nextAt) {
      this.idle.tick({ mono: at - 1, wall: 0 }, () => false);
      this.idle.tick({ mono: at, wall: 0 }, (other) => other === this.kept);
      this.looks += 1;
    }
  }
}

t.test('a peer without packets for ten minutes rests, and is forgotten when its session ends', async (t) => {
  const [used, unused] = [peer(11 * MINUTE), peer()];
  const house = new House(used, unused);
  house.pass(10 * MINUTE);
  t.ok(unused.wanted);
  house.pass(11 * MINUTE);
  t.notOk(unused.wanted);
  t.ok(used.wanted);
  t.notOk(house.idle.down(used));
  t.ok(house.idle.down(unused), 'it is not to be called back');
  t.same(house.peers, [used], 'who is in use and does not answer is not forgotten');
  house.idle.down(unused);
  t.same(house.peers, [used]);
});

t.test(
  'a resting peer that starts again is there, and one that is configured by now is not forgotten',
  async (t) => {
    const [reborn, configured] = [peer(), peer()];
    const house = new House(reborn, configured);
    house.pass(11 * MINUTE);
    reborn.hasSession = true;
    configured.entry.found = false;
    t.ok(house.idle.down(reborn));
    t.notOk(house.idle.down(configured));
    t.same(house.peers, [reborn, configured]);
  },
);

t.test('a resting peer that has packets again is called again before its session ends', async (t) => {
  const one = peer(0);
  const house = new House(one);
  house.pass(11 * MINUTE);
  t.notOk(one.wanted);
  one.dataAt = 11 * MINUTE + 100;
  house.pass(11 * MINUTE + 5_000);
  t.ok(one.wanted);
  house.idle.down(one);
  t.same(house.peers, [one]);
});

t.test('an idle peer that does not answer is forgotten at once', async (t) => {
  const one = peer();
  one.answers = false;
  const house = new House(one);
  house.pass(10 * MINUTE);
  t.same(house.peers, [one]);
  house.pass(11 * MINUTE);
  t.same(house.peers, []);
});

t.test('who is needed without packets neither rests nor is forgotten', async (t) => {
  const one = peer();
  const house = new House(one);
  house.kept = one;
  house.pass(60 * MINUTE);
  t.ok(one.wanted);
  t.same(house.peers, [one]);
});

t.test('without a found peer nothing is looked at', async (t) => {
  const house = new House();
  house.pass(60 * MINUTE);
  t.equal(house.looks, 1);
  t.equal(house.idle.nextAt, Number.POSITIVE_INFINITY);
});
