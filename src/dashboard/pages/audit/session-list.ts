/** Who is signed in now, and the way to end it: a lost laptop, or a link that went to the wrong person. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { OpenSession } from '../../../contract/api/session.js';
import type { Context } from '../../app/context.js';
import type { Resource } from '../../app/resource.js';
import type { Problem } from '../../model/problem.js';
import { badge } from '../../parts/badge.js';
import { button } from '../../parts/button.js';
import { card, scrolled } from '../../parts/card.js';
import { loaded } from '../../parts/loaded.js';
import { problemNote } from '../../parts/note.js';

export function sessionList(context: Context, sessions: Resource<readonly OpenSession[]>): () => TemplateResult {
  let problem: Problem | undefined;
  const end = async ({ id, name, own }: OpenSession): Promise<void> => {
    const answer = await context.ask({
      title: own ? 'End your own session?' : `End the session of ${name}?`,
      says: [
        own ? 'This page is signed out at once.' : 'The page that is open there is signed out at once.',
        'Whoever has a password can sign in again. To keep a person out, remove the person: drydock user remove.',
      ],
      ...{ does: 'End it', danger: true, reason: 'none' },
    });
    if (answer === null) return;
    problem = (await context.attempt(() => context.requests.endSession(id))).problem;
    sessions.load();
  };
  const row = (session: OpenSession): TemplateResult => {
    const { name, role, kind, from, createdAt, lastUsedAt, endsAt, idleEndsAt, own } = session;
    return html`<tr>
      <th scope="row">
        ${name} ${own ? badge('busy', 'you') : nothing}<br /><small class="soft"
          >${role}, by ${kind === 'link' ? 'a link' : 'password'}</small
        >
      </th>
      <td>${from ?? '–'}<br /><small class="soft nobreak">since ${context.instants.full(createdAt)}</small></td>
      <td>
        ${context.instants.full(lastUsedAt)}<br /><small class="soft"
          >ends ${context.instants.full(Math.min(endsAt, idleEndsAt))}, if left alone</small
        >
      </td>
      <td class="act">
        ${button({
          label: html`End<span class="unseen"> the session of ${name}</span>`,
          ...{ little: true, whyNot: context.whyNot('administrator'), press: () => void end(session) },
        })}
      </td>
    </tr>`;
  };
  return () =>
    card({
      title: 'Signed in now',
      lead: 'A page that is open keeps its session until the latest end.',
      content: html`${problemNote(problem)}
      ${loaded(sessions, (list) =>
        scrolled(
          'Sessions',
          html`<table>
            <thead>
              <tr>
                <th scope="col">Who</th>
                <th scope="col">From</th>
                <th scope="col">Last used</th>
                <th scope="col"><span class="unseen">Actions</span></th>
              </tr>
            </thead>
            <tbody>
              ${list.map(row)}
            </tbody>
          </table>`,
        ),
      )}`,
    });
}
