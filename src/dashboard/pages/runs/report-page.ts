/** The report of a run: as the page that people print, as Markdown for a ticket, as JSON for a program. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { reportPage as reportAddress } from '../../api/control.js';
import type { Context, Page } from '../../app/context.js';
import { routeTo, type Route } from '../../model/routes.js';
import { pageHead } from '../../parts/head.js';
import { loaded } from '../../parts/loaded.js';
import { saveButton } from '../../parts/save-button.js';
import '../../parts/report-document.js';

const formats = ['html', 'markdown', 'json'] as const;
type Format = (typeof formats)[number];

const names: Readonly<Record<Format, string>> = { html: 'Page', markdown: 'Markdown', json: 'JSON' };
const endings: Readonly<Record<Format, string>> = { html: 'html', markdown: 'md', json: 'json' };

export function reportPage(context: Context, route: Route): Page {
  const id = route.parts[0] ?? '';
  const format = formats.find((each) => each === route.parts[2]) ?? 'html';
  const text = context.resource(() => context.requests.report(id, format));
  return {
    title: `Report of ${id}`,
    refresh: () => text.load(),
    render: () => html`
      ${pageHead({
        title: 'Report',
        lead: `What ${id} did to the pool, and whether it was left as it was found.`,
        above: { name: id, link: routeTo('runs', [id]) },
        actions: html`${choice(id, format)}${saveButton(`${id}.${endings[format]}`, text.value ?? '')}${printLink(id, format)}`,
      })}
      ${loaded(text, (value) => shown(value, format))}
    `,
  };
}

function shown(text: string, format: Format): TemplateResult {
  if (format === 'html') return html`<report-document .html=${text}></report-document>`;
  return html`<pre tabindex="0" role="region" aria-label="Report as ${names[format]}">${text}</pre>`;
}

function choice(id: string, format: Format): TemplateResult {
  return html`<nav class="segmented" aria-label="Format of the report">
    ${formats.map(
      (each) =>
        html`<a href=${routeTo('runs', [id, 'report', each])} aria-current=${each === format ? 'true' : nothing}
          >${names[each]}</a
        >`,
    )}
  </nav>`;
}

function printLink(id: string, format: Format): TemplateResult | typeof nothing {
  if (format !== 'html') return nothing;
  return html`<a class="button" href=${reportAddress(id)} target="_blank" rel="noopener">Open to print</a>`;
}
