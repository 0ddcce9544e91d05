/** When hosts may be begun: windows of days, times and a zone, or of one night with its date; none: at any time. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import {
  closesNextDay,
  dayNames,
  firstWindow,
  withDay,
  windowText,
  type WindowChoice,
} from '../model/window-choice.js';
import { button } from './button.js';
import { choiceField, field, tick, wrongText } from './field.js';

export interface WindowFields {
  readonly id: string;
  /** Whose they are: `the rollout`, `berlin`. */
  readonly of: string;
  readonly windows: readonly WindowChoice[];
  /** Absent: any number. */
  readonly most?: number;
  readonly changed: (windows: readonly WindowChoice[]) => void;
  /** What is wrong with the one at that place. */
  readonly wrong: (index: number) => string | undefined;
}

const kinds = [
  ['weekly', 'every week'],
  ['once', 'once'],
] as const;

/** Proposals for every zone field of the page. */
export function zoneList(): TemplateResult {
  return html`<datalist id="time-zones">${zones.map((zone) => html`<option value=${zone}></option>`)}</datalist>`;
}

const zones = ['UTC', ...Intl.supportedValuesOf('timeZone')];
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;

export function windowFields({ id, of, windows, most = Infinity, changed, wrong }: WindowFields): TemplateResult {
  const add = (): TemplateResult =>
    button({
      label: html`Add a window<span class="unseen"> of ${of}</span>`,
      little: true,
      press: () => changed([...windows, firstWindow(windows.at(-1)?.zone ?? here)]),
    });
  return html`
    ${windows.map((window, index) =>
      windowView({
        ...{ id: `${id}-${index}`, window, wrong: wrong(index) },
        name: `Window ${most === 1 ? '' : `${index + 1} `}of ${of}`,
        changed: (next) => changed(windows.with(index, next)),
        remove: () => changed(windows.filter((_each, at) => at !== index)),
      }),
    )}
    <div class="buttons">
      ${windows.length < most ? add() : nothing}
      ${windows.length === 0 ? html`<span class="soft">None: hosts are begun at any time.</span>` : nothing}
    </div>
  `;
}

interface WindowView {
  readonly id: string;
  readonly name: string;
  readonly window: WindowChoice;
  readonly wrong: string | undefined;
  readonly changed: (window: WindowChoice) => void;
  readonly remove: () => void;
}

function windowView({ id, name, window, wrong, changed, remove }: WindowView): TemplateResult {
  const part = (key: 'from' | 'to' | 'start' | 'end' | 'zone', label: string): TemplateResult =>
    field({
      ...{ id: `${id}-${key}`, label, value: window[key], changed: (value) => changed({ ...window, [key]: value }) },
      ...(key === 'zone' ? { list: 'time-zones' } : { type: window.kind === 'once' ? 'datetime-local' : 'time' }),
    });
  const days = (): TemplateResult => html`
    <div class="days">
      ${dayNames.map((day, index) => tick({ label: day, value: window.days.includes(index), changed: (isIn) => changed(withDay(window, index, isIn)) }))}
    </div>
  `;
  return html`
    <fieldset class="window">
      <legend>${name}</legend>
      <div class="window-parts">
        ${choiceField({ ...{ id: `${id}-kind`, label: 'How often', value: window.kind, of: kinds }, changed: (kind) => changed({ ...window, kind }) })}
        ${window.kind === 'weekly' ? html`${part('from', 'Opens')} ${part('to', 'Closes')}` : html`${part('start', 'Opens')} ${part('end', 'Closes')}`}
        ${part('zone', 'Time zone')}
      </div>
      ${window.kind === 'weekly' ? days() : nothing}
      <div class="buttons">
        ${wrong === undefined ? html`<span class="soft"><code>${windowText(window)}</code>${closesNextDay(window) ? ' It closes on the next day.' : ''}</span>` : wrongText(id, wrong)}
        ${button({ label: html`Remove<span class="unseen"> ${name}</span>`, little: true, kind: 'plain', press: remove })}
      </div>
    </fieldset>
  `;
}
