/** The frozen plan, in the controller's own words, with the order of the hosts and whether it fits its window. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { PlanReply } from '../../../contract/control.js';
import type { Context } from '../../app/context.js';
import { planParts } from '../../model/plan-parts.js';
import { routeTo } from '../../model/routes.js';
import type { Tone } from '../../model/tones.js';
import { badge } from '../../parts/badge.js';
import { button } from '../../parts/button.js';
import { card } from '../../parts/card.js';

export interface PlanView {
  readonly value: PlanReply;
  readonly run: string;
  readonly whyNot: string | null;
  readonly context: Context;
  readonly start: () => void;
}

export function planView({ value, run, whyNot, context, start }: PlanView): TemplateResult {
  const { headline, hosts, rest } = planParts(value.text);
  return card({
    title: 'The plan',
    lead: `${run}, frozen as ${(value.hash ?? '').slice(0, 12)}. If the pool changes in what matters, it will not start.`,
    aside: html`<div class="buttons">
      ${button({ label: 'Start the upgrade', kind: 'first', whyNot, press: start })}
      <a class="button" href=${routeTo('runs', [run])}>Keep it for later</a>
    </div>`,
    content: html`
      <p class="strong">${headline}</p>
      ${value.window === undefined ? nothing : windowView(value.window, context)}
      <ol class="plan-lines">
        ${hosts.map((line) => html`<li>${line}</li>`)}
      </ol>
      ${
        rest.length === 0
          ? nothing
          : html`<details>
              <summary>Changes, migrations, and where each VM goes</summary>
              <ul class="plan-lines">
                ${rest.map((line) => html`<li>${line}</li>`)}
              </ul>
            </details>`
      }
    `,
  });
}

const fits: Readonly<Record<'surely' | 'likely' | 'no', readonly [Tone, string]>> = {
  surely: ['good', 'fits the window'],
  likely: ['care', 'fits if all goes as expected'],
  no: ['bad', 'does not fit'],
};

function windowView(
  { window, opening, surely, turns, fits: fit }: NonNullable<PlanReply['window']>,
  { instants }: Context,
): TemplateResult {
  const [tone, word] = fits[fit];
  const when =
    opening === null
      ? 'It does not open any more.'
      : `It opens ${instants.full(opening.start)} and closes ${instants.full(opening.end)}.`;
  return html`<p>${badge(tone, word)} ${window}. ${when} ${surely} of ${turns.length} hosts are surely done in it.</p>`;
}
