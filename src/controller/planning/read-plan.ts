/** Reads a plan back from where it was kept: a plan that is not the one that was frozen is refused. */
import { z } from 'zod';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { hashOf } from './canonical-json.js';
import { planSchema, type Plan } from './plan.js';

/** @throws STATE_CORRUPT when it has not the form of a plan, or its hash is not that of its content */
export function readPlan(value: unknown): Plan {
  const parsed = planSchema.safeParse(value);
  if (!parsed.success) throw corrupt('the form of a plan', z.prettifyError(parsed.error));
  const { hash, ...content } = parsed.data;
  const actual = hashOf(content);
  if (actual !== hash) throw corrupt(`the hash ${hash}`, `the hash ${actual}`);
  return parsed.data;
}

function corrupt(expected: string, found: string): DrydockError {
  return new DrydockError('STATE_CORRUPT', { attempted: 'reading the frozen plan of a run', expected, found });
}
