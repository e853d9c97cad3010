import t from 'tap';
import { Samples } from '../../bench/samples.js';
import { median, spread } from '../../bench/statistics.js';

t.test('the median of odd, even and unsorted values', async (t) => {
  t.equal(median([7]), 7);
  t.equal(median([10, 9, 100]), 10);
  t.equal(median([4, 1, 3, 2]), 2.5);
  t.throws(() => median([]), /median of nothing/);
});

t.test('the spread is the farthest value as a share of the median', async (t) => {
  t.equal(spread([7]), 0);
  t.equal(spread([10, 9, 12]), 0.2);
  t.equal(spread([0, 0, 5]), 0);
});

t.test('a ratio is one median divided by the other, and absent when either is', async (t) => {
  const samples = new Samples();
  for (const tcp1 of [9, 8, 10]) samples.add('festoon', { tcp1, cpu: 0.2 });
  for (const tcp1 of [3, 3, 100]) samples.add('wireguard-go', { tcp1, rss: 0 });
  samples.add('festoon', { rss: 80 });
  t.equal(samples.ratio('festoon', 'wireguard-go', 'tcp1'), 3);
  t.equal(samples.ratio('wireguard-go', 'festoon', 'tcp1'), 1 / 3);
  t.equal(samples.ratio('festoon', 'wireguard-go', 'cpu'), undefined);
  t.equal(samples.ratio('festoon', 'wireguard-go', 'rss'), undefined);
  t.equal(samples.ratio('festoon', 'nobody', 'tcp1'), undefined);
  t.same(JSON.parse(JSON.stringify(samples)), {
    festoon: { tcp1: [9, 8, 10], cpu: [0.2, 0.2, 0.2], rss: [80] },
    'wireguard-go': { tcp1: [3, 3, 100], rss: [0, 0, 0] },
  });
});
