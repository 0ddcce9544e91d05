/** The version of this Drydock, as package.json states it. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const packageSchema = z.object({ version: z.string() });

/** src/shared and dist/shared both lie two folders below package.json. */
const packageFile = new URL('../../package.json', import.meta.url);

export const productVersion: string = packageSchema.parse(JSON.parse(readFileSync(packageFile, 'utf8'))).version;
