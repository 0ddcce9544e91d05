/** Something to be noticed: what, why, and what to do about it, with the way there. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { Problem } from '../model/problem.js';
import type { Tone } from '../model/tones.js';
import { toneIcons } from './icons.js';

export interface Note {
  readonly tone: Tone;
  readonly title: string;
  readonly text?: string;
  readonly actions?: TemplateResult;
}

export function note({ tone, title, text = '', actions }: Note): TemplateResult {
  return html`
    <div class="note ${tone}">
      ${toneIcons[tone]}
      <div>
        <p class="strong">${title}</p>
        ${text === '' ? nothing : html`<p class="soft">${text}</p>`}
      </div>
      ${actions === undefined ? nothing : html`<div class="buttons">${actions}</div>`}
    </div>
  `;
}

/** An error of the controller in its three parts; told to screen readers at once. */
export function problemNote(problem: Problem | undefined, actions?: TemplateResult): TemplateResult | typeof nothing {
  if (problem === undefined) return nothing;
  return html`
    <div class="note bad" role="alert">
      ${toneIcons.bad}
      <div>
        <p class="strong">${problem.what}</p>
        ${problem.why === '' ? nothing : html`<p>${problem.why}</p>`}
        <p class="soft"><strong>What to do:</strong> ${problem.remedy} <code>${problem.code}</code></p>
      </div>
      ${actions === undefined ? nothing : html`<div class="buttons">${actions}</div>`}
    </div>
  `;
}
