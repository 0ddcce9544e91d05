#!/usr/bin/env node
'use strict';
// No module (package.json beside it): Node begins with one some milliseconds later, at every command.
const { compileForSpeedLater, loadProgram } = require('./program.js');

const argv = process.argv.slice(2);
void loadProgram(argv)
  .run(argv, compileForSpeedLater)
  .then((exitCode) => {
    process.exitCode = exitCode;
  });
