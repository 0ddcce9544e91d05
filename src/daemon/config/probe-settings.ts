/** The settings of probes, and how they become what a plan freezes. */
import { z } from 'zod';
import { phases } from '../../controller/assessments/finding.js';
import type { Probe } from '../../controller/probes/probe.js';
import { spanLength } from '../../shared/span.js';
import { span } from './fields.js';

const withoutCredentials = (text: string): boolean => {
  try {
    const { protocol, username, password } = new URL(text);
    return ['http:', 'https:'].includes(protocol) && username === '' && password === '';
  } catch {
    return false;
  }
};

const longest = 600_000;
const outOfBounds = { error: 'must be between 1s and 10m' };

/** A number is one of seconds, as it was written before there were spans. */
const timeLimit = z.union([
  span.refine((text) => spanLength(text) <= longest, outOfBounds),
  z.number().min(1, outOfBounds).max(600, outOfBounds),
]);

const probeSettingsSchema = z
  .strictObject({
    id: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,40}$/, { error: 'must be small letters, digits and hyphens' })
      .describe('Its name in findings: `probes@HOST` says which one failed.'),
    phases: z
      .array(z.enum(phases, { error: `must be one of ${phases.join(', ')}` }))
      .min(1, { error: 'must name at least one phase' })
      .describe('When it is asked: before-run, before-host, after-host, after-run.'),
    pools: z
      .array(z.string())
      .default([])
      .describe('Only for these pools, by the name they were added with; empty: for all.'),
    command: z
      .array(z.string())
      .min(1, { error: 'must be a program and its arguments' })
      .refine(([program = '']) => program.startsWith('/'), { error: 'must begin with the absolute path of a program' })
      .optional()
      .describe(
        'A program and its arguments; no shell. Exit code 0 passes, 1 to 125 fails, anything else is unknown. It gets DRYDOCK_PHASE, DRYDOCK_POOL, DRYDOCK_HOST (and …_UUID) and DRYDOCK_RUN, and nothing of the environment of Drydock.',
      ),
    url: z
      .string()
      .refine(withoutCredentials, { error: 'must be an http or https address without user and password' })
      .optional()
      .describe(
        'In place of a command: an address that is asked with GET, without credentials; redirects are not followed.',
      ),
    status: z
      .int({ error: 'must be a whole number' })
      .min(100, { error: 'must be between 100 and 599' })
      .max(599, { error: 'must be between 100 and 599' })
      .default(200)
      .describe('The status that the address must answer with.'),
    contains: z.string().min(1).optional().describe('Text that its answer must hold.'),
    timeout: timeLimit
      .default('30s')
      .describe(
        'Within which it must end, up to 10m, or a number of seconds; later it is killed, and its answer is unknown.',
      ),
  })
  .superRefine(({ command, url }, context) => {
    if ((command === undefined) === (url === undefined))
      context.addIssue({ code: 'custom', message: 'needs either command or url' });
  });
export type ProbeSettings = z.infer<typeof probeSettingsSchema>;

function milliseconds(timeout: string | number): number {
  return typeof timeout === 'string' ? spanLength(timeout) : timeout * 1000;
}

/** Two of one name would answer for each other. */
export const probesSettingsSchema = z
  .array(probeSettingsSchema)
  .default([])
  .superRefine((list, context) => {
    list.forEach(({ id }, index) => {
      if (list.findIndex((other) => other.id === id) !== index)
        context.addIssue({ code: 'custom', path: [index, 'id'], message: 'is the name of another probe' });
    });
  });

/** Those of one pool, as a plan freezes them. */
export function probesFor(settings: readonly ProbeSettings[], pool: string): readonly Probe[] {
  return settings
    .filter(({ pools }) => pools.length === 0 || pools.includes(pool))
    .map(({ id, phases: when, command, url, status, contains, timeout }): Probe => {
      const common = { id, phases: when, timeout: milliseconds(timeout) };
      if (command !== undefined) return { kind: 'command', ...common, command };
      return { kind: 'http', ...common, url: url ?? '', status, ...(contains === undefined ? {} : { contains }) };
    });
}
