/** The frame around each page: who is signed in, where one can go, and whether what is shown is live. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { SessionReply } from '../../contract/api/session.js';
import { brandMark, icons, toneIcons } from '../parts/icons.js';
import type { ThemeSwitch } from './theme.js';

export type Connection = 'opening' | 'live' | 'lost';

export interface ShellView {
  readonly session: SessionReply;
  readonly connection: Connection;
  /** Since when it is lost, as a time with zone. */
  readonly lostSince: string;
  readonly page: string;
  /** How many things need somebody now. */
  readonly attention: number;
  readonly theme: ThemeSwitch;
  /** The controller is of another version than this page. */
  readonly outdated: boolean;
  readonly content: TemplateResult;
  readonly signOut: () => void;
}

const places = [
  ['overview', 'Overview'],
  ['media', 'Media'],
  ['servers', 'Servers'],
  ['pools', 'Pools'],
  ['runs', 'Runs'],
  ['rollouts', 'Rollouts'],
  ['audit', 'Audit'],
] as const;

/** Pages that stand below another one in the navigation. */
const placeOf: Readonly<Record<string, string>> = { start: 'pools', 'add-pool': 'pools', 'plan-rollout': 'rollouts' };

const themeNames = { system: 'as the system', light: 'light', dark: 'dark' } as const;

export function shell(view: ShellView): TemplateResult {
  return html`
    <button class="skip" @click=${focusMain}>Go to the content</button>
    <div class="shell">
      <header class="bar">
        <a class="brand" href="#/overview">${brandMark}Drydock</a>
        <div class="bar-end">${themeButton(view.theme)} ${userView(view)}</div>
      </header>
      <nav class="nav" aria-label="Pages">
        <ul>
          ${places.map(([page, name]) => (isShown(page, view.session) ? placeLink(page, name, view) : nothing))}
        </ul>
      </nav>
      <main class="main" id="main">${view.content}</main>
    </div>
    <div class="lost-place" role="status">${connectionView(view)}</div>
  `;
}

/** The audit names people: the controller shows it to administrators alone. */
function isShown(page: string, { user }: SessionReply): boolean {
  return page !== 'audit' || user?.role === 'administrator';
}

function placeLink(page: (typeof places)[number][0], name: string, view: ShellView): TemplateResult {
  const here = (placeOf[view.page] ?? view.page) === page;
  const tally = page === 'overview' && view.attention > 0 ? view.attention : null;
  return html`
    <li>
      <a href="#/${page}" aria-current=${here ? 'page' : nothing}>
        ${icons[page]}${name}
        ${
          tally === null
            ? nothing
            : html`<span class="tally"
                >${tally}<span class="unseen"> ${tally === 1 ? 'thing needs' : 'things need'} you</span></span
              >`
        }
      </a>
    </li>
  `;
}

function themeButton(theme: ThemeSwitch): TemplateResult {
  const label = `Colours: ${themeNames[theme.chosen]}`;
  return html`<button class="icon-button" title=${label} aria-label=${label} @click=${() => theme.next()}>
    ${icons[theme.chosen]}
  </button>`;
}

function userView({ session, signOut }: ShellView): TemplateResult | typeof nothing {
  if (session.user === null) return nothing;
  return html`
    <span class="who">${session.user.name}<small>${session.user.role}</small></span>
    <button class="icon-button" title="Sign out" aria-label="Sign out" @click=${signOut}>${icons.out}</button>
  `;
}

function connectionView({ connection, lostSince, outdated }: ShellView): TemplateResult | typeof nothing {
  if (connection === 'lost') {
    return html`<p class="lost">
      ${toneIcons.care} No connection to the controller since ${lostSince}. What you see may be old; this page tries
      again by itself.
    </p>`;
  }
  if (outdated) {
    return html`<p class="lost">
      ${toneIcons.care} Drydock was updated.
      <button class="button little" @click=${() => location.reload()}>Load the new page</button>
    </p>`;
  }
  return nothing;
}

function focusMain(): void {
  document.querySelector<HTMLElement>('#main h1')?.focus();
}
