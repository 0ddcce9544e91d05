/** Reads the structure of the settings schema: its keys, descriptions and defaults, for suggestions and generated texts. */
import { z } from 'zod';

export interface SchemaKey {
  readonly key: string;
  readonly description: string;
  readonly schema: z.core.$ZodType;
}

/** The keys of an object schema, in the order they are written in; empty for anything else. */
export function keysOf(schema: z.core.$ZodType): readonly SchemaKey[] {
  const inner = unwrap(schema);
  if (!(inner instanceof z.ZodObject)) return [];
  return Object.entries(inner.shape as Record<string, z.core.$ZodType>).map(([key, value]) => ({
    key,
    description: descriptionOf(value),
    schema: value,
  }));
}

/** The schema at a path of a document; undefined where the path leaves the schema. */
export function schemaAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): z.core.$ZodType | undefined {
  let current: z.core.$ZodType | undefined = schema;
  for (const step of path) {
    if (current === undefined) return undefined;
    const element = elementOf(current);
    current = element ?? keysOf(current).find(({ key }) => key === step)?.schema;
  }
  return current;
}

/** The schema of an array's elements; undefined for anything else. */
export function elementOf(schema: z.core.$ZodType): z.core.$ZodType | undefined {
  const inner = unwrap(schema);
  return inner instanceof z.ZodArray ? inner.element : undefined;
}

/** Allowed values in words: `number`, `true or false`, `debug | info`. */
export function kindOf(schema: z.core.$ZodType): string {
  const inner = unwrap(schema);
  if (inner instanceof z.ZodEnum) return inner.options.map(String).join(' | ');
  if (inner instanceof z.ZodBoolean) return 'true or false';
  if (inner instanceof z.ZodNumber) return 'number';
  if (inner instanceof z.ZodIPv4) return 'IPv4 address';
  if (inner instanceof z.ZodString) return 'text';
  if (inner instanceof z.ZodUnion) return inner.options.map(kindOf).join(' or ');
  if (inner instanceof z.ZodArray) return 'list';
  return 'section';
}

export function isOptional(schema: z.core.$ZodType): boolean {
  return schema instanceof z.ZodOptional;
}

function descriptionOf(schema: z.core.$ZodType): string {
  const own = schema instanceof z.ZodType ? schema.description : undefined;
  if (own !== undefined) return own;
  const inner = innerOf(schema);
  return inner === undefined ? '' : descriptionOf(inner);
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  const inner = innerOf(schema);
  return inner === undefined ? schema : unwrap(inner);
}

function innerOf(schema: z.core.$ZodType): z.core.$ZodType | undefined {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional) {
    return schema.def.innerType;
  }
  return undefined;
}
