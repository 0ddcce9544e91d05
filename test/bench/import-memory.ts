/** The most memory that an import held, as the system counted it for the process. */
import { fileURLToPath } from 'node:url';
import { run } from '../media-builder/programs.js';

const loader = fileURLToPath(new URL('../../bin/program.js', import.meta.url));

/**
 * Runs the command in a process of its own and has it say its peak at its end: of its own memory (VmHWM), since the peak that
 * getrusage(2) tells has that of the process it was forked from in it.
 */
const program = `
const { compileForSpeedLater, loadProgram } = await import(${JSON.stringify(loader)});
const write = process.stdout.write;
const argv = process.argv.slice(1);
process.stdout.write = () => true;
const code = await loadProgram(argv).run(argv, compileForSpeedLater);
process.stdout.write = write;
const { readFileSync } = await import('node:fs');
const kilobytes = Number(/^VmHWM:\\s+(\\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]);
console.log(JSON.stringify({ code, kilobytes }));
`;

/** In megabytes. */
export async function peakMemoryOfImport(image: string, mediaCache: string): Promise<number> {
  const args = ['media', 'import', image, '--media-cache', mediaCache, '--json'];
  const output = await run(process.execPath, ['--input-type=module', '-e', program, '--', ...args], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
  });
  const { code, kilobytes } = JSON.parse(output.toString().trim()) as { code: number; kilobytes: number };
  if (code !== 0) throw new Error(`the import ended with ${code}`);
  return (kilobytes * 1024) / 1e6;
}
