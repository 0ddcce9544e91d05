/** Names and values, one below the other. */
import { html, type TemplateResult } from 'lit/html.js';

export type Fact = readonly [name: string, value: string | TemplateResult];

export function facts(list: readonly Fact[]): TemplateResult {
  return html`
    <dl class="facts">
      ${list.map(
        ([name, value]) =>
          html`<dt>${name}</dt>
            <dd>${value}</dd>`,
      )}
    </dl>
  `;
}

/** The few numbers that matter, large. */
export function figures(list: readonly (readonly [name: string, value: string, beside?: string])[]): TemplateResult {
  return html`
    <dl class="figures">
      ${list.map(
        ([name, value, beside]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}${beside === undefined ? '' : html`<small>${beside}</small>`}</dd>
          </div>`,
      )}
    </dl>
  `;
}
