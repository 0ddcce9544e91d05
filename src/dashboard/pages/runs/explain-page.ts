/** Why a run stands where it stands, in the controller's own words, with the commands to finish or undo it by hand. */
import { html } from 'lit/html.js';
import type { Context, Page } from '../../app/context.js';
import { routeTo, type Route } from '../../model/routes.js';
import { pageHead } from '../../parts/head.js';
import { loaded } from '../../parts/loaded.js';

export function explainPage(context: Context, route: Route): Page {
  const id = route.parts[0] ?? '';
  const text = context.resource(() => context.requests.explain(id));
  return {
    title: `Explanation of ${id}`,
    refresh: () => text.load(),
    render: () => html`
      ${pageHead({
        title: 'Explanation',
        lead: `What ${id} did, why it stands where it stands, and the exact commands that finish or undo it by hand.`,
        above: { name: id, link: routeTo('runs', [id]) },
        actions: html`<button class="button" @click=${() => text.load()}>Read again</button>`,
      })}
      ${loaded(text, (value) => html`<pre tabindex="0" role="region" aria-label="Explanation">${value}</pre>`)}
    `,
  };
}
