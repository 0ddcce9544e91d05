/** A section of a page, named by its heading. */
import { html, nothing, type TemplateResult } from 'lit/html.js';

export interface CardView {
  readonly title: string;
  readonly lead?: string | TemplateResult;
  readonly aside?: TemplateResult;
  readonly content: TemplateResult;
}

export function card({ title, lead, aside, content }: CardView): TemplateResult {
  return html`
    <section class="card">
      <header>
        <div>
          <h2>${title}</h2>
          ${lead === undefined ? nothing : html`<p>${lead}</p>`}
        </div>
        ${aside ?? nothing}
      </header>
      ${content}
    </section>
  `;
}

/** Wide tables scroll by themselves, and by the keyboard. */
export function scrolled(label: string, content: TemplateResult): TemplateResult {
  return html`<div class="scroll" tabindex="0" role="group" aria-label=${label}>${content}</div>`;
}
