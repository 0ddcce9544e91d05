/** The head of a page: where one is, what it is called, what state it is in, and what can be done with all of it. */
import { html, nothing, type TemplateResult } from 'lit/html.js';

export interface PageHead {
  readonly title: string;
  readonly lead?: string | TemplateResult;
  /** The page above. */
  readonly above?: { readonly name: string; readonly link: string };
  readonly badge?: TemplateResult;
  readonly actions?: TemplateResult;
}

export function pageHead({ title, lead, above, badge, actions }: PageHead): TemplateResult {
  return html`
    <div class="page-head">
      <div>
        ${above === undefined ? nothing : html`<p class="crumbs"><a href=${above.link}>${above.name}</a> /</p>`}
        <div class="buttons">
          <h1 tabindex="-1">${title}</h1>
          ${badge ?? nothing}
        </div>
        ${lead === undefined ? nothing : html`<p class="lead">${lead}</p>`}
      </div>
      ${actions === undefined ? nothing : html`<div class="buttons">${actions}</div>`}
    </div>
  `;
}
