/** The version of this Drydock, as package.json states it. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { packageFolder } from './installation.js';

const packageSchema = z.object({ version: z.string() });

const packageFile = new URL('package.json', packageFolder);

export const productVersion: string = packageSchema.parse(JSON.parse(readFileSync(packageFile, 'utf8'))).version;
