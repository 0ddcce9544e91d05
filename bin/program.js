/**
 * The command line with the compiled form that the build kept of it (`scripts/compile.mjs`), so that a command does not
 * begin by compiling. Another version of Node refuses that form, and compiles as ever.
 */
'use strict';
const { existsSync, readFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { join } = require('node:path');
const { setFlagsFromString } = require('node:v8');
const { Script } = require('node:vm');

/** @returns what runs a command line; its script, whose functions that ran can be kept; and the file they are kept in */
exports.loadProgram = function loadProgram([noun, verb]) {
  // An import is a program of its own: it is a quarter of what all commands are together.
  const entry = noun === 'media' && verb === 'import' ? 'import-entry.cjs' : 'entry.cjs';
  const file = join(__dirname, '..', 'dist', 'cli', entry);
  const compiledFile = `${file}.compiled`;
  if (!existsSync(file)) neverBuilt(file);
  // The build writes nothing but ASCII, which the engine then need not decode.
  const text = `(function(exports,require,module,__filename){${readFileSync(file, 'latin1')}\n})`;
  const cachedData = existsSync(compiledFile) ? readFileSync(compiledFile) : undefined;
  const script = new Script(text, { filename: file, cachedData });
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(file), module, file);
  return { run: module.exports.run, script, compiledFile };
};

/**
 * For a command that lives for seconds: compiling its code for speed early costs more than it brings (a quarter of a core-second
 * of an import). Not before all is loaded, here and in the thread that hashes: the engine refuses what was compiled before,
 * Node's own modules as well as ours, once it has other settings. The engine of Node 20 alone has this one; those of 22 and
 * 24 print that they do not know it.
 */
exports.compileForSpeedLater = function compileForSpeedLater() {
  if (process.versions.node.startsWith('20.')) setFlagsFromString('--interrupt-budget=600000');
};

/** A checkout, or a package that `npm pack` made of one: .npmrc lets no script run, so that nothing was built before it. */
function neverBuilt(file) {
  process.stderr.write(`drydock cannot start: ${file} is missing\n`);
  process.stderr.write(
    '  this copy was never built; run `npm run build` in it, or make the package with `npm run package:npm`\n',
  );
  process.exit(1);
}
