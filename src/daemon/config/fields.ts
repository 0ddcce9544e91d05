/** Kinds of values that several settings share, each with its own words for what is wrong. */
import { z } from 'zod';
import { parseNetwork } from '../../servers/access/address-list.js';

export const ipv4 = z.ipv4({ error: 'must be an IPv4 address, such as 192.0.2.10' });

export const port = z
  .int({ error: 'must be a whole number' })
  .min(0, { error: 'must be between 0 and 65535' })
  .max(65535, { error: 'must be between 0 and 65535' });

export const network = z.string().refine((text) => parseNetwork(text) !== undefined, {
  error: 'must be an IPv4 address or network, such as 192.0.2.0/24, with no bits beyond its length',
});

/** A whole number of at least 1. */
export const count = z.int({ error: 'must be a whole number' }).min(1, { error: 'must be at least 1' });

/** A time-out: long enough that a slow host is not cut off, and never endless. */
export const seconds = z
  .number({ error: 'must be a number' })
  .min(1, { error: 'must be between 1 and 3600' })
  .max(3600, { error: 'must be between 1 and 3600' });

/** Below one megabyte a second an installation takes longer than anybody waits for it. */
export const megabytesASecond = z
  .number({ error: 'must be a number' })
  .refine((rate) => rate === 0 || rate >= 1, { error: 'must be 0, or at least 1' });

/** A span of time that is never nothing. */
export const span = z
  .string()
  .regex(/^[1-9]\d{0,4}[smhd]$/, { error: 'must be a number with s, m, h or d, such as 30s or 24h' });
