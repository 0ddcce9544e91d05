#!/usr/bin/env node
import { loadProgram } from './program.js';

process.exitCode = await loadProgram().run(process.argv.slice(2));
