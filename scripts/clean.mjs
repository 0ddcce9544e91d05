// Removes what a build leaves behind, so that the next one starts from the sources alone.
import { rmSync } from 'node:fs';

for (const folder of ['dist', '.cache']) rmSync(folder, { recursive: true, force: true });
