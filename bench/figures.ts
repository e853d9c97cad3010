/** One line of the table. */
export interface Figure {
  readonly label: string;
  readonly unit: string;
  readonly digits: number;
}

export type FigureName =
  | (
      | 'tcp1'
      | 'tcp8'
      | 'tcp1seg'
      | 'tcp8seg'
      | 'cpu'
      | 'cpu8'
      | 'cpu1seg'
      | 'cpu8seg'
      | 'pps'
      | 'us_per_packet'
    )
  | ('rtt_idle' | 'rtt_idle_p99' | 'rtt_load' | 'rtt_load_p99' | 'rss')
  | ('relay_tcp' | 'relay_cpu' | 'relay_one' | 'relay_one_us' | 'relay_mixed' | 'relay_mixed_us');

/** Everything that is measured, in the order of the table. Rates: more is better. All others: less is better. */
export const FIGURES: Readonly<Record<FigureName, Figure>> = {
  tcp1: { label: 'TCP x1', unit: 'Gbit/s', digits: 2 },
  tcp8: { label: 'TCP x8', unit: 'Gbit/s', digits: 2 },
  tcp1seg: { label: 'TCP x1, segmented', unit: 'Gbit/s', digits: 2 },
  tcp8seg: { label: 'TCP x8, segmented', unit: 'Gbit/s', digits: 2 },
  cpu: { label: 'CPU, TCP x1', unit: 's/Gbit', digits: 3 },
  cpu8: { label: 'CPU, TCP x8', unit: 's/Gbit', digits: 3 },
  cpu1seg: { label: 'CPU, TCP x1, segmented', unit: 's/Gbit', digits: 3 },
  cpu8seg: { label: 'CPU, TCP x8, segmented', unit: 's/Gbit', digits: 3 },
  pps: { label: '64 B lossless', unit: 'kpps', digits: 0 },
  us_per_packet: { label: 'CPU at 50 kpps of 64 B', unit: 'us', digits: 2 },
  rtt_idle: { label: 'round trip idle, p50', unit: 'us', digits: 0 },
  rtt_idle_p99: { label: 'round trip idle, p99', unit: 'us', digits: 0 },
  rtt_load: { label: 'round trip under TCP x1, p50', unit: 'us', digits: 0 },
  rtt_load_p99: { label: 'round trip under TCP x1, p99', unit: 'us', digits: 0 },
  rss: { label: 'resident memory of a daemon', unit: 'MB', digits: 1 },
  relay_tcp: { label: 'TCP x1 over a hub', unit: 'Gbit/s', digits: 2 },
  relay_cpu: { label: 'CPU of the hub, TCP x1', unit: 's/Gbit', digits: 3 },
  relay_one: { label: 'relayed lossless, one target', unit: 'kpps', digits: 0 },
  relay_one_us: { label: 'CPU of the hub for each of them', unit: 'us', digits: 2 },
  relay_mixed: { label: 'relayed lossless, 8 targets in turn', unit: 'kpps', digits: 0 },
  relay_mixed_us: { label: 'CPU of the hub for each of them', unit: 'us', digits: 2 },
};

export const FIGURE_NAMES: readonly FigureName[] = Object.keys(FIGURES) as FigureName[];

/** The figures of the last line, in its order. */
export const HEADLINE: readonly FigureName[] = [
  'tcp1',
  'tcp8',
  'tcp1seg',
  'tcp8seg',
  'cpu',
  'pps',
  'us_per_packet',
  'rtt_idle',
  'rtt_load',
  'rss',
];

/** What follows them against who relays too. */
export const RELAY_HEADLINE: readonly FigureName[] = ['relay_cpu', 'relay_one', 'relay_mixed'];

/** What one measurement found. */
export type Findings = Readonly<Partial<Record<FigureName, number>>>;
