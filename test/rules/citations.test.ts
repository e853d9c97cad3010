import t from 'tap';
import { danglingCitations } from './citations.js';
import { files, planted, ROOT, read } from './tree.js';

t.test('citations without their section are named', async (t) => {
  const faults = await planted(
    {
      'docs/protocol.md': '# Protocol\n## 3 Handshake\n### 3.2 msg1\n',
      'protocol/a.ts': '// spec §3\n// spec §3.2 and spec §3.3\n',
      'native/core/src/a.rs': '//! See spec §4.\n',
    },
    danglingCitations,
  );
  t.same(faults, [
    'native/core/src/a.rs:1: spec §4 is no section of docs/protocol.md',
    'protocol/a.ts:2: spec §3.3 is no section of docs/protocol.md',
  ]);
});

t.test('every citation of this repository names a section', async (t) => {
  const cites = (ext: RegExp): boolean => files(ROOT, ext).some((path) => /spec §\d/.test(read(ROOT, path)));
  t.ok(cites(/^protocol\/.*\.ts$/), 'protocol cites its specification');
  t.ok(cites(/^native\/.*\.rs$/), 'the core cites the specification');
  t.same(danglingCitations(ROOT), []);
});
