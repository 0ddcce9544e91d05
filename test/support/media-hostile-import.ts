/** A process that imports one source and tells the outcome, how long it took, and how much memory it ever had. */
import { readFileSync } from 'node:fs';
import { importMedia } from '../../src/media/import-media.js';
import { DrydockError } from '../../src/shared/errors/drydock-error.js';

const [source = '', mediaCache = ''] = process.argv.slice(2);

const began = performance.now();
const outcome = await importMedia({ source, mediaCache }).then(
  () => 'accepted',
  (error: unknown) => (error instanceof DrydockError ? error.code : String(error)),
);
// The system's own count begins anew with the program; that of the process would begin with its parent's.
const peak = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
const mebibytes = Number(peak ?? process.resourceUsage().maxRSS) / 1024;
process.stdout.write(JSON.stringify({ outcome, milliseconds: performance.now() - began, mebibytes }));
