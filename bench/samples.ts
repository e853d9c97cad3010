import type { FigureName, Findings } from './figures.js';
import { median } from './statistics.js';

/** Every value measured: contender -> figure -> one value a round. */
export class Samples {
  readonly #values = new Map<string, Map<FigureName, number[]>>();

  add(contender: string, findings: Findings): void {
    const figures = this.#values.get(contender) ?? new Map<FigureName, number[]>();
    this.#values.set(contender, figures);
    for (const [figure, value] of Object.entries(findings) as [FigureName, number][]) {
      figures.set(figure, [...(figures.get(figure) ?? []), value]);
    }
  }

  /** Empty when it was not measured. */
  of(contender: string, figure: FigureName): readonly number[] {
    return this.#values.get(contender)?.get(figure) ?? [];
  }

  median(contender: string, figure: FigureName): number | undefined {
    const values = this.of(contender, figure);
    return values.length === 0 ? undefined : median(values);
  }

  /** The median of one contender divided by that of another; undefined unless both were measured. */
  ratio(contender: string, other: string, figure: FigureName): number | undefined {
    const [one, divisor] = [this.median(contender, figure), this.median(other, figure)];
    return one === undefined || divisor === undefined || divisor === 0 ? undefined : one / divisor;
  }

  toJSON(): Record<string, Record<string, readonly number[]>> {
    const entries = [...this.#values].map(([contender, figures]) => [contender, Object.fromEntries(figures)]);
    return Object.fromEntries(entries) as Record<string, Record<string, readonly number[]>>;
  }
}
