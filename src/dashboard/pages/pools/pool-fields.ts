/** The fields that make a pool known; what few pools need is folded away. */
import { html, type TemplateResult } from 'lit/html.js';
import type { PoolForm } from '../../model/add-pool.js';

export interface PoolFields {
  readonly form: PoolForm;
  readonly password: string;
  readonly changed: (form: PoolForm) => void;
  readonly typed: (password: string) => void;
}

type TextKey = 'name' | 'addresses' | 'user' | 'reach';

export function poolFields({ form, password, changed, typed }: PoolFields): TemplateResult {
  const text = (key: TextKey, label: string, hint: string, placeholder = ''): TemplateResult => html`
    <div class="field">
      <label for="pool-${key}">${label}</label>
      <input
        id="pool-${key}"
        type="text"
        spellcheck="false"
        autocomplete="off"
        autocapitalize="none"
        placeholder=${placeholder}
        aria-describedby="pool-${key}-hint"
        .value=${form[key]}
        @input=${(event: Event) => changed({ ...form, [key]: (event.target as HTMLInputElement).value })}
      />
      <span class="hint" id="pool-${key}-hint">${hint}</span>
    </div>
  `;
  return html`
    <div class="form columns">
      ${text('name', 'Name', 'What it is to be called here.', 'lab')}
      ${text('addresses', 'Addresses', 'One host is enough; more help when that one is down. Put commas between them.', '192.0.2.11, 192.0.2.12')}
      ${text('user', 'User', 'One with the role pool-admin.')}
      <div class="field">
        <label for="pool-password">Password</label>
        <input
          id="pool-password"
          type="password"
          autocomplete="new-password"
          aria-describedby="pool-password-hint"
          .value=${password}
          @input=${(event: Event) => typed((event.target as HTMLInputElement).value)}
        />
        <span class="hint" id="pool-password-hint"
          >It is sent to the pool only after you have compared its certificate.</span
        >
      </div>
    </div>
    <details>
      <summary>For old hosts, and pools behind an address translation</summary>
      <div class="form columns">
        <label class="choice">
          <input
            type="checkbox"
            .checked=${form.oldTls}
            @change=${(event: Event) => changed({ ...form, oldTls: (event.target as HTMLInputElement).checked })}
          />
          <span>Accept the TLS 1.0 of hosts up to 6.5<small>For this pool only.</small></span>
        </label>
        ${text('reach', 'Where hosts are reached', 'Where it is not at their own address: INTERNAL=ADDRESS, with commas between.', '10.0.0.11=192.0.2.11')}
      </div>
    </details>
  `;
}
