/** The report of a rollout: how each pool ended, the plan as it was made, and what people said. */
import { html } from 'lit/html.js';
import type { Context, Page } from '../../app/context.js';
import { routeTo, type Route } from '../../model/routes.js';
import { pageHead } from '../../parts/head.js';
import { loaded } from '../../parts/loaded.js';
import { saveButton } from '../../parts/save-button.js';

export function rolloutReportPage(context: Context, route: Route): Page {
  const id = route.parts[0] ?? '';
  const text = context.resource(() => context.requests.rolloutReport(id));
  return {
    title: `Report of ${id}`,
    refresh: () => text.load(),
    render: () => html`
      ${pageHead({
        title: 'Report',
        lead: 'Each run has a report of its own, with all that it did.',
        above: { name: id, link: routeTo('rollouts', [id]) },
        actions: saveButton(`${id}.md`, text.value ?? ''),
      })}
      ${loaded(text, (value) => html`<pre tabindex="0" role="region" aria-label="Report of the rollout">${value}</pre>`)}
    `,
  };
}
