/** How Drydock logs in to a pool, and another password for it: tried first, and taken by an open run at its next log-in. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { PoolReply } from '../../../contract/api/pools.js';
import type { Context } from '../../app/context.js';
import type { Resource } from '../../app/resource.js';
import type { Problem } from '../../model/problem.js';
import { button } from '../../parts/button.js';
import { card } from '../../parts/card.js';
import { problemNote } from '../../parts/note.js';

export interface PoolLogIn {
  readonly view: (value: PoolReply) => TemplateResult;
  /** What was typed is not kept. */
  readonly leave: () => void;
}

export function poolLogIn(context: Context, pool: Resource<PoolReply>, name: string): PoolLogIn {
  let password = '';
  let busy = false;
  let problem: Problem | undefined;

  const change = async (): Promise<void> => {
    busy = true;
    context.update();
    const result = await context.attempt(() => context.requests.changePoolPassword(name, password));
    busy = false;
    problem = result.problem;
    context.update();
    if (problem !== undefined) return;
    password = '';
    context.say(`${name} took the new password, and it is kept.`);
    pool.load();
  };
  const field = (): TemplateResult => html`
    <div class="field">
      <label for="new-password">New password</label>
      <input
        id="new-password"
        type="password"
        autocomplete="new-password"
        maxlength="1024"
        aria-describedby="new-password-hint"
        .value=${password}
        @input=${(event: Event) => {
          password = (event.target as HTMLInputElement).value;
          context.update();
        }}
      />
      <span class="hint" id="new-password-hint"
        >As it is on the pool already: it is changed here, and not there. No page shows it again.</span
      >
    </div>
  `;
  const form = ({ user, run }: PoolReply): TemplateResult => html`
    <details ?open=${problem !== undefined}>
      <summary>Change the password</summary>
      <div class="stack">
        ${field()}
        ${run === null ? nothing : html`<p class="soft">The run that has this pool takes it at its next log-in.</p>`}
        ${problemNote(problem)}
        <div class="buttons">
          ${button({
            ...{ label: busy ? 'Logging in …' : `Log in as ${user} with it, and keep it`, busy },
            whyNot: context.whyNot('administrator') ?? (password === '' ? 'Type the new password first.' : null),
            press: () => void change(),
          })}
        </div>
      </div>
    </details>
  `;
  return {
    view: (value) =>
      card({
        title: 'Log-in',
        lead: `As ${value.user}, by the certificates that were pinned when the pool was added.`,
        content:
          value.passwordElsewhere === null
            ? form(value)
            : html`<p>
                  The password is in ${value.passwordElsewhere}. Change it there: the next log-in takes it, that of an
                  open run too.
                </p>
                <p class="soft">
                  To have it read from elsewhere: <code>drydock pool password ${name} --password-file FILE</code>
                </p>`,
      }),
    leave: () => {
      password = '';
    },
  };
}
