import t from 'tap';
import { generatedDrift } from './generated.js';
import { planted, ROOT, read } from './tree.js';

t.test('code generated from another .proto is named', async (t) => {
  const faults = await planted(
    {
      'package.json': read(ROOT, 'package.json'),
      'protocol/festoon.proto': `${read(ROOT, 'protocol/festoon.proto')}\nmessage Planted { bytes seed = 1; }\n`,
      'protocol/generated/festoon.js': read(ROOT, 'protocol/generated/festoon.js'),
      'protocol/generated/festoon.d.ts': read(ROOT, 'protocol/generated/festoon.d.ts'),
    },
    generatedDrift,
  );
  t.same(faults, [
    'protocol/generated/festoon.js: not what `make proto` generates',
    'protocol/generated/festoon.d.ts: not what `make proto` generates',
  ]);
});

t.test('protocol/generated is what protocol/festoon.proto gives', async (t) => {
  t.same(generatedDrift(ROOT), []);
});
