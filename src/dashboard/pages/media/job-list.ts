/** Imports and verifications, the running ones with a bar and a way to cancel them. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { MediaJob } from '../../../contract/api/media-jobs.js';
import type { Context } from '../../app/context.js';
import { jobView } from '../../model/media-job.js';
import { problemOf } from '../../model/problem.js';
import { routeTo } from '../../model/routes.js';
import { badge } from '../../parts/badge.js';
import { button } from '../../parts/button.js';
import { card } from '../../parts/card.js';
import { problemNote } from '../../parts/note.js';

/** Of those that have ended, so many are shown. */
const endedShown = 4;

export function jobList(context: Context, concerns: (job: MediaJob) => boolean): TemplateResult | typeof nothing {
  const jobs = (context.data.jobs.value?.jobs ?? []).filter(concerns);
  const ended = jobs.filter((job) => jobView(job).ended).slice(0, endedShown);
  const shown = jobs.filter((job) => !jobView(job).ended || ended.includes(job));
  if (shown.length === 0) return nothing;
  return card({
    title: 'Imports and verifications',
    content: html`<ul class="rows">
      ${shown.map((job) => html`<li class="stack">${jobRow(job, context)}</li>`)}
    </ul>`,
  });
}

function jobRow(job: MediaJob, context: Context): TemplateResult {
  const { tone, word, title, text, share, ended } = jobView(job);
  return html`
    <div class="finding">
      ${badge(tone, word)}
      <div>
        <p class="strong break">${title}</p>
        <p class="soft">${text}, by ${job.by}</p>
      </div>
      <div class="buttons">${ended ? opener(job) : canceller(job, context)}</div>
    </div>
    ${ended ? nothing : bar(title, share)} ${job.error === null ? nothing : problemNote(problemOf(job.error, 409))}
  `;
}

function bar(title: string, share: number | null): TemplateResult {
  return share === null
    ? html`<progress aria-label=${title}></progress>`
    : html`<progress max="100" value=${share} aria-label=${title}></progress>`;
}

function opener({ medium, state }: MediaJob): TemplateResult | typeof nothing {
  if (medium === null || state !== 'done') return nothing;
  return html`<a class="button little" href=${routeTo('media', [medium])}
    >Passport<span class="unseen"> of ${medium}</span></a
  >`;
}

function canceller(job: MediaJob, context: Context): TemplateResult {
  const cancel = async (): Promise<void> => {
    const { problem } = await context.attempt(() => context.requests.cancelJob(job.id));
    context.say(problem === undefined ? 'It is being cancelled.' : `${problem.what}: ${problem.remedy}`);
  };
  return button({ label: 'Cancel', little: true, whyNot: context.whyNot('operator'), press: () => void cancel() });
}
