/** What the file of an NFS server must become, decided from what it is and what is to be exported; nothing is done here. */
import { exportsLines } from './exports-lines.js';
import { exportProblems, ganeshaProblems, kernelProblems } from './exports-problems.js';
import { ganeshaConfig, type GaneshaOptions } from './ganesha-config.js';
import type { NfsExport } from './nfs-export.js';
import { isOurs, withMark } from './owned-file.js';
import { ganeshaExports, readGaneshaConfig } from './read-ganesha-config.js';
import { readExportsLines } from './read-exports-lines.js';

export type NextFile =
  | { readonly kind: 'same' }
  | { readonly kind: 'write'; readonly content: string }
  /** Somebody else's file, or exports that cannot be written; nothing may be changed. */
  | { readonly kind: 'refused'; readonly why: 'foreign' | 'invalid'; readonly problems: readonly string[] };

/** The two servers, as far as their files differ. */
export interface FileForm {
  readonly render: (current: string, exports: readonly NfsExport[]) => string;
  readonly problems: (text: string, exports: readonly NfsExport[]) => readonly string[];
}

export function ganeshaForm(options: GaneshaOptions): FileForm {
  return {
    render: (current, exports) => ganeshaConfig(exports, options, ganeshaNumbers(current)),
    problems: ganeshaProblems,
  };
}

export const kernelForm: FileForm = {
  render: (current, exports) => exportsLines(exports, kernelNumbers(current)),
  problems: kernelProblems,
};

/** @param current undefined: there is no file */
export function nextFile(form: FileForm, current: string | undefined, exports: readonly NfsExport[]): NextFile {
  if (current !== undefined && !isOurs(current)) {
    return { kind: 'refused', why: 'foreign', problems: ['its first line is not the one that Drydock writes'] };
  }
  const wrong = exportProblems(exports);
  if (wrong.length > 0) return { kind: 'refused', why: 'invalid', problems: wrong };
  const content = withMark(form.render(current ?? '', exports));
  if (content === current) return { kind: 'same' };
  const problems = form.problems(content, exports);
  return problems.length > 0 ? { kind: 'refused', why: 'invalid', problems } : { kind: 'write', content };
}

function ganeshaNumbers(current: string): ReadonlyMap<string, number> {
  return new Map(ganeshaExports(readGaneshaConfig(current) ?? []).map(({ id, number }) => [id, number]));
}

function kernelNumbers(current: string): ReadonlyMap<string, number> {
  return new Map(readExportsLines(current).flatMap(({ folder, number }) => (number ? [[folder, number]] : [])));
}
