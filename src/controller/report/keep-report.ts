/** Writes the report of a run that has ended beside the journal: what the pool was like then, not when somebody asks. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReportFormat } from '../../contract/control.js';
import { makeFolderDurably, writeFileDurably } from '../../shared/durable-files.js';
import { renderMarkdown } from './render-markdown.js';
import type { ReportDocument } from './report-document.js';

const endings: Readonly<Record<ReportFormat, string>> = { markdown: 'md', json: 'json' };

/** As it is shown and kept. */
export function renderReport(report: ReportDocument, format: ReportFormat): string {
  return format === 'json' ? JSON.stringify(report, null, 2) : renderMarkdown(report);
}

export async function keepReport(folder: string, report: ReportDocument): Promise<void> {
  await makeFolderDurably(folder, 0o700);
  for (const format of ['markdown', 'json'] as const) {
    await writeFileDurably(fileOf(folder, report.run, format), `${renderReport(report, format)}\n`, 0o600);
  }
}

/** undefined when none was kept: the run has not ended, or the controller died before it was written. */
export async function keptReport(folder: string, run: string, format: ReportFormat): Promise<string | undefined> {
  try {
    return await readFile(fileOf(folder, run, format), 'utf8');
  } catch {
    return undefined;
  }
}

function fileOf(folder: string, run: string, format: ReportFormat): string {
  return join(folder, `${run}.${endings[format]}`);
}
