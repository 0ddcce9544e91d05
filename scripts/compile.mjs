// The end of a build: keeps what Node compiled of a program while it listed media or imported the demonstration medium, in
// a process of its own, since a process can run its program only once.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadProgram } from '../bin/program.js';

const medium = fileURLToPath(new URL('../demo/drydock-demo-8.3.0.iso', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'drydock-build-'));
const [verb] = process.argv.slice(2);
const argv = ['media', verb, ...(verb === 'import' ? [medium] : []), '--media-cache', folder, '--json'];
const { script, run, compiledFile } = loadProgram(argv);
const write = process.stdout.write;
process.stdout.write = () => true;
try {
  const code = await run(argv);
  if (code !== 0) throw new Error(`${argv.join(' ')} ended with ${code}`);
} finally {
  process.stdout.write = write;
  rmSync(folder, { recursive: true, force: true });
}
writeFileSync(compiledFile, script.createCachedData());
