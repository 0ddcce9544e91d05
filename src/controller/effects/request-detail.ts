/** Reads the details of an effect back: they come from the journal, so their types are checked again. */
import { z } from 'zod';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { EffectRequest } from './effect.js';

export function detailText(request: EffectRequest, name: string): string {
  return parse(request, name, z.string());
}

export function detailNumber(request: EffectRequest, name: string): number {
  return parse(request, name, z.number());
}

export function detailFlag(request: EffectRequest, name: string): boolean {
  return parse(request, name, z.boolean());
}

export function detailTexts(request: EffectRequest, name: string): readonly string[] {
  return parse(request, name, z.array(z.string()));
}

/** The host's name for sentences; the key is its uuid. */
export function hostName(request: EffectRequest): string {
  return parse(request, 'name', z.string());
}

function parse<T>(request: EffectRequest, name: string, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(request.detail[name]);
  if (parsed.success) return parsed.data;
  throw new DrydockError('INTERNAL_FAULT', {
    attempted: `reading the detail "${name}" of the effect ${request.effect}`,
    found: z.prettifyError(parsed.error),
  });
}
