/** Inputs that broke something once: one file each, in a folder for each target, committed and tried at every `npm test`. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from './fuzz.js';

const root = join(import.meta.dirname, 'corpus');

export interface CorpusInput {
  readonly name: string;
  readonly bytes: Buffer;
}

export function corpusOf(target: string): readonly CorpusInput[] {
  const folder = join(root, target);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .map((name) => ({ name, bytes: readFileSync(join(folder, name)) }));
}

/** Names of all folders there are, so that none belongs to a target that is gone. */
export function corpusFolders(): readonly string[] {
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}

/** Gives its path. */
export function keepFinding({ target, input }: Finding): string {
  const folder = join(root, target);
  mkdirSync(folder, { recursive: true });
  const path = join(folder, createHash('sha256').update(input).digest('hex').slice(0, 16));
  writeFileSync(path, input);
  return path;
}
