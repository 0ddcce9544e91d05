/**
 * Passwords as they are kept: scrypt with a salt of their own, and what it was made with beside it, so that the cost may rise
 * later. The cost is one of those that OWASP names as equal (32 MB, three passes): a guess takes a tenth of a second and more.
 */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Secret } from '../../shared/secret.js';

const costSchema = z.strictObject({
  /** Iterations: a power of two. Bounded, since a damaged file must not take all memory. */
  n: z.number().int().min(2).max(1_048_576),
  r: z.number().int().min(1).max(16),
  p: z.number().int().min(1).max(16),
});
export type PasswordCost = z.infer<typeof costSchema>;

export const passwordHashSchema = z.strictObject({
  algorithm: z.literal('scrypt'),
  ...costSchema.shape,
  /** Both in base64. */
  salt: z.string().min(8).max(200),
  hash: z.string().min(8).max(200),
});
export type PasswordHash = z.infer<typeof passwordHashSchema>;

export const usualCost: PasswordCost = { n: 32_768, r: 8, p: 3 };

const hashLength = 32;

export async function hashPassword(password: Secret, cost: PasswordCost = usualCost): Promise<PasswordHash> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, cost);
  return { algorithm: 'scrypt', ...cost, salt: salt.toString('base64'), hash: hash.toString('base64') };
}

export async function isPassword(password: Secret, kept: PasswordHash): Promise<boolean> {
  const expected = Buffer.from(kept.hash, 'base64');
  const found = await derive(password, Buffer.from(kept.salt, 'base64'), kept);
  return expected.length === found.length && timingSafeEqual(expected, found);
}

/** For a name that nobody has: the same work, so that the time does not tell. Never true. */
export async function wasteTime(password: Secret, cost: PasswordCost = usualCost): Promise<false> {
  await derive(password, unusedSalt, cost);
  return false;
}

const unusedSalt = randomBytes(16);

function derive(password: Secret, salt: Buffer, { n, r, p }: PasswordCost): Promise<Buffer> {
  const options = { N: n, r, p, maxmem: 256 * n * r + 1_048_576 };
  // The same characters in another encoding of Unicode are the same password: keyboards differ.
  const text = password.reveal().normalize('NFKC');
  return new Promise((resolve, reject) => {
    scrypt(text, salt, hashLength, options, (error, key) => (error === null ? resolve(key) : reject(error)));
  });
}
