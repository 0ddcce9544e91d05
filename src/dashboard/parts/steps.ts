/** The steps of something that takes several, with the one where somebody is. */
import { html, nothing, type TemplateResult } from 'lit/html.js';

export function stepsView(names: readonly string[], at: number): TemplateResult {
  return html`<ol class="steps">
    ${names.map((name, index) => html`<li aria-current=${index === at ? 'step' : nothing}>${name}</li>`)}
  </ol>`;
}
