import t from 'tap';
import { forbiddenImports } from './imports.js';
import { planted, ROOT, typescript } from './tree.js';

t.test('imports that the architecture does not allow are named', async (t) => {
  const faults = await planted(
    {
      'protocol/a.ts':
        "import { z } from 'zod';\nimport { b } from '../daemon/control/b.js';\nimport '#addon';",
      'protocol/ok.ts':
        "import { festoon } from '#proto';\nimport Long from 'long';\nexport * from './a.js';",
      'daemon/control/b.ts': "import { c } from '../io/c.js';\nimport fs from 'fs';",
      'daemon/config/d.ts': "import { x } from '../../protocol/certificate.js';",
      'daemon/config/ok.ts':
        "import type { X } from '../../protocol/certificate.js';\nimport fs from 'node:fs';",
      'daemon/observe/e.ts':
        "import type { Peer } from '../control/peer.js';\nimport { E } from '../control/event.js';",
      'daemon/observe/ok.ts': "import type { Action } from '../control/action.js';",
      'daemon/io/f.ts':
        "import { Engine } from '../../native/index.js';\nimport { Raw } from '../../native/events.js';",
      'daemon/wire.ts': "import { Engine } from '../native/index.js';\nimport { lab } from './lab/lab.js';",
      'daemon/cli/g.ts': "const h = await import('../../test/helper.js');",
      'daemon/elsewhere/i.ts': "import './j.js';",
    },
    forbiddenImports,
  );
  t.same(faults, [
    'daemon/cli/g.ts:1: daemon/cli/ may not import test/helper.ts',
    'daemon/config/d.ts:1: daemon/config/ may import only types of protocol/certificate.ts',
    'daemon/control/b.ts:1: daemon/control/ may not import daemon/io/c.ts',
    'daemon/control/b.ts:2: daemon/control/ may not import fs',
    'daemon/elsewhere/i.ts:1: lies in no folder of the architecture',
    'daemon/io/f.ts:2: daemon/io/ may not import native/events.ts',
    'daemon/observe/e.ts:1: daemon/observe/ may not import daemon/control/peer.ts',
    'daemon/observe/e.ts:2: daemon/observe/ may import only types of daemon/control/event.ts',
    'daemon/wire.ts:1: daemon/wire.ts may not import native/index.ts',
    'protocol/a.ts:1: protocol/ may not import zod',
    'protocol/a.ts:2: protocol/ may not import daemon/control/b.ts',
    'protocol/a.ts:3: protocol/ may not import native/addon.ts',
  ]);
});

t.test('each folder imports only what the architecture allows', async (t) => {
  for (const folder of [
    'protocol',
    'daemon/control',
    'daemon/config',
    'daemon/io',
    'daemon/observe',
    'native',
  ]) {
    t.ok(
      typescript(ROOT).some((file) => file.startsWith(`${folder}/`)),
      `${folder} was looked at`,
    );
  }
  t.same(forbiddenImports(ROOT), []);
});
