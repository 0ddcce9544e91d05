/** The report of a run: as the page that people print, as Markdown for a ticket, as JSON for a program. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { reportPage as reportAddress } from '../../api/control.js';
import type { Context, Page } from '../../app/context.js';
import type { Resource } from '../../app/resource.js';
import { routeTo, type Route } from '../../model/routes.js';
import { pageHead } from '../../parts/head.js';
import { loaded } from '../../parts/loaded.js';

const formats = ['page', 'markdown', 'json'] as const;
type Format = (typeof formats)[number];

const names: Readonly<Record<Format, string>> = { page: 'Page', markdown: 'Markdown', json: 'JSON' };

export function reportPage(context: Context, route: Route): Page {
  const id = route.parts[0] ?? '';
  const format = formats.find((each) => each === route.parts[2]) ?? 'page';
  const text = format === 'page' ? undefined : context.resource(() => context.requests.report(id, format));
  return {
    title: `Report of ${id}`,
    refresh: () => text?.load(),
    render: () => html`
      ${pageHead({
        title: 'Report',
        lead: `What ${id} did to the pool, and whether it was left as it was found.`,
        above: { name: id, link: routeTo('runs', [id]) },
        actions: html`${choice(id, format)}${keep(id, format, text)}`,
      })}
      ${
        text === undefined
          ? html`<iframe
              class="report-frame"
              title="Report of ${id}"
              src=${reportAddress(id)}
              sandbox="allow-popups"
            ></iframe>`
          : loaded(text, (value) => html`<pre tabindex="0" aria-label="Report as ${names[format]}">${value}</pre>`)
      }
    `,
  };
}

function choice(id: string, format: Format): TemplateResult {
  return html`<nav class="segmented" aria-label="Format of the report">
    ${formats.map((each) => html`<a href=${routeTo('runs', [id, 'report', each])} aria-current=${each === format ? 'true' : nothing}>${names[each]}</a>`)}
  </nav>`;
}

function keep(id: string, format: Format, text: Resource<string> | undefined): TemplateResult {
  if (text === undefined)
    return html`<a class="button" href=${reportAddress(id)} target="_blank" rel="noopener"
      >Open by itself, to print</a
    >`;
  const save = (): void => {
    const address = URL.createObjectURL(new Blob([text.value ?? ''], { type: 'text/plain' }));
    const link = document.createElement('a');
    link.href = address;
    link.download = `${id}.${format === 'json' ? 'json' : 'md'}`;
    link.click();
    URL.revokeObjectURL(address);
  };
  return html`<button class="button" @click=${save}>Save as a file</button>`;
}
