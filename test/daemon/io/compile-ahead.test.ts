import { getHeapCodeStatistics } from 'node:v8';
import t from 'tap';
import { compileAhead } from '../../../daemon/io/compile-ahead.js';

const FUNCTIONS = 200;
const STEPS = 100;

/** How many bytes of bytecode a module leaves that nothing of it was called of; each module is another one. */
async function loaded(name: string): Promise<number> {
  const steps = Array.from({ length: STEPS }, (_, i) => `x = x * ${i} + y;`).join(' ');
  const functions = Array.from(
    { length: FUNCTIONS },
    (_, i) => `export function ${name}${i}(x, y) { ${steps} return x; }`,
  );
  const before = getHeapCodeStatistics().bytecode_and_metadata_size;
  await import(`data:text/javascript,${encodeURIComponent(functions.join('\n'))}`);
  return getHeapCodeStatistics().bytecode_and_metadata_size - before;
}

t.test('what is loaded later is compiled before it is called', async (t) => {
  const lazy = await loaded('lazy');
  compileAhead();
  const whole = await loaded('whole');
  const least = FUNCTIONS * STEPS * 4;
  t.ok(lazy < least, `${lazy} bytes without it`);
  t.ok(whole > least, `${whole} bytes with it`);
});
