#!/usr/bin/env node
import { loadProgram } from './program.js';

const argv = process.argv.slice(2);
process.exitCode = await loadProgram(argv).run(argv);
