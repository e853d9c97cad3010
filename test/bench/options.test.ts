import t from 'tap';
import { parseOptions, usage } from '../../bench/options.js';

const CHOICES = { cells: ['rtt_idle', 'tcp1', 'rss'], contenders: ['festoon', 'veth'] };

t.test('without options everything is measured, by all, three times', async (t) => {
  t.same(parseOptions([], CHOICES), { ...CHOICES, rounds: 3, seconds: 5, wait: true });
});

t.test('cells and contenders keep their order whatever was asked for first', async (t) => {
  const argv = ['--only', 'rss,tcp1', '--contenders', 'festoon', '--rounds', '1', '--seconds=2'];
  t.same(parseOptions([...argv, '--no-wait', '--congestion', 'cubic'], CHOICES), {
    cells: ['tcp1', 'rss'],
    contenders: ['festoon'],
    rounds: 1,
    seconds: 2,
    wait: false,
    congestion: 'cubic',
  });
});

t.test('what cannot be run is refused with what would do', async (t) => {
  const refused = (argv: readonly string[], message: RegExp): void => {
    t.throws(() => parseOptions(argv, CHOICES), { name: 'UsageError', message }, argv.join(' '));
  };
  refused(['--only', 'tcp1,tcp9'], /--only: there is no tcp9; choose of rtt_idle tcp1 rss/);
  refused(['--contenders', ''], /--contenders: there is no/);
  refused(['--rounds', '0'], /--rounds: 0 is no whole number/);
  refused(['--seconds', '1.5'], /--seconds: 1\.5 is no whole number/);
  refused(['--fast'], /--fast/);
  refused(['tcp1'], /tcp1/);
});

t.test('help lists what may be chosen', async (t) => {
  t.equal(parseOptions(['-h'], CHOICES), undefined);
  t.match(usage(CHOICES), /rtt_idle tcp1 rss/);
  t.match(usage(CHOICES), /festoon veth/);
});
