/** The log of a run: read on from the last line that is known, the newest at the top. */
import { html, type TemplateResult } from 'lit/html.js';
import type { LogLine } from '../../../contract/api/timeline.js';
import type { Context } from '../../app/context.js';
import type { Problem } from '../../model/problem.js';
import type { Tone } from '../../model/tones.js';
import { badge } from '../../parts/badge.js';
import { problemNote } from '../../parts/note.js';

export interface RunLog {
  load(): void;
  render(): TemplateResult;
}

/** So many lines stay on the page; the report has them all. */
const kept = 2000;

const levels: Readonly<Record<LogLine['level'], readonly [Tone, string] | null>> = {
  info: null,
  warning: ['care', 'warning'],
  error: ['bad', 'error'],
  person: ['quiet', 'person'],
};

export function runLog(context: Context, run: string): RunLog {
  let lines: readonly LogLine[] = [];
  let next = 0;
  let reading = false;
  let again = false;
  let problem: Problem | undefined;
  const read = async (): Promise<void> => {
    reading = true;
    const result = await context.attempt(() => context.requests.log(run, next));
    reading = false;
    problem = result.problem;
    if (result.value === undefined) return;
    const known = new Set(lines.map(({ sequence }) => sequence));
    const fresh = result.value.lines.filter(({ sequence }) => !known.has(sequence));
    lines = [...fresh.toReversed(), ...lines].slice(0, kept);
    next = result.value.next;
    if (!result.value.more && !again) return;
    again = false;
    await read();
  };
  return {
    load: () => {
      if (reading) again = true;
      else void read();
    },
    render: () =>
      html`${problemNote(problem)}${lines.length === 0 ? html`<p class="soft">Nothing has happened yet.</p>` : table(lines, context)}`,
  };
}

function table(lines: readonly LogLine[], { instants }: Context): TemplateResult {
  return html`
    <div class="log" tabindex="0" role="group" aria-label="Log">
      <table>
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">Who</th>
            <th scope="col">Host</th>
            <th scope="col">What</th>
          </tr>
        </thead>
        <tbody>
          ${lines.map(({ at, who, host, what, level }) => {
            const look = levels[level];
            return html`<tr>
              <td class="nobreak">${instants.time(at)}</td>
              <td class="nobreak">${who}</td>
              <td class="nobreak">${host ?? ''}</td>
              <td>${look === null ? '' : badge(...look)} ${what}</td>
            </tr>`;
          })}
        </tbody>
      </table>
    </div>
  `;
}
