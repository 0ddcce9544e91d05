/** Sign-in with name and password, or with the one-time link that `drydock dashboard` prints. */
import { html, type TemplateResult } from 'lit/html.js';
import type { SignIn } from '../../../contract/api/session.js';
import type { Context, Page } from '../../app/context.js';
import type { Problem } from '../../model/problem.js';
import type { Route } from '../../model/routes.js';
import { brandMark } from '../../parts/icons.js';
import { problemNote } from '../../parts/note.js';

export function signInPage(context: Context, route: Route): Page {
  let problem: Problem | undefined;
  let busy = false;

  const signIn = async (body: SignIn): Promise<void> => {
    busy = true;
    context.update();
    const { value, problem: found } = await context.attempt(() => context.requests.signIn(body));
    busy = false;
    problem = found;
    if (value !== undefined) context.signedIn(value);
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const fields = new FormData(event.target as HTMLFormElement);
    const text = (name: string): string => (fields.get(name) as string | null) ?? '';
    if (!busy) void signIn({ name: text('name'), password: text('password') });
  };

  const link = route.parts[0];
  if (link !== undefined) void signIn({ link });

  return {
    title: 'Sign in',
    render: () => html`
      <main class="sign-in" id="main">
        <span class="brand">${brandMark}Drydock</span>
        <section class="card">
          <h1 tabindex="-1">Sign in</h1>
          ${problemNote(problem)}${fields(submit, busy)}
        </section>
        <p class="hint">
          No account yet? On the machine that Drydock runs on, <code>drydock dashboard</code> prints a link that signs
          you in once, and <code>drydock user add</code> makes an account.
        </p>
      </main>
    `,
  };
}

function fields(submit: (event: SubmitEvent) => void, busy: boolean): TemplateResult {
  return html`
    <form class="form" @submit=${submit}>
      <div class="field">
        <label for="name">Name</label>
        <input
          id="name"
          name="name"
          type="text"
          autocomplete="username"
          autocapitalize="none"
          spellcheck="false"
          maxlength="64"
          required
        />
      </div>
      <div class="field">
        <label for="password">Password</label>
        <input
          id="password"
          name="password"
          type="password"
          autocomplete="current-password"
          maxlength="1024"
          required
        />
      </div>
      <button class="button first" aria-disabled=${busy ? 'true' : 'false'}>
        ${busy ? 'Signing in …' : 'Sign in'}
      </button>
    </form>
  `;
}
