import { writeFileSync } from 'node:fs';
import { generated } from './generated.js';

/** `make docs`: writes what the schema of the config says about itself. */
for (const [path, text] of Object.entries(generated())) writeFileSync(path, text);
