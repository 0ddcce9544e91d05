/** Writes the pages and files that are made from the source: `npm run docs`. A test compares them with what stands there. */
import { writeFileSync } from 'node:fs';
import { generatedFiles } from './pages/generated-files.js';

for (const [path, content] of generatedFiles()) writeFileSync(path, content);
