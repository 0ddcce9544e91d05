/** A button that may not be pressed stays where it is, can be reached by the keyboard, and says why. */
import { html, type TemplateResult } from 'lit/html.js';

export interface ButtonView {
  readonly label: string | TemplateResult;
  readonly kind?: 'first' | 'danger' | 'plain' | '';
  readonly little?: boolean;
  /** Why it may not be pressed; null: it may. */
  readonly whyNot?: string | null;
  readonly busy?: boolean;
  readonly press: () => void;
}

export function button({
  label,
  kind = '',
  little = false,
  whyNot = null,
  busy = false,
  press,
}: ButtonView): TemplateResult {
  const off = whyNot !== null || busy;
  return html`
    <button
      type="button"
      class="button ${kind} ${little ? 'little' : ''}"
      aria-disabled=${off ? 'true' : 'false'}
      title=${whyNot ?? ''}
      @click=${() => {
        if (!off) press();
      }}
    >
      ${label}${whyNot === null ? '' : html`<span class="unseen">: ${whyNot}</span>`}
    </button>
  `;
}
