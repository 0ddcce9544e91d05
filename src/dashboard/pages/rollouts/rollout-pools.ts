/** Which pools take part, in which wave each goes, and what is its own: its medium, its windows. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { PoolLine } from '../../../contract/api/pools.js';
import { isInstallable } from '../../model/medium-view.js';
import {
  addWave,
  canaryWave,
  changePool,
  poolsInOrder,
  poolsOfWave,
  removeWave,
  renameWave,
  spread,
  takePool,
} from '../../model/rollout-choice.js';
import { count } from '../../model/units.js';
import { button } from '../../parts/button.js';
import { card, scrolled } from '../../parts/card.js';
import { choiceField, field, tick, wrongText } from '../../parts/field.js';
import { windowFields } from '../../parts/window-fields.js';
import type { RolloutForm } from './rollout-form.js';

export function rolloutPools(form: RolloutForm): TemplateResult {
  const { choice, listed, wrong, changed, pools } = form;
  const taken = poolsInOrder(choice, listed);
  const own = taken.filter((name) => choice.pools.get(name)?.windows != null);
  const free = pools.filter(({ run, name }) => run === null && !choice.pools.has(name));
  return card({
    title: 'Pools and waves',
    lead: 'Canaries go first while all others wait, and the failure of one stops the rollout. Then wave after wave.',
    aside: button({
      label: 'Take all',
      little: true,
      whyNot: free.length === 0 ? 'All that can be taken are taken.' : null,
      press: () => changed(free.reduce((before, { name }) => takePool(before, name, true), choice)),
    }),
    content:
      pools.length === 0
        ? html`<p class="soft">No pool is known yet: <a href="#/add-pool">add one first</a>.</p>`
        : html`
            ${poolTable(form)} ${wrongText('rollout-pools', wrong.get('pools'))}
            ${own.map(
              (name) => html`
                <div class="stack">
                  <h3>Windows of ${name}, in place of those of the rollout</h3>
                  ${windowFields({
                    ...{ id: `rollout-windows-${name}`, of: name, windows: choice.pools.get(name)?.windows ?? [] },
                    changed: (windows) => changed(changePool(choice, name, { windows })),
                    wrong: (index) => wrong.get(`pool ${name} windows ${index}`),
                  })}
                </div>
              `,
            )}
            <h3>Waves</h3>
            ${waveList(form)} ${spreading(form, taken.length)}
          `,
  });
}

function poolTable(form: RolloutForm): TemplateResult {
  return scrolled(
    'Pools',
    html`<table>
      <thead>
        <tr>
          <th scope="col">Pool</th>
          <th scope="col">Goes with</th>
          <th scope="col">Medium</th>
          <th scope="col">Windows</th>
        </tr>
      </thead>
      <tbody>
        ${form.pools.map((pool) => poolRow(pool, form))}
      </tbody>
    </table>`,
  );
}

function poolRow({ name, run }: PoolLine, { choice, changed, media, wrong }: RolloutForm): TemplateResult {
  const chosen = choice.pools.get(name);
  const waves = [{ id: canaryWave, name: 'canary' }, ...choice.waves].map((wave) => [wave.id, wave.name] as const);
  const installable = media.filter(isInstallable).map(({ id }) => [id, id] as const);
  return html`<tr>
    <th scope="row">
      ${tick({
        ...{ label: name, value: chosen !== undefined, disabled: run !== null && chosen === undefined },
        ...(run === null ? {} : { more: 'a run has it' }),
        changed: (isIn) => changed(takePool(choice, name, isIn)),
      })}
      ${wrongText(`rollout-pool-${name}`, wrong.get(`pool ${name}`))}
    </th>
    ${
      chosen === undefined
        ? html`<td colspan="3" class="soft">is left as it is</td>`
        : html`
            <td>
              ${choiceField({
                ...{ id: `rollout-wave-of-${name}`, label: `Wave of ${name}`, unseenLabel: true, of: waves },
                ...{ value: chosen.wave, changed: (wave) => changed(changePool(choice, name, { wave })) },
              })}
            </td>
            <td>
              ${choiceField({
                ...{ id: `rollout-medium-of-${name}`, label: `Medium of ${name}`, unseenLabel: true },
                of: [['', 'that of the rollout'], ...installable],
                ...{ value: chosen.media, changed: (medium) => changed(changePool(choice, name, { media: medium })) },
              })}
            </td>
            <td>
              ${choiceField({
                ...{ id: `rollout-own-windows-${name}`, label: `Windows of ${name}`, unseenLabel: true },
                of: [
                  ['rollout', 'those of the rollout'],
                  ['own', 'its own'],
                ] as const,
                value: chosen.windows === null ? 'rollout' : 'own',
                changed: (whose) =>
                  changed(changePool(choice, name, { windows: whose === 'own' ? [...choice.windows] : null })),
              })}
            </td>
          `
    }
  </tr>`;
}

function waveList({ choice, listed, wrong, changed }: RolloutForm): TemplateResult {
  const canaries = poolsOfWave(choice, listed, canaryWave);
  const whoGoes = (names: readonly string[]): string => (names.length === 0 ? 'nobody yet' : names.join(', '));
  return html`
    <ol class="rows">
      ${canaries.length === 0 ? nothing : html`<li><span class="strong">canary</span>: ${whoGoes(canaries)}</li>`}
      ${choice.waves.map(
        ({ id, name }) =>
          html`<li class="wave">
            ${field({
              ...{ id: `rollout-wave-${id}`, label: `Name of wave ${id}`, unseenLabel: true, value: name },
              ...{ wrong: wrong.get(`wave ${id}`), changed: (value) => changed(renameWave(choice, id, value)) },
            })}
            <span>${whoGoes(poolsOfWave(choice, listed, id))}</span>
            ${choice.waves.length === 1 ? nothing : button({ label: html`Remove<span class="unseen"> ${name}</span>`, little: true, kind: 'plain', press: () => changed(removeWave(choice, id)) })}
          </li>`,
      )}
    </ol>
    <div class="buttons">
      ${button({ label: 'Add a wave', little: true, press: () => changed(addWave(choice)) })}
      ${canaries.length > 0 ? nothing : html`<span class="soft">No canary: nothing is tried before the first wave.</span>`}
    </div>
  `;
}

/** For those who have many pools. */
function spreading({ choice, listed, spreadBy, spreadChanged, changed }: RolloutForm, taken: number): TemplateResult {
  const canaries = Number(spreadBy.canaries);
  const size = Number(spreadBy.size);
  const wrong = !Number.isInteger(canaries) || canaries < 0 || !Number.isInteger(size) || size < 1;
  return html`
    <details>
      <summary>Spread many pools</summary>
      <div class="stack">
        <p class="soft">
          Puts those that take part into waves, in the order of the list, in place of what was chosen for each.
        </p>
        <div class="form columns">
          ${field({ ...{ id: 'rollout-spread-canaries', label: 'Canaries', value: spreadBy.canaries, mode: 'numeric' }, changed: (value) => spreadChanged({ ...spreadBy, canaries: value }) })}
          ${field({ ...{ id: 'rollout-spread-size', label: 'Pools in each wave', value: spreadBy.size, mode: 'numeric' }, changed: (value) => spreadChanged({ ...spreadBy, size: value }) })}
        </div>
        <div class="buttons">
          ${button({
            ...{ label: `Spread ${count(taken, 'pool')}`, little: true },
            whyNot:
              taken === 0
                ? 'Choose the pools first.'
                : wrong
                  ? 'Give whole numbers; a wave has one pool at least.'
                  : null,
            press: () => changed(spread(choice, listed, canaries, size)),
          })}
        </div>
      </div>
    </details>
  `;
}
