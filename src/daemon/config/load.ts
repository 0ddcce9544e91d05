/** Reads a configuration file and says everything that is wrong with it at once, each with its path and line in the file. */
import { readFile } from 'node:fs/promises';
import type { Document, LineCounter } from 'yaml';
import type { z } from 'zod';
import { describeCause, DrydockError } from '../../shared/errors/drydock-error.js';
import { nearestWord } from '../../shared/nearest-word.js';
import { keysOf, schemaAt } from './schema-walk.js';
import { settingsSchema, type Settings } from './schema.js';

/** One thing that is wrong with a configuration file. */
export interface ConfigProblem {
  /** `servers.http[0].port`; empty for the file as a whole. */
  readonly path: string;
  /** Counted from 1; null where the file has no such place. */
  readonly line: number | null;
  readonly message: string;
}

/** @throws CONFIG_UNREADABLE, CONFIG_INVALID */
export async function loadSettings(file: string): Promise<Settings> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new DrydockError('CONFIG_UNREADABLE', { attempted: 'reading the configuration file', subject: file, cause });
  }
  return parseSettings(text, file);
}

/** @throws CONFIG_INVALID with all problems in `data.problems` */
export async function parseSettings(text: string, file: string): Promise<Settings> {
  // Most commands read no configuration file, and need not wait for its reader.
  const { LineCounter, parseDocument } = await import('./yaml-reader.js');
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    throw invalid(
      file,
      document.errors.map((error) => ({ path: '', line: lines.linePos(error.pos[0]).line, message: error.message })),
    );
  }
  const content = contentOf(document, file);
  const parsed = settingsSchema.safeParse(content ?? {});
  if (parsed.success) return parsed.data;
  throw invalid(
    file,
    parsed.error.issues.flatMap((issue) => problemsOf(issue, document, lines)),
  );
}

/** An alias that leads nowhere, or to too much, shows only when the document is made into values. */
function contentOf(document: Document, file: string): unknown {
  try {
    return document.toJS();
  } catch (cause) {
    throw invalid(file, [{ path: '', line: null, message: describeCause(cause) }]);
  }
}

function problemsOf(issue: z.core.$ZodIssue, document: Document, lines: LineCounter): ConfigProblem[] {
  if (issue.code !== 'unrecognized_keys') {
    return [{ path: pathText(issue.path), line: lineOf(document, issue.path, lines), message: issue.message }];
  }
  const parent = schemaAt(settingsSchema, issue.path);
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

function invalid(file: string, problems: readonly ConfigProblem[]): DrydockError {
  const found = problems.map(({ path, line, message }) => {
    const place = line === null ? '' : `line ${line}: `;
    return `${place}${path === '' ? '' : `${path} `}${message}`;
  });
  return new DrydockError('CONFIG_INVALID', {
    attempted: 'reading the configuration file',
    subject: file,
    found: found.join('\n         '),
    data: { problems },
  });
}
