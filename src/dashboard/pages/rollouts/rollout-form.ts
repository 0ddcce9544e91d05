/** The choices for a rollout: what it is called, who takes part, how much may happen at once, when, and how each run goes. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { MediumSummary } from '../../../contract/api/media.js';
import type { PoolLine } from '../../../contract/api/pools.js';
import { isInstallable } from '../../model/medium-view.js';
import type { RolloutChoice } from '../../model/rollout-choice.js';
import type { Wrong } from '../../model/rollout-wrong.js';
import { card } from '../../parts/card.js';
import { choiceField, field, tick } from '../../parts/field.js';
import { windowFields, zoneList } from '../../parts/window-fields.js';
import { packChoice } from '../start/pack-choice.js';
import { rolloutPools } from './rollout-pools.js';

export interface RolloutForm {
  readonly choice: RolloutChoice;
  readonly pools: readonly PoolLine[];
  /** Their names, in the same order. */
  readonly listed: readonly string[];
  readonly media: readonly MediumSummary[];
  readonly wrong: Wrong;
  readonly changed: (choice: RolloutChoice) => void;
  /** As typed. */
  readonly spreadBy: { readonly canaries: string; readonly size: string };
  readonly spreadChanged: (by: RolloutForm['spreadBy']) => void;
}

type TextKey =
  'name' | 'poolsAtOnce' | 'hostsAtOnce' | 'failureBudget' | 'soak' | 'linkRate' | 'perHost' | 'soakMinutes';

export function rolloutForm(form: RolloutForm): TemplateResult {
  return html`${naming(form)} ${rolloutPools(form)} ${limits(form)} ${times(form)} ${runs(form)} ${zoneList()}`;
}

function text({ choice, wrong, changed }: RolloutForm, key: TextKey, label: string, hint: string): TemplateResult {
  return field({
    ...{ id: `rollout-${key}`, label, hint, value: choice[key], wrong: wrong.get(key) },
    ...(key === 'name' ? {} : { mode: 'decimal' as const }),
    changed: (value) => changed({ ...choice, [key]: value }),
  });
}

function naming(form: RolloutForm): TemplateResult {
  const { choice, media, wrong, changed } = form;
  const installable = media.filter(isInstallable);
  return card({
    title: 'What',
    content: html`
      <div class="form columns">
        ${text(form, 'name', 'Name of the rollout', 'It stands in status, report and notifications.')}
        ${choiceField({
          ...{ id: 'rollout-media', label: 'Medium', value: choice.media, wrong: wrong.get('media') },
          hint: 'For all pools that get no other below.',
          of: [
            ['', 'Choose one …'],
            ...installable.map(({ id, product }) => [id, `${id} (${product.name} ${product.version})`] as const),
          ],
          changed: (id) => changed({ ...choice, media: id }),
        })}
      </div>
      ${installable.length > 0 ? nothing : html`<p class="soft">There is no installation medium yet: <a href="#/media">import one first</a>.</p>`}
    `,
  });
}

const approvals = [
  ['after-canary', 'after the canaries'],
  ['each-wave', 'before each wave'],
  ['never', 'never'],
] as const;

const units = [
  ['m', 'minutes'],
  ['h', 'hours'],
  ['d', 'days'],
] as const;

function limits(form: RolloutForm): TemplateResult {
  const { choice, changed } = form;
  return card({
    title: 'Limits',
    lead: 'They hold for all pools of the rollout together.',
    content: html`
      <div class="form columns">
        ${text(form, 'poolsAtOnce', 'Pools at a time', 'Each has one host out of service at a time.')}
        ${text(form, 'hostsAtOnce', 'Hosts at a time', 'Of all these pools. Empty: as many as pools.')}
        ${text(form, 'failureBudget', 'Pools that may fail', '0: the first failure stops the rollout. A canary may never fail.')}
        ${choiceField({
          ...{ id: 'rollout-approval', label: 'Ask a person', value: choice.approval, of: approvals },
          hint: 'The next wave waits for the answer, and you are told that it waits.',
          changed: (approval) => changed({ ...choice, approval }),
        })}
        <div class="pair">
          ${text(form, 'soak', 'Watch each wave for', 'Before the next one begins.')}
          ${choiceField({ ...{ id: 'rollout-soak-unit', label: 'Unit', value: choice.soakUnit, of: units }, changed: (soakUnit) => changed({ ...choice, soakUnit }) })}
        </div>
        ${text(form, 'linkRate', 'Link (MB/s)', 'What all installing hosts may take. Empty: servers.limits.rate of the configuration.')}
        ${text(form, 'perHost', 'Of it for each host (MB/s)', 'So many are at work at a time that each gets that much.')}
      </div>
    `,
  });
}

function times({ choice, wrong, changed }: RolloutForm): TemplateResult {
  return card({
    title: 'When hosts may be begun',
    lead: 'A host is begun only if it is forecast to be ready before the window closes. One that was begun finishes.',
    content: html`<div class="stack">
      ${windowFields({
        ...{ id: 'rollout-windows', of: 'the rollout', windows: choice.windows },
        changed: (windows) => changed({ ...choice, windows }),
        wrong: (index) => wrong.get(`windows ${index}`),
      })}
    </div>`,
  });
}

function runs(form: RolloutForm): TemplateResult {
  const { choice, media, changed } = form;
  const wish = (key: 'fix' | 'approveEachHost' | 'stopVms', label: string, more: string): TemplateResult =>
    tick({ label, more, value: choice[key], changed: (value) => changed({ ...choice, [key]: value }) });
  return card({
    title: 'How each run goes',
    content: html`
      <div class="form columns">
        ${wish('fix', 'Put right what the run can', 'HA, WLB, discs, automatic starts: changed before, and put back at the end.')}
        ${wish('approveEachHost', 'Ask me before each host', 'Beside the approval of waves.')}
        ${wish('stopVms', 'VMs that cannot move may be shut down', 'For the turn of their host, in order; they are started after it.')}
        ${text(form, 'soakMinutes', 'Watch each host for (minutes)', 'How long it must stay well before the next one of its pool.')}
      </div>
      ${packChoice({ media, chosen: choice.packs, changed: (packs) => changed({ ...choice, packs }) })}
      <p class="soft">
        Policies of single VMs, and what else differs from pool to pool: in a file, by
        <code>drydock rollout plan FILE</code>.
      </p>
    `,
  });
}
