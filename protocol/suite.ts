/** AEAD suites of data packets by their number on the wire (spec §7). */
export const SUITES = { 1: 'aegis-256', 2: 'aes-256-gcm', 3: 'chacha20-poly1305' } as const;

export type Suite = keyof typeof SUITES;
export type SuiteName = (typeof SUITES)[Suite];

export function isSuite(id: number): id is Suite {
  return Object.hasOwn(SUITES, id);
}

/**
 * The suite a session uses: the first of `offered` that is also in `mine`, both best first. A suite's number is its
 * rank, so with `minimum` only numbers up to that one count. Undefined: nothing in common, refuse.
 */
export function chooseSuite(
  mine: readonly Suite[],
  offered: readonly Suite[],
  minimum: Suite = 3,
): Suite | undefined {
  return offered.find((suite) => suite <= minimum && mine.includes(suite));
}
