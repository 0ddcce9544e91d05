/** A resource on the page: what is known of it, a place kept free while it is read, and what went wrong. */
import { html, type TemplateResult } from 'lit/html.js';
import type { Resource } from '../app/resource.js';
import { problemNote } from './note.js';

export function loaded<T>(resource: Resource<T>, view: (value: T) => TemplateResult): TemplateResult {
  const again = html`<button class="button" @click=${() => resource.load()}>Try again</button>`;
  if (resource.value !== undefined) return html`${problemNote(resource.problem, again)}${view(resource.value)}`;
  if (resource.problem !== undefined) return html`${problemNote(resource.problem, again)}`;
  return html`<div class="skeleton" aria-busy="true">Reading …</div>`;
}
