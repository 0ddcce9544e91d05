/** What a run is to be: which pool, from which medium, and how careful. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { PoolReply } from '../../../contract/api/pools.js';
import type { Context } from '../../app/context.js';
import type { Resource } from '../../app/resource.js';
import { problemOf } from '../../model/problem.js';
import { forPool, type StartChoice } from '../../model/start-choice.js';
import { wrongInWindow } from '../../model/window-choice.js';
import { button } from '../../parts/button.js';
import { card } from '../../parts/card.js';
import { tick } from '../../parts/field.js';
import { mediumChoice } from '../../parts/medium-choice.js';
import { problemNote } from '../../parts/note.js';
import { windowFields, zoneList } from '../../parts/window-fields.js';
import { hostChoice } from './host-choice.js';
import { packChoice } from './pack-choice.js';
import { vmChoice } from './vm-choice.js';

export interface StartForm {
  readonly context: Context;
  readonly choice: StartChoice;
  /** What the chosen pool says now. */
  readonly pool: Resource<PoolReply>;
  readonly filter: string;
  readonly busy: boolean;
  readonly planned: boolean;
  readonly changed: (choice: StartChoice) => void;
  readonly filtered: (filter: string) => void;
  readonly plan: () => void;
}

export function startForm(form: StartForm): TemplateResult {
  const { context, choice, busy, planned, changed } = form;
  const missing = choice.pool === '' || choice.media === '' ? 'Choose a pool and a medium first.' : wrongWindow(choice);
  return card({
    title: 'Pool and medium',
    content: html`
      <div class="form columns">
        ${poolChoice(form)}
        ${mediumChoice({
          ...{ id: 'start-medium', media: context.data.media.value ?? [], chosen: choice.media },
          choose: (media) => changed({ ...choice, media }),
        })}
      </div>
      ${wishes(form)} ${inDetail(form)}
      <div class="buttons">
        ${button({
          ...{
            label: busy ? 'Looking at the pool …' : planned ? 'Check and plan again' : 'Check and plan',
            kind: planned ? '' : 'first',
            busy,
          },
          whyNot: context.whyNot('operator') ?? missing,
          press: () => form.plan(),
        })}
      </div>
    `,
  });
}

function wrongWindow({ window }: StartChoice): string | null {
  return window === null ? null : wrongInWindow(window);
}

function poolChoice({ context, choice, changed }: StartForm): TemplateResult {
  const pools = context.data.pools.value ?? [];
  if (pools.length === 0) return html`<p class="soft">No pool is known yet: <a href="#/pools">add one first</a>.</p>`;
  return html`
    <div class="field">
      <label for="start-pool">Pool</label>
      <select
        id="start-pool"
        @change=${(event: Event) => changed(forPool(choice, (event.target as HTMLSelectElement).value))}
      >
        <option value="" ?selected=${choice.pool === ''}>Choose one …</option>
        ${pools.map(({ name, run }) => html`<option value=${name} ?selected=${choice.pool === name} ?disabled=${run !== null}>${name}${run === null ? '' : ' (a run has it)'}</option>`)}
      </select>
    </div>
  `;
}

function wishes({ choice, changed }: StartForm): TemplateResult {
  const wish = (
    key: 'fix' | 'approveEachHost' | 'stopVms' | 'manual' | 'drydockReboots',
    label: string,
    more: string,
  ): TemplateResult =>
    tick({ label, more, value: choice[key], changed: (value) => changed({ ...choice, [key]: value }) });
  return html`
    <fieldset>
      <legend>How</legend>
      <div class="form columns">
        ${wish('fix', 'Put right what the run can', 'HA, WLB, discs, automatic starts: changed before, and put back at the end.')}
        ${wish('approveEachHost', 'Ask me before each host', 'The run waits for your approval, and you are told that it waits.')}
        ${wish('stopVms', 'VMs that cannot move may be shut down', 'For the turn of their host, in order; they are started after it.')}
        ${wish('manual', 'Manual mode', 'A person installs each host at its console; Drydock empties and proves it.')}
        ${choice.manual ? wish('drydockReboots', 'Drydock reboots the hosts', 'It tells you when each is at its boot menu. Without it, you reboot them.') : nothing}
        <div class="field">
          <label for="start-soak">Watch each host for (minutes)</label>
          <input
            id="start-soak"
            type="number"
            min="0"
            max="10080"
            .value=${String(choice.soakMinutes)}
            @change=${(event: Event) => changed({ ...choice, soakMinutes: Math.max(0, Number((event.target as HTMLInputElement).value) || 0) })}
          />
          <span class="hint">How long it must stay well before the next one is touched.</span>
        </div>
      </div>
    </fieldset>
    <div class="stack">
      ${windowFields({
        ...{ id: 'start-window', of: 'the run', most: 1, windows: choice.window === null ? [] : [choice.window] },
        changed: ([window = null]) => changed({ ...choice, window }),
        wrong: () => wrongWindow(choice) ?? undefined,
      })}
    </div>
    ${zoneList()}
  `;
}

/** What most people leave as it is, closed until it is asked for. */
function inDetail({ context, choice, pool, filter, changed, filtered }: StartForm): TemplateResult | typeof nothing {
  if (choice.pool === '') return nothing;
  const { value } = pool;
  const packs = packChoice({
    ...{ media: context.data.media.value ?? [], chosen: choice.packs },
    changed: (chosen) => changed({ ...choice, packs: chosen }),
  });
  if (value === undefined || value.name !== choice.pool)
    return html`${pool.problem === undefined ? html`<p class="soft">Reading the pool …</p>` : problemNote(pool.problem)}
    ${packs}`;
  const { reading, error } = value;
  if (reading === null) return html`${problemNote(error === null ? undefined : problemOf(error, 409))} ${packs}`;
  return html`
    ${hostChoice({ reading, choice, changed })} ${vmChoice({ reading, choice, filter, filtered, changed })} ${packs}
  `;
}
