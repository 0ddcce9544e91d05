/** Where there is nothing yet: what will stand here, and what to do first. */
import { html, nothing, type TemplateResult } from 'lit/html.js';

export function empty(title: string, text: string, actions?: TemplateResult): TemplateResult {
  return html`
    <div class="empty">
      <h2>${title}</h2>
      <p>${text}</p>
      ${actions === undefined ? nothing : html`<div class="buttons">${actions}</div>`}
    </div>
  `;
}
