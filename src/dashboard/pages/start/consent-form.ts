/** What blocks, and can be answered for: a person says for each why it may be so, and the report repeats it. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { ConsentQuestion, Consents } from '../../model/consents.js';
import { count } from '../../model/units.js';
import { badge } from '../../parts/badge.js';
import { card } from '../../parts/card.js';
import { tick } from '../../parts/field.js';

export interface ConsentForm {
  readonly questions: readonly ConsentQuestion[];
  readonly consents: Consents;
  /** Null: the medium asks for no agreement. */
  readonly agreement: boolean | null;
  readonly action: TemplateResult;
  readonly agree: (yes: boolean) => void;
  readonly answer: (check: string, reason: string) => void;
}

export function consentForm({ questions, consents, agreement, action, agree, answer }: ConsentForm): TemplateResult {
  return card({
    title: `${count(questions.length + (agreement === null ? 0 : 1), 'question')} to be answered first`,
    lead: 'Put right what can be put right. For the rest, say why it may stay so: your reason stands in the plan and in the report, with your name.',
    content: html`
      <ul class="rows">
        ${questions.map((question) => html`<li>${questionView(question, consents, answer)}</li>`)}
      </ul>
      ${
        agreement === null
          ? nothing
          : tick({
              label: 'The licence agreement of the medium was read and is accepted',
              ...{ more: 'It lies on the medium as EULA.', value: agreement, changed: agree },
            })
      }
      <div class="buttons">${action}</div>
    `,
  });
}

function questionView(
  { check, title, findings }: ConsentQuestion,
  consents: Consents,
  answer: ConsentForm['answer'],
): TemplateResult {
  const subjects = [...new Set(findings.map(({ subject }) => subject))];
  const first = findings[0];
  const reasons = [...new Set(findings.map(({ reason }) => reason))];
  return html`
    <div class="finding">
      ${badge('bad', first?.severity ?? 'failure')}
      <div class="stack">
        <div>
          <p><span class="strong">${title}</span> <code>${check}</code></p>
          <p class="soft">On ${subjects.join(', ')}.</p>
          ${reasons.map((reason) => html`<p>${reason}</p>`)}
          ${first === undefined || first.remedy === '' ? nothing : html`<p class="remedy"><strong>Do:</strong> ${first.remedy}</p>`}
        </div>
        <div class="field">
          <label for="consent-${check}">Or accept it, because …</label>
          <input
            id="consent-${check}"
            type="text"
            maxlength="300"
            autocomplete="off"
            .value=${consents.get(check) ?? ''}
            @input=${(event: Event) => answer(check, (event.target as HTMLInputElement).value)}
          />
        </div>
      </div>
      <span></span>
    </div>
  `;
}
