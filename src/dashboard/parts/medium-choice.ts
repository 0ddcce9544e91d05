/** The choice of a medium that hosts can be installed from. */
import { html, type TemplateResult } from 'lit/html.js';
import type { MediumSummary } from '../../contract/api/media.js';
import { isInstallable } from '../model/medium-view.js';

export interface MediumChoice {
  readonly id: string;
  readonly media: readonly MediumSummary[];
  readonly chosen: string;
  readonly choose: (id: string) => void;
}

export function mediumChoice({ id, media, chosen, choose }: MediumChoice): TemplateResult {
  const list = media.filter(isInstallable);
  if (list.length === 0) {
    return html`<p class="soft">There is no installation medium yet: <a href="#/media">import one first</a>.</p>`;
  }
  return html`
    <div class="field">
      <label for=${id}>Medium</label>
      <select id=${id} @change=${(event: Event) => choose((event.target as HTMLSelectElement).value)}>
        <option value="" ?selected=${chosen === ''}>Choose one …</option>
        ${list.map(
          (medium) =>
            html`<option value=${medium.id} ?selected=${chosen === medium.id}>
              ${medium.id} (${medium.product.name} ${medium.product.version})
            </option>`,
        )}
      </select>
    </div>
  `;
}
