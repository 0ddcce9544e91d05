/**
 * Memory that the machine really has. A virtual machine that gives free memory back to its host (free page reporting) gets it
 * again page by page when it is touched: writing 5 GB took one program 9.9 s of system time a few seconds after 5 GB had been
 * freed, and 1.2 to 2.2 s when it was written at once. Whoever is measured next after a removal would pay for that, not for its own work.
 */
import { readFile } from 'node:fs/promises';
import { run } from '../media-builder/programs.js';

const pieceBytes = 256 * 1024 * 1024;

const program = `
for (let left = Number(process.argv[1]), held = []; left > 0; left -= ${pieceBytes})
  held.push(Buffer.allocUnsafeSlow(Math.min(left, ${pieceBytes})).fill(1));
`;

/** Takes nearly all free memory, touches it, and gives it back: what is written next finds it at hand, wherever it is put. */
export async function haveMemoryBacked(): Promise<void> {
  await run(process.execPath, ['-e', program, String(Math.floor((await freeBytes()) * 0.9))]);
}

/** Without what the page cache holds: taking that away would cost the next one its input. */
async function freeBytes(): Promise<number> {
  const text = await readFile('/proc/meminfo', 'utf8').catch(() => '');
  return Number(/^MemFree:\s+(\d+) kB$/m.exec(text)?.[1] ?? 0) * 1024;
}
