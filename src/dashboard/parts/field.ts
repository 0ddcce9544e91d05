/** A field with its label, what it means, and what is wrong with it: said beside it, and to screen readers with it. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { live } from 'lit/directives/live.js';

export interface FieldView {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly changed: (value: string) => void;
  readonly hint?: string;
  readonly wrong?: string | undefined;
  readonly type?: 'text' | 'time' | 'datetime-local';
  /** Which keys a tablet shows. */
  readonly mode?: 'numeric' | 'decimal';
  readonly placeholder?: string;
  /** Characters; absent: 120. */
  readonly longest?: number;
  /** The id of a list of proposals. */
  readonly list?: string;
  /** The label is for screen readers alone: a heading of the table says it to everybody else. */
  readonly unseenLabel?: boolean;
}

export function field(view: FieldView): TemplateResult {
  const { id, label, value, changed, hint = '', wrong, type = 'text', mode, placeholder = '', list } = view;
  return html`
    <div class="field">
      <label for=${id} class=${view.unseenLabel === true ? 'unseen' : ''}>${label}</label>
      <input
        id=${id}
        type=${type}
        inputmode=${mode ?? nothing}
        maxlength=${view.longest ?? 120}
        spellcheck="false"
        autocomplete="off"
        autocapitalize="none"
        placeholder=${placeholder}
        list=${list ?? nothing}
        aria-invalid=${wrong === undefined ? 'false' : 'true'}
        aria-describedby=${describedBy(id, hint, wrong)}
        .value=${value}
        @input=${(event: Event) => changed((event.target as HTMLInputElement).value)}
      />
      ${wrongText(id, wrong)} ${hint === '' ? nothing : html`<span class="hint" id="${id}-hint">${hint}</span>`}
    </div>
  `;
}

/** For what has no input of its own, and beneath one that has. */
export function wrongText(id: string, wrong: string | undefined): TemplateResult | typeof nothing {
  return wrong === undefined ? nothing : html`<span class="wrong" id="${id}-wrong" tabindex="-1">${wrong}</span>`;
}

export interface Choice<T extends string> {
  readonly id: string;
  readonly label: string;
  readonly value: T;
  readonly of: readonly (readonly [value: T, name: string])[];
  readonly changed: (value: T) => void;
  readonly hint?: string;
  readonly wrong?: string | undefined;
  readonly unseenLabel?: boolean;
}

export function choiceField<T extends string>(view: Choice<T>): TemplateResult {
  const { id, label, value, of, changed, hint = '', wrong } = view;
  const choose = (index: number): void => {
    const chosen = of[index];
    if (chosen !== undefined) changed(chosen[0]);
  };
  return html`
    <div class="field">
      <label for=${id} class=${view.unseenLabel === true ? 'unseen' : ''}>${label}</label>
      <select
        id=${id}
        aria-invalid=${wrong === undefined ? 'false' : 'true'}
        aria-describedby=${describedBy(id, hint, wrong)}
        @change=${(event: Event) => choose((event.target as HTMLSelectElement).selectedIndex)}
      >
        ${of.map(([each, name]) => html`<option value=${each} ?selected=${each === value} .selected=${live(each === value)}>${name}</option>`)}
      </select>
      ${wrongText(id, wrong)} ${hint === '' ? nothing : html`<span class="hint" id="${id}-hint">${hint}</span>`}
    </div>
  `;
}

export interface Tick {
  readonly label: string | TemplateResult;
  readonly more?: string;
  readonly value: boolean;
  readonly changed: (value: boolean) => void;
  readonly disabled?: boolean;
}

export function tick({ label, more, value, changed, disabled = false }: Tick): TemplateResult {
  return html`
    <label class="choice">
      <input
        type="checkbox"
        ?disabled=${disabled}
        .checked=${live(value)}
        @change=${(event: Event) => changed((event.target as HTMLInputElement).checked)}
      />
      <span>${label}${more === undefined ? nothing : html`<small>${more}</small>`}</span>
    </label>
  `;
}

function describedBy(id: string, hint: string, wrong: string | undefined): string | typeof nothing {
  const ids = [...(wrong === undefined ? [] : [`${id}-wrong`]), ...(hint === '' ? [] : [`${id}-hint`])];
  return ids.length === 0 ? nothing : ids.join(' ');
}
