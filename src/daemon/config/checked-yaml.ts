/** Reads a YAML document by a schema and says everything that is wrong with it at once, each with its path and line. */
import type { Document, LineCounter } from 'yaml';
import type { z } from 'zod';
import { describeCause } from '../../shared/errors/drydock-error.js';
import { nearestWord } from '../../shared/nearest-word.js';
import { keysOf, schemaAt } from './schema-walk.js';

/** One thing that is wrong with a file. */
export interface YamlProblem {
  /** `servers.http[0].port`; empty for the file as a whole. */
  readonly path: string;
  /** Counted from 1; null where the file has no such place. */
  readonly line: number | null;
  readonly message: string;
}

/** What no schema can say of a value. */
export interface FurtherProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

export interface YamlCheck<T> {
  readonly schema: z.ZodType<T>;
  /** Asked when the form is right. */
  readonly further?: (value: T) => readonly FurtherProblem[];
  /** Makes the error to throw. */
  readonly invalid: (problems: readonly YamlProblem[]) => Error;
}

/** @throws what `invalid` makes */
export async function checkedYaml<T>(text: string, { schema, further, invalid }: YamlCheck<T>): Promise<T> {
  // Most commands read no such file, and need not wait for its reader.
  const { LineCounter, parseDocument } = await import('./yaml-reader.js');
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    throw invalid(
      document.errors.map((error) => ({ path: '', line: lines.linePos(error.pos[0]).line, message: error.message })),
    );
  }
  const parsed = schema.safeParse(contentOf(document, invalid) ?? {});
  if (!parsed.success) {
    throw invalid(parsed.error.issues.flatMap((issue) => problemsOf(issue, schema, document, lines)));
  }
  const more = further?.(parsed.data) ?? [];
  if (more.length === 0) return parsed.data;
  throw invalid(
    more.map(({ path, message }) => ({ path: pathText(path), line: lineOf(document, path, lines), message })),
  );
}

/** The problems in words, a line each. */
export function problemLines(problems: readonly YamlProblem[]): string {
  return problems
    .map(({ path, line, message }) => {
      const place = line === null ? '' : `line ${line}: `;
      return `${place}${path === '' ? '' : `${path} `}${message}`;
    })
    .join('\n         ');
}

/** An alias that leads nowhere, or to too much, shows only when the document is made into values. */
function contentOf(document: Document, invalid: YamlCheck<unknown>['invalid']): unknown {
  try {
    return document.toJS();
  } catch (cause) {
    throw invalid([{ path: '', line: null, message: describeCause(cause) }]);
  }
}

function problemsOf(issue: z.core.$ZodIssue, schema: z.ZodType, document: Document, lines: LineCounter): YamlProblem[] {
  if (issue.code !== 'unrecognized_keys') {
    return [{ path: pathText(issue.path), line: lineOf(document, issue.path, lines), message: issue.message }];
  }
  const parent = schemaAt(schema, issue.path);
  const known = parent === undefined ? [] : keysOf(parent).map(({ key }) => key);
  return issue.keys.map((key) => {
    const meant = nearestWord(key, known);
    const hint = meant === undefined ? `known here: ${known.join(', ')}` : `did you mean ${meant}?`;
    const path = [...issue.path, key];
    return { path: pathText(path), line: lineOf(document, path, lines), message: `there is no such setting; ${hint}` };
  });
}

/** The line of the setting, or of the nearest enclosing one that the file has. */
function lineOf(document: Document, path: readonly PropertyKey[], lines: LineCounter): number | null {
  for (let length = path.length; length > 0; length--) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    if (node !== null && typeof node === 'object' && 'range' in node && Array.isArray(node.range)) {
      return lines.linePos(Number(node.range[0])).line;
    }
  }
  return null;
}

function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text === '' ? String(step) : `${text}.${String(step)}`;
  }, '');
}
