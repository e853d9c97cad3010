import { Counter, Gauge, type Registry } from 'prom-client';

export type Sample = readonly [labels: Readonly<Record<string, string>>, value: number];

/** A gauge as it stands; none without samples: the registry would show one of value 0 and no labels. */
export function gauge(registry: Registry, name: string, help: string, samples: readonly Sample[]): void {
  if (samples.length === 0) return;
  const metric = new Gauge({ name, help, labelNames: labelNames(samples), registers: [registry] });
  for (const [labels, value] of samples) metric.set(labels, value);
}

/** A counter that something else counts; none without samples. */
export function counter(registry: Registry, name: string, help: string, samples: readonly Sample[]): void {
  if (samples.length === 0) return;
  const metric = new Counter({ name, help, labelNames: labelNames(samples), registers: [registry] });
  for (const [labels, value] of samples) metric.inc(labels, value);
}

/** The one sample of a metric without labels; none while the value is not known. */
export function plain(value: number | bigint | undefined): readonly Sample[] {
  return value === undefined ? [] : [[{}, Number(value)]];
}

/** One sample for each value of one label. */
export function by(label: string, values: Iterable<readonly [string, number | bigint]>): readonly Sample[] {
  return [...values].map(([name, value]): Sample => [{ [label]: name }, Number(value)]);
}

function labelNames(samples: readonly Sample[]): string[] {
  return Object.keys(samples[0]?.[0] ?? {});
}
