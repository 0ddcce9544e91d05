/** The choice of a medium that hosts can be installed from. */
import { html, type TemplateResult } from 'lit/html.js';
import type { MediumSummary } from '../../contract/api/media.js';
import { isInstallable } from '../model/medium-view.js';
import { choiceField } from './field.js';

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
  return choiceField({
    ...{ id, label: 'Medium', value: chosen, changed: choose },
    of: [
      ['', 'Choose one …'],
      ...list.map(({ id: medium, product }) => [medium, `${medium} (${product.name} ${product.version})`] as const),
    ],
  });
}
