/** Takes down one thing that was made. */
export type Undo = () => unknown;

/**
 * Takes down everything in reverse order, each after the one before. One that fails keeps no other from it: the first
 * failure is thrown when all were tried. None is called twice.
 */
export async function undoAll(undo: Undo[]): Promise<void> {
  const failures: unknown[] = [];
  for (let last = undo.pop(); last !== undefined; last = undo.pop()) {
    try {
      await last();
    } catch (failure) {
      failures.push(failure);
    }
  }
  if (failures.length > 0) throw failures[0];
}
