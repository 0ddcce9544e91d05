#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';

// A command lives for seconds: compiling its code for speed early costs more than it brings (a quarter of a core-second of
// an import). These are the versions of Node whose engine is known to have the setting; what it does not know, it prints.
if (['20', '22', '24'].includes(process.versions.node.split('.')[0])) setFlagsFromString('--interrupt-budget=600000');

const { runFromProcess } = await import('../dist/cli/main.js');

process.exitCode = await runFromProcess(process.argv.slice(2));
