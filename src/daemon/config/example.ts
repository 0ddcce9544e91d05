/** Texts made from the settings schema: the example file and the reference page, so that neither can drift from it. */
import { stringify } from 'yaml';
import type { z } from 'zod';
import { elementOf, isOptional, keysOf, kindOf } from './schema-walk.js';
import { settingsSchema } from './schema.js';

const commentWidth = 110;

/** The content of config/drydock.example.yaml: every setting with its default, and commented out where there is none. */
export function exampleFile(): string {
  const head = [
    'Drydock reads this file with --config FILE or DRYDOCK_CONFIG. Every setting is optional;',
    'the values here are the defaults. Relative paths count from the folder of this file.',
    'This file is generated from src/daemon/config/schema.ts (npm run docs).',
  ];
  return (
    [...head.map((line) => `# ${line}`), '', ...section(settingsSchema, settingsSchema.parse({}), '')].join('\n') + '\n'
  );
}

/** A configuration file with these settings alone, each with its description. @param values in the form of the file */
export function chosenSettings(values: Readonly<Record<string, unknown>>, head: readonly string[]): string {
  return [...head.map((line) => `# ${line}`), '', ...chosen(settingsSchema, values, '')].join('\n') + '\n';
}

function chosen(schema: z.core.$ZodType, value: unknown, indent: string): string[] {
  return keysOf(schema).flatMap(({ key, description, schema: inner }) => {
    const own = field(value, key);
    if (own === undefined) return [];
    const comment = wrap(description, commentWidth - indent.length).map((line) => `${indent}# ${line}`);
    const lines =
      keysOf(inner).length > 0
        ? [`${key}:`, ...chosen(inner, own, '  ')]
        : stringify({ [key]: own })
            .trimEnd()
            .split('\n');
    return [...comment, ...lines.map((line) => `${indent}${line}`)];
  });
}

/** One row for each setting, for docs/configuration.md. */
export function settingRows(): readonly { path: string; kind: string; preset: string; description: string }[] {
  return rows(settingsSchema, settingsSchema.parse({}), '');
}

function section(schema: z.core.$ZodType, value: unknown, indent: string): string[] {
  return keysOf(schema).flatMap(({ key, description, schema: inner }) => {
    const own = field(value, key);
    const comment = wrap(description, commentWidth - indent.length).map((line) => `${indent}# ${line}`);
    if (keysOf(inner).length > 0) {
      const lines = section(inner, own, `${indent}  `);
      const whole = [`${indent}${key}:`, ...lines];
      // A section with nothing but comments in it would be read as null: it is a comment as a whole.
      const isUnset = lines.every((line) => line.trimStart().startsWith('#'));
      return [...comment, ...(isUnset ? whole.map((line) => `${indent}# ${line.slice(indent.length)}`) : whole)];
    }
    const element = elementOf(inner);
    const list = element === undefined ? [] : elementNotes(element, indent);
    const mark = own === undefined ? '# ' : '';
    const shown = stringify({ [key]: own ?? placeholder(inner) })
      .trimEnd()
      .split('\n');
    return [...comment, ...list, ...shown.map((line) => `${indent}${mark}${line}`)];
  });
}

function elementNotes(element: z.core.$ZodType, indent: string): string[] {
  return keysOf(element).flatMap(({ key, description, schema }) => {
    const optional = isOptional(schema) ? ' (optional)' : '';
    return wrap(`- ${key}${optional}: ${description}`, commentWidth - indent.length).map(
      (line) => `${indent}#   ${line}`,
    );
  });
}

function rows(
  schema: z.core.$ZodType,
  value: unknown,
  prefix: string,
): { path: string; kind: string; preset: string; description: string }[] {
  return keysOf(schema).flatMap(({ key, description, schema: inner }) => {
    const path = prefix === '' ? key : `${prefix}.${key}`;
    const own = field(value, key);
    if (keysOf(inner).length > 0) return rows(inner, own, path);
    const element = elementOf(inner);
    const preset = own === undefined ? 'none' : JSON.stringify(own);
    const row = { path, kind: kindOf(inner), preset, description };
    return element === undefined ? [row] : [row, ...rows(element, {}, `${path}[]`)];
  });
}

function field(value: unknown, key: string): unknown {
  return value !== null && typeof value === 'object' ? (value as Record<string, unknown>)[key] : undefined;
}

function placeholder(schema: z.core.$ZodType): string {
  return `<${kindOf(schema)}>`;
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + word.length + 1 > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return line === '' ? lines : [...lines, line];
}
