/** Values as faults are given them: typed in tests, as text on the command line, either in YAML; one schema reads all three. */
import { z } from 'zod';
import { steps, type Step } from './steps.js';

const units = { ms: 1, s: 1000, min: 60_000, h: 3_600_000 } as const;
type Unit = keyof typeof units;

/** Milliseconds as a number, or text with its unit. */
export const duration = z
  .union([z.number().nonnegative(), z.string().regex(/^\d+(\.\d+)?(ms|s|min|h)$/, 'must be like 90s, 5min or 2h')])
  .transform((value) => (typeof value === 'number' ? value : milliseconds(value)));

/** A number above zero, also as text. */
export const positive = z
  .union([z.number().positive(), z.string().regex(/^\d+(\.\d+)?$/, 'must be a number above zero')])
  .transform(Number);

/** May be below zero. */
export const signedDuration = z
  .union([z.number(), z.string().regex(/^-?\d+(\.\d+)?(ms|s|min|h)$/, 'must be like -40min or 90s')])
  .transform((value) => (typeof value === 'number' ? value : milliseconds(value)));

export const text = z.string({ error: 'must be given, as text' }).min(1, 'must not be empty');

export const yesOrNo = z
  .union([z.boolean(), z.enum(['yes', 'no'], 'must be yes or no')])
  .transform((value) => value === true || value === 'yes');

/** An error of XAPI: the code, then its parameters; as text with commas between them. */
export const xapiError = z
  .union([text, z.array(z.string()).min(1).readonly()])
  .transform((value): readonly [string, ...string[]] => {
    const [code = '', ...params] = typeof value === 'string' ? value.split(',') : value;
    return [code, ...params];
  });

/** Name, uuid or index (from 0) of a host; `coordinator`, `member` (any), or `member-2`, the second of them. */
const hostSelector = z
  .union([text, z.number().int().nonnegative()])
  .transform((value) => (typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value));

/** Which occurrence strikes, counted from 1: `2`, `every`, `2-4`, or `3-` for the third and all later ones. */
export const occurrence = z
  .union([
    z.number().int().positive(),
    z.string().regex(/^(every|[1-9]\d*(-([1-9]\d*)?)?)$/, 'must be like 2, every, 2-4 or 3-'),
  ])
  .transform((value): Occurrences => {
    if (value === 'every') return { from: 1, to: Infinity };
    const [, from, rest] = /^(\d+)(-\d*)?$/.exec(String(value)) ?? [];
    const first = Number(from);
    if (rest === undefined) return { from: first, to: first };
    return { from: first, to: rest === '-' ? Infinity : Number(rest.slice(1)) };
  });

export interface Occurrences {
  readonly from: number;
  readonly to: number;
}

const stepNames = Object.keys(steps) as [Step, ...Step[]];
const step = z.enum(stepNames, `must be one of ${stepNames.join(', ')}`);

/** What every fault can be narrowed by. */
const selection = { host: hostSelector.optional(), occurrence: occurrence.optional() };

/** A fault of one place in the life of a host. */
export function atPlace<Shape extends z.ZodRawShape>(shape: Shape): z.ZodObject<typeof selection & Shape> {
  return z.strictObject({ ...selection, ...shape });
}

const callSelection = {
  ...selection,
  /** A call by its wire name, as `host.disable`; `host.*` for a class; `Async.` in front means that form alone. */
  method: text.optional(),
  vm: text.optional(),
  /** How long it goes on striking after its first strike. */
  lasts: duration.optional(),
};

/** A fault of calls. */
export function atCall<Shape extends z.ZodRawShape>(shape: Shape): z.ZodObject<typeof callSelection & Shape> {
  return z.strictObject({ ...callSelection, ...shape });
}

const stepSelection = {
  ...selection,
  /** The host that the step is about, where it is another one than the host that is struck. */
  of: hostSelector.optional(),
  at: step.optional(),
  /** How long after the step. */
  after: duration.optional(),
  /** When it is over again; never when absent. */
  lasts: duration.optional(),
};

/** A fault that happens at a step of the pool's life. */
export function atStep<Shape extends z.ZodRawShape>(shape: Shape): z.ZodObject<typeof stepSelection & Shape> {
  return z.strictObject({ ...stepSelection, ...shape });
}

function milliseconds(value: string): number {
  const [, number, unit] = /^(-?[\d.]+)(\D+)$/.exec(value) ?? [];
  return Number(number) * units[unit as Unit];
}
