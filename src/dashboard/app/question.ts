/** The dialog that stands before everything that cannot be taken back: it says what will happen, in sentences. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { ref } from 'lit/directives/ref.js';

export interface Question {
  readonly title: string;
  readonly says: readonly string[];
  /** On the button that does it. */
  readonly does: string;
  readonly danger: boolean;
  readonly reason: 'needed' | 'optional' | 'none';
  /** Where one of several must be named. */
  readonly choices?: {
    readonly label: string;
    readonly of: readonly { readonly value: string; readonly name: string }[];
  };
}

export interface Answer {
  readonly reason: string;
  /** Empty where there was nothing to choose. */
  readonly choice: string;
}

export function questionDialog(question: Question, answer: (answer: Answer | null) => void): TemplateResult {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const fields = new FormData(event.target as HTMLFormElement);
    answer({ reason: textOf(fields.get('reason')).trim(), choice: textOf(fields.get('choice')) });
  };
  return html`
    <dialog ${ref(showModal)} aria-labelledby="question-title" @cancel=${() => answer(null)}>
      <form @submit=${submit}>
        <h2 id="question-title">${question.title}</h2>
        <ul>
          ${question.says.map((sentence) => html`<li>${sentence}</li>`)}
        </ul>
        ${fieldsOf(question)}
        <div class="buttons">
          <button type="button" class="button" @click=${() => answer(null)}>Cancel</button>
          <button class="button first ${question.danger ? 'danger' : ''}">${question.does}</button>
        </div>
      </form>
    </dialog>
  `;
}

/** An element is told of before it stands in the document; only there it can be shown. */
function showModal(element: Element | undefined): void {
  if (!(element instanceof HTMLDialogElement)) return;
  queueMicrotask(() => {
    if (element.isConnected && !element.open) element.showModal();
  });
}

function fieldsOf({ choices, reason }: Question): TemplateResult | typeof nothing {
  if (choices === undefined && reason === 'none') return nothing;
  return html`
    <div class="form">
      ${
        choices === undefined
          ? nothing
          : html`
              <div class="field">
                <label for="question-choice">${choices.label}</label>
                <select id="question-choice" name="choice" required>
                  ${choices.of.map(({ value, name }) => html`<option value=${value}>${name}</option>`)}
                </select>
              </div>
            `
      }
      ${
        reason === 'none'
          ? nothing
          : html`
              <div class="field">
                <label for="question-reason">Reason${reason === 'needed' ? '' : ' (if you like)'}</label>
                <input
                  id="question-reason"
                  name="reason"
                  type="text"
                  maxlength="300"
                  autocomplete="off"
                  ?required=${reason === 'needed'}
                />
                <span class="hint">It is kept in the journal, and stands in the report.</span>
              </div>
            `
      }
    </div>
  `;
}

function textOf(value: FormDataEntryValue | null): string {
  return typeof value === 'string' ? value : '';
}
