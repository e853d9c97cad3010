/** Samples of one scrape. */
export class Metrics {
  readonly #samples: ReadonlyMap<string, number>;

  constructor(samples: ReadonlyMap<string, number>) {
    this.#samples = samples;
  }

  /** Names of all metrics, sorted. */
  get names(): readonly string[] {
    return [...new Set([...this.#samples.keys()].map((series) => series.replace(/\{.*$/, '')))].sort();
  }

  /** The sum over all series of a metric that carry these labels; 0 when there is none. */
  sum(metric: string, labels: Readonly<Record<string, string>> = {}): number {
    const wanted = Object.entries(labels).map(([label, value]) => `,${label}="${value}"`);
    let sum = 0;
    for (const [series, value] of this.#samples) {
      const [name, rest = ''] = series.split('{', 2);
      if (name === metric && wanted.every((label) => `,${rest}`.includes(label))) sum += value;
    }
    return sum;
  }

  /** The series of a metric that are not 0, as `{labels} value`. */
  nonzero(metric: string): readonly string[] {
    return [...this.#samples]
      .filter(([series, value]) => series.split('{', 1)[0] === metric && value !== 0)
      .map(([series, value]) => `${series.slice(metric.length)} ${value}`);
  }
}

/** Reads the Prometheus text exposition format 0.0.4; throws on a line that is none of it. */
export function parseMetrics(text: string): Metrics {
  const samples = new Map<string, number>();
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const [, series, value] = /^([a-zA-Z_:][\w:]*(?:\{.*\})?) (\S+)(?: -?\d+)?$/.exec(line) ?? [];
    if (series === undefined || value === undefined) throw new Error(`no sample: ${line}`);
    samples.set(series, Number(value));
  }
  return new Metrics(samples);
}
