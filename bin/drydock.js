#!/usr/bin/env node
'use strict';
// No module (package.json beside it): Node begins with one some milliseconds later, at every command.
const { compileForSpeedLater, loadProgram } = require('./program.js');

const argv = process.argv.slice(2);
// A command that comes to no end has failed.
process.exitCode = 1;
loadProgram(argv)
  .run(argv, compileForSpeedLater)
  .then(
    (exitCode) => {
      process.exitCode = exitCode;
    },
    (error) =>
      setImmediate(() => {
        throw error;
      }),
  );
