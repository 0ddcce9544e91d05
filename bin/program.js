/**
 * The command line with the compiled form that the build kept of it (`scripts/compile.mjs`), so that a command does not
 * begin by compiling. Another version of Node refuses that form, and compiles as ever.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';

const file = fileURLToPath(new URL('../dist/cli/entry.cjs', import.meta.url));

export const compiledFile = `${file}.compiled`;

/** @returns what runs a command line, and its script, whose functions that ran can be kept */
export function loadProgram() {
  // A command lives for seconds: compiling its code for speed early costs more than it brings (a quarter of a core-second of
  // an import). These are the versions of Node whose engine is known to have the setting; what it does not know, it prints.
  if (['20', '22', '24'].includes(process.versions.node.split('.')[0])) setFlagsFromString('--interrupt-budget=600000');
  // The build writes nothing but ASCII, which the engine then need not decode.
  const text = `(function(exports,require,module,__filename){${readFileSync(file, 'latin1')}\n})`;
  const cachedData = existsSync(compiledFile) ? readFileSync(compiledFile) : undefined;
  const script = new Script(text, { filename: file, cachedData });
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(file), module, file);
  return { script, run: module.exports.run };
}
