/** Supplemental packs that each host is given when it is back. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { MediumSummary } from '../../../contract/api/media.js';
import { isInstallable } from '../../model/medium-view.js';
import { count } from '../../model/units.js';
import { tick } from '../../parts/field.js';

export interface PackChoice {
  readonly media: readonly MediumSummary[];
  /** By id, in the order in which each host is given them. */
  readonly chosen: readonly string[];
  readonly changed: (packs: readonly string[]) => void;
}

export function packChoice({ media, chosen, changed }: PackChoice): TemplateResult | typeof nothing {
  const packs = media.filter((medium) => !isInstallable(medium));
  if (packs.length === 0) return nothing;
  const choose = (id: string, isIn: boolean): void => {
    const others = chosen.filter((each) => each !== id);
    changed(isIn ? [...others, id] : others);
  };
  return html`
    <details>
      <summary>Supplemental packs: ${chosen.length === 0 ? 'none' : count(chosen.length, 'pack')}</summary>
      <div class="stack">
        <p class="soft">Each host is given them when it has come back with the new version, in this order.</p>
        ${packs.map(({ id, product }) =>
          tick({
            ...{ label: id, more: `${product.name} ${product.version}`, value: chosen.includes(id) },
            changed: (isIn) => choose(id, isIn),
          }),
        )}
      </div>
    </details>
  `;
}
