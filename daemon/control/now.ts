/**
 * One reading of both clocks, taken outside and handed in. `mono` is in milliseconds on a clock that never
 * steps (every deadline is on it); `wall` is in Unix seconds and may step (certificate validity only).
 */
export interface Now {
  readonly mono: number;
  readonly wall: number;
}
