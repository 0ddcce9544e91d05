/** The people and tokens that may use the control API over the network: one file of mode 0600, replaced as a whole under a lock. */
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { roleSchema } from '../../contract/api/roles.js';
import { makeFolderDurably, writeFileDurably } from '../../shared/durable-files.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { parseJson } from '../../shared/json-text.js';
import { takeProcessLock } from '../../shared/process-lock.js';
import { passwordHashSchema } from './password-hash.js';

const personSchema = z.strictObject({
  name: z.string(),
  role: roleSchema,
  password: passwordHashSchema,
  /** Another with each change of password or role: sessions of an earlier one have ended. */
  revision: z.string(),
  createdAt: z.number(),
  createdBy: z.string(),
  changedAt: z.number(),
});
export type Person = z.infer<typeof personSchema>;

const tokenSchema = z.strictObject({
  name: z.string(),
  role: roleSchema,
  /** sha256 of the whole token in hex: it has 256 bits of chance, so that a slow hash would add nothing. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Its first characters, to recognise it in a script. */
  prefix: z.string(),
  createdAt: z.number(),
  createdBy: z.string(),
  /** Null: until it is revoked. */
  expiresAt: z.number().nullable(),
});
export type Token = z.infer<typeof tokenSchema>;

const accessSchema = z.strictObject({
  format: z.literal(1),
  people: z.array(personSchema),
  tokens: z.array(tokenSchema),
});
export type Access = z.infer<typeof accessSchema>;

export const nobody: Access = { format: 1, people: [], tokens: [] };

/** Nobody, where the file is not there. @throws FILE_UNREADABLE, STATE_CORRUPT */
export async function readAccess(file: string): Promise<Access> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return nobody;
    throw new DrydockError('FILE_UNREADABLE', { attempted: 'reading who may sign in', subject: file, cause });
  }
  const parsed = accessSchema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  const found = parsed.error.issues[0]?.message;
  throw new DrydockError('STATE_CORRUPT', { attempted: 'reading who may sign in', subject: file, cause: found });
}

/** @throws LOCK_HELD, and what `edit` throws: then nothing is changed */
export async function changeAccess(file: string, edit: (access: Access) => Access): Promise<void> {
  await makeFolderDurably(dirname(file), 0o700);
  const lock = takeProcessLock(`${file}.lock`, 'changing who may sign in');
  try {
    const access = edit(await readAccess(file));
    await writeFileDurably(file, `${JSON.stringify(access, null, 2)}\n`, 0o600);
  } finally {
    lock.release();
  }
}
