/** Writes the report of a run that has ended beside the journal: what the pool was like then, not when somebody asks. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { reportFormats, type ReportFormat } from '../../contract/control.js';
import { makeFolderDurably, writeFileDurably } from '../../shared/durable-files.js';
import { renderHtml } from './html/render-html.js';
import { renderMarkdown } from './render-markdown.js';
import type { ReportDocument } from './report-document.js';

const endings: Readonly<Record<ReportFormat, string>> = { markdown: 'md', json: 'json', html: 'html' };

/** As it is shown and kept. */
export function renderReport(report: ReportDocument, format: ReportFormat): string {
  switch (format) {
    case 'json':
      return JSON.stringify(report, null, 2);
    case 'markdown':
      return renderMarkdown(report);
    case 'html':
      return renderHtml(report);
  }
}

export async function keepReport(folder: string, report: ReportDocument): Promise<void> {
  await makeFolderDurably(folder, 0o700);
  for (const format of reportFormats) {
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
