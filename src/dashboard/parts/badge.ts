/** A state as a shape, a word and a colour. */
import { html, type TemplateResult } from 'lit/html.js';
import type { Tone } from '../model/tones.js';
import { toneIcons } from './icons.js';

export function badge(tone: Tone, word: string): TemplateResult {
  return html`<span class="badge ${tone}">${toneIcons[tone]}${word.replaceAll('-', ' ')}</span>`;
}
