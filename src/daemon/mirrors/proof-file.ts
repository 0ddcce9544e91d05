/** What a mirror was proven to have, kept in the state folder: written by `media prove`, read by checks and plans. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Mirror } from '../../contract/mirror.js';
import { mirrorSchema } from '../../contract/mirror.js';
import type { Manifest } from '../../media/manifest.js';
import { makeFolderDurably, writeFileDurably } from '../../shared/durable-files.js';
import { stateLayout } from '../state-layout.js';

const proofFileSchema = z.strictObject({
  format: z.literal(1),
  mirror: mirrorSchema,
  medium: z.string(),
  /** Of its files' names and digests: a medium that was imported anew under the same id is another one. */
  content: z.string(),
  at: z.number(),
  result: z.enum(['proven', 'failed']),
  /** What was wrong first; null where it was proven. */
  reason: z.string().nullable(),
});

export type ProofRecord = z.infer<typeof proofFileSchema>;

export function contentOf({ files }: Pick<Manifest, 'files'>): string {
  const hash = createHash('sha256');
  for (const { path, sha256 } of files) hash.update(`${sha256} ${path}\n`);
  return hash.digest('hex');
}

export async function keepProof(stateFolder: string, record: Omit<ProofRecord, 'format'>): Promise<void> {
  const folder = stateLayout(stateFolder).mirrorProofs;
  await makeFolderDurably(folder, 0o700);
  await writeFileDurably(
    join(folder, nameOf(record.mirror, record.medium)),
    `${JSON.stringify({ format: 1, ...record })}\n`,
    0o600,
  );
}

/** Undefined where none was made of this mirror at this address, for this content. */
export async function readProof(
  stateFolder: string,
  mirror: Mirror,
  manifest: Pick<Manifest, 'id' | 'files'>,
): Promise<ProofRecord | undefined> {
  const record = await read(join(stateLayout(stateFolder).mirrorProofs, nameOf(mirror, manifest.id)));
  const isOfIt = record?.mirror.url === mirror.url && record.mirror.kind === mirror.kind;
  return isOfIt && record.content === contentOf(manifest) ? record : undefined;
}

export async function readProofs(stateFolder: string): Promise<readonly ProofRecord[]> {
  const folder = stateLayout(stateFolder).mirrorProofs;
  const names = await readdir(folder).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  const records = await Promise.all(names.sort().map((name) => read(join(folder, name))));
  return records.filter((record) => record !== undefined);
}

/** A file that is damaged proves nothing. @throws what keeps it from being read: `media prove` was run by another user */
async function read(path: string): Promise<ProofRecord | undefined> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (isMissing(error)) return '';
    throw error;
  });
  try {
    return proofFileSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function nameOf({ name }: Mirror, medium: string): string {
  return `${name}.${encodeURIComponent(medium)}.json`;
}
