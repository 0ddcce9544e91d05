/** The settings of where the journal is kept, and of controllers that share one. */
import { z } from 'zod';
import { postgresAddressProblem } from '../../journal/postgres/address.js';
import { tlsModes } from '../../journal/postgres/connection.js';
import { spanLength } from '../../shared/span.js';
import { secretSettings, sourceOf } from '../credentials/secret-source.js';
import { span } from './fields.js';

const shortestLease = 10_000;
const longestLease = 600_000;

export const journalSetting = z
  .string()
  .default('sqlite')
  .superRefine((text, context) => {
    const problem = text === 'sqlite' ? undefined : postgresAddressProblem(text);
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
  })
  .describe(
    'Where runs are written down. sqlite: a file in the state folder, which needs nothing. postgres://USER@HOST/DATABASE, or postgres://USER@/DATABASE?host=/run/postgresql: a database, which several controllers may share; see docs/several-controllers.md.',
  );

export const postgresSettingsSchema = z
  .strictObject({
    ...secretSettings('password', 'the password of the user'),
    tls: z
      .enum(tlsModes, { error: `must be one of ${tlsModes.join(', ')}` })
      .optional()
      .describe(
        'verify-full: the certificate must be good, and of that host. verify-ca: it must be good. off: no TLS. Unless it is given: verify-full, and off where the database is on this machine.',
      ),
    ca: z
      .string()
      .min(1)
      .optional()
      .describe(
        'A file with the authorities that its certificate is checked with, in PEM, in place of the public ones.',
      ),
  })
  .refine((settings) => sourceOf(settings, 'password') !== 'several', {
    path: ['passwordFile'],
    error: 'only one of passwordFile, passwordEnvironment and passwordCredential may be given',
  });

export const controllersSettingsSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/, { error: 'must be a name of letters, digits, . _ -' })
    .optional()
    .describe('How this controller is called among those that share a database; unless it is given, as the machine.'),
  lease: span
    .default('30s')
    .refine((text) => spanLength(text) >= shortestLease && spanLength(text) <= longestLease, {
      error: 'must be between 10s and 10m',
    })
    .describe(
      'How long a pool stays with a controller that is not heard of: after that another takes it over. The controllers of one database should have the same.',
    ),
  poolsAtWork: z
    .number()
    .int()
    .min(1)
    .max(10_000)
    .default(100)
    .describe(
      'With so many pools at work this controller leaves a run that is to begin to another controller of the same database. If none has taken it after ten seconds, it takes it itself.',
    ),
  mediaServerSocket: z
    .string()
    .min(1)
    .optional()
    .describe(
      'The control socket of the media server that hosts are pointed at, where that runs elsewhere and its socket was forwarded to this machine. Unless it is given: the one of this state folder.',
    ),
});
