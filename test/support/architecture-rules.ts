/** The rules that hold for every source file, as functions on its path and text: tested on planted violations as well. */
import { posix } from 'node:path';

export interface SourceFile {
  /** From the project folder, with forward slashes: `src/media/manifest.ts`. */
  readonly path: string;
  readonly text: string;
}

/** Which folders of src each folder may import from, besides itself (design: "arrows, one way"). */
export const arrows: Readonly<Record<string, readonly string[]>> = {
  shared: [],
  releases: ['shared'],
  contract: ['shared'],
  journal: ['shared'],
  installer: ['shared', 'releases'],
  media: ['shared', 'releases', 'installer'],
  xapi: ['shared', 'releases'],
  ssh: ['shared'],
  servers: ['shared', 'releases', 'installer', 'media', 'contract'],
  controller: ['shared', 'releases', 'installer', 'media', 'xapi', 'ssh', 'journal', 'contract'],
  simulator: ['shared', 'releases', 'installer'],
  daemon: [
    'shared',
    'releases',
    'installer',
    'media',
    'xapi',
    'ssh',
    'journal',
    'contract',
    'servers',
    'controller',
    'simulator',
  ],
  // It runs in a browser: what it knows of the product, it knows from the documents of the control API.
  dashboard: ['contract'],
  // Media commands work on the store without a daemon; everything else reaches the product through a composition root.
  cli: ['shared', 'contract', 'media', 'daemon'],
};

export const longestFile = 300;

/** All violations of one file, in words; none: an empty list. */
export function violations(file: SourceFile): string[] {
  return [
    ...arrowViolations(file),
    ...defaultExport(file),
    ...tooLong(file),
    ...openingComment(file),
    ...forbiddenText(file),
  ];
}

function arrowViolations({ path, text }: SourceFile): string[] {
  const area = areaOf(path);
  const allowed = arrows[area];
  if (allowed === undefined) return [`${path}: src/${area} is not in the table of arrows`];
  return importedPaths(text)
    .map((specifier) => posix.join(posix.dirname(path), specifier))
    .filter((target) => target.startsWith('src/'))
    .map(areaOf)
    .filter((target) => target !== area && !allowed.includes(target))
    .map((target) => `${path}: src/${area} must not import src/${target}`);
}

function areaOf(path: string): string {
  return path.split('/')[1] ?? '';
}

/** Relative specifiers of static and dynamic imports, of re-exports and of import types. */
export function importedPaths(text: string): string[] {
  const pattern = /(?:\bfrom\s*|\bimport\s*\(\s*|^\s*import\s+)['"](\.{1,2}\/[^'"]+)['"]/gm;
  return [...text.matchAll(pattern)].map((match) => match[1] ?? '');
}

function defaultExport({ path, text }: SourceFile): string[] {
  return /^export\s+default\b|\bas\s+default\b/m.test(text) ? [`${path}: a default export`] : [];
}

function tooLong({ path, text }: SourceFile): string[] {
  const lines = text.split('\n').length - 1;
  return lines > longestFile ? [`${path}: ${lines} lines, and ${longestFile} are the most`] : [];
}

function openingComment({ path, text }: SourceFile): string[] {
  const comment =
    /^\/\*\*([\s\S]*?)\*\//
      .exec(text)?.[1]
      ?.replaceAll(/^\s*\*/gm, '')
      .trim() ?? '';
  return comment.length >= 10 ? [] : [`${path}: does not open with a sentence on why it exists`];
}

function forbiddenText({ path, text }: SourceFile): string[] {
  const forbidden = [/eslint-disable/, /@ts-(?:ignore|expect-error|nocheck)/];
  return forbidden.filter((pattern) => pattern.test(text)).map((pattern) => `${path}: ${pattern.source}`);
}
