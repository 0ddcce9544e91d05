/** Writes the pages and files that are made from the source: `npm run docs`. A test compares them with what stands there. */
import { writeFileSync } from 'node:fs';
import { matrixRows } from '../test/support/media-matrix-rows.js';
import { generatedFiles } from './pages/generated-files.js';
import { matrixFile } from './pages/media-page.js';

// The page about media shows what recognition says, so it is asked first.
writeFileSync(matrixFile, `${JSON.stringify(await matrixRows(), undefined, 2)}\n`);

for (const [path, content] of generatedFiles()) writeFileSync(path, content);
