/** Who did what, from where, and whether it was let happen, the newest first; and who is signed in. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { AuditRecord } from '../../../contract/api/audit.js';
import type { Context, Page } from '../../app/context.js';
import type { Problem } from '../../model/problem.js';
import type { Tone } from '../../model/tones.js';
import { badge } from '../../parts/badge.js';
import { card, scrolled } from '../../parts/card.js';
import { empty } from '../../parts/empty.js';
import { pageHead } from '../../parts/head.js';
import { loaded } from '../../parts/loaded.js';
import { problemNote } from '../../parts/note.js';
import { sessionList } from './session-list.js';

const outcomes: Readonly<Record<AuditRecord['outcome'], Tone>> = { done: 'good', refused: 'care', failed: 'bad' };

export function auditPage(context: Context): Page {
  const newest = context.resource(() => context.requests.audit(null));
  const sessions = context.resource(() => context.requests.sessions());
  const signedIn = sessionList(context, sessions);
  let older: readonly AuditRecord[] = [];
  let next: string | null | undefined;
  let problem: Problem | undefined;
  const more = async (): Promise<void> => {
    const before = next === undefined ? (newest.value?.next ?? null) : next;
    const result = await context.attempt(() => context.requests.audit(before));
    problem = result.problem;
    if (result.value === undefined) return;
    older = [...older, ...result.value.records];
    next = result.value.next;
  };
  return {
    title: 'Audit',
    refresh: () => {
      older = [];
      next = undefined;
      newest.load();
      sessions.load();
    },
    event: (name, data) => {
      // Pages that were read before stay: only the front grows.
      if (name === 'audit' && newest.value !== undefined)
        newest.set({ ...newest.value, records: [data as AuditRecord, ...newest.value.records] });
      if (name === 'audit' && (data as AuditRecord).action.startsWith('session.')) sessions.load();
    },
    render: () => html`
      ${pageHead({ title: 'Audit', lead: 'Every action, and every attempt at one, with who and from where.' })}
      ${signedIn()}
      ${loaded(newest, (value) => {
        const records = [...value.records, ...older];
        if (records.length === 0)
          return empty(
            'Nothing was done yet',
            'Sign-ins, imports, checks, plans and every word to a run will stand here.',
          );
        const hasMore = (next === undefined ? value.next : next) !== null;
        return html`
          ${card({ title: 'Actions', content: table(records, context) })} ${problemNote(problem)}
          ${hasMore ? html`<div class="buttons"><button class="button" @click=${() => void more()}>Show older ones</button></div>` : nothing}
        `;
      })}
    `,
  };
}

function table(records: readonly AuditRecord[], context: Context): TemplateResult {
  return scrolled(
    'Actions',
    html`
      <table>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">Who, from where</th>
            <th scope="col">Action</th>
            <th scope="col">Object</th>
            <th scope="col">Outcome</th>
          </tr>
        </thead>
        <tbody>
          ${records.map((record) => row(record, context))}
        </tbody>
      </table>
    `,
  );
}

function row(
  { at, who, kind, role, from, action, object, outcome, detail }: AuditRecord,
  { instants }: Context,
): TemplateResult {
  return html`<tr>
    <td class="nobreak">${instants.full(at)}</td>
    <th scope="row">
      ${who}<br /><small class="soft"
        >${kind === 'nobody' ? 'not signed in' : `${role ?? ''}${kind === 'user' ? '' : `, by ${kind}`}`}<br />${from}</small
      >
    </th>
    <td class="nobreak"><code>${action}</code></td>
    <td class="break">${object === '' ? '–' : object}</td>
    <td>
      ${badge(outcomes[outcome], outcome)}${detail === '' ? nothing : html`<br /><small class="soft break">${detail}</small>`}
    </td>
  </tr>`;
}
