#!/usr/bin/env node
import { run } from './cli/program.js';
import { outliveReaders } from './cli/terminal.js';

outliveReaders();
process.exitCode = await run(process.argv.slice(2));
