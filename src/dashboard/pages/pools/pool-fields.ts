/** The fields that make a pool known; what few pools need is folded away. */
import { html, type TemplateResult } from 'lit/html.js';
import type { PoolForm } from '../../model/add-pool.js';
import { field, tick } from '../../parts/field.js';

export interface PoolFields {
  readonly form: PoolForm;
  readonly password: string;
  readonly changed: (form: PoolForm) => void;
  readonly typed: (password: string) => void;
}

type TextKey = 'name' | 'addresses' | 'user' | 'reach';

export function poolFields({ form, password, changed, typed }: PoolFields): TemplateResult {
  const text = (key: TextKey, label: string, hint: string, placeholder = ''): TemplateResult =>
    field({
      ...{ id: `pool-${key}`, label, hint, placeholder, value: form[key], longest: 2000 },
      changed: (value) => changed({ ...form, [key]: value }),
    });
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
        ${tick({
          ...{ label: 'Accept the TLS 1.0 of hosts up to 6.5', more: 'For this pool only.', value: form.oldTls },
          changed: (oldTls) => changed({ ...form, oldTls }),
        })}
        ${text('reach', 'Where hosts are reached', 'Where it is not at their own address: INTERNAL=ADDRESS, with commas between.', '10.0.0.11=192.0.2.11')}
      </div>
    </details>
  `;
}
