/** A process that imports a medium and stops at a given progress, so that a test can kill it there. */
import { importMedia } from '../../src/media/import-media.js';

const [source = '', mediaCache = '', phase = '', files = '0'] = process.argv.slice(2);

await importMedia({
  source,
  mediaCache,
  onProgress: (progress) => {
    if (progress.phase !== phase || progress.files < Number(files)) return;
    process.stdout.write('here\n');
    // Holds the whole process, as a stopped machine would, until it is killed.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000);
  },
});
