/** The whole page: its state, and the one place where it is drawn. Whatever changes asks for a drawing; drawings are cheap. */
import { html, nothing, render, type TemplateResult } from 'lit/html.js';
import type { SessionReply } from '../../contract/api/session.js';
import { controlRequests } from '../api/control.js';
import { RequestError } from '../api/http.js';
import { openLive, type Live } from '../api/live.js';
import { attentionOf } from '../model/attention.js';
import { instantFormat } from '../model/instants.js';
import { whyNot } from '../model/rights.js';
import { parseRoute, routeTo, type Route } from '../model/routes.js';
import { pageFactories } from '../pages/index.js';
import { signInPage } from '../pages/sign-in/sign-in-page.js';
import { problemNote } from '../parts/note.js';
import { attentionInput } from './attention-input.js';
import type { Context, Page } from './context.js';
import { createData } from './data.js';
import { questionDialog, type Answer, type Question } from './question.js';
import { createResource, problemIn, type Resource } from './resource.js';
import { shell, type Connection } from './shell.js';
import { followTheme } from './theme.js';

const sayFor = 6000;

export class Application {
  private session: SessionReply | undefined;
  private connection: Connection = 'opening';
  private lostAt = 0;
  private live: Live | undefined;
  private route: Route = parseRoute(location.hash);
  private page: Page | undefined;
  private question: { readonly asked: Question; readonly answer: (answer: Answer | null) => void } | undefined;
  private said = '';
  private saidTimer: ReturnType<typeof setTimeout> | undefined;
  private drawing = false;
  private focusNext = false;
  private outdated = false;
  private signingOut = false;
  private readonly requests = controlRequests(() => this.session?.csrf ?? null);
  private readonly hooks = { changed: () => this.update(), failed: (error: unknown) => this.noteFailure(error) };
  private readonly data = createData(this.requests, this.hooks);
  private readonly theme = followTheme(() => this.update());
  private readonly starting: Resource<SessionReply>;

  constructor(private readonly place: HTMLElement) {
    this.starting = createResource(() => this.readSession(), this.hooks);
  }

  start(): void {
    addEventListener('hashchange', () => this.openRoute());
    // Countdowns and ages move although nothing has happened.
    setInterval(() => {
      if (!document.hidden) this.update();
    }, 1000);
    this.starting.load();
  }

  private async readSession(): Promise<SessionReply> {
    const session = await this.requests.session();
    if (session.signedIn) this.enter(session);
    else {
      this.session = session;
      this.openSignIn();
    }
    return session;
  }

  private enter(session: SessionReply): void {
    this.session = session;
    this.live?.close();
    this.live = openLive({
      opened: () => this.reconnected(),
      event: ({ event, data }) => this.take(event, data),
      lost: () => this.lose(),
      signedOut: () => this.ended(),
    });
    if (this.route.page === 'sign-in') history.replaceState(null, '', afterSignIn(this.route));
    this.openRoute();
    this.data.loadAll();
  }

  /** Whatever was missed is read anew, rather than guessed. */
  private reconnected(): void {
    const was = this.connection;
    this.connection = 'live';
    this.update();
    if (was !== 'lost') return;
    this.say('The connection is back; everything was read anew.');
    this.data.loadAll();
    this.page?.refresh?.();
  }

  private lose(): void {
    if (this.connection !== 'lost') this.lostAt = Date.now();
    this.connection = 'lost';
    this.update();
  }

  private take(event: string, text: string): void {
    const data = JSON.parse(text) as unknown;
    if (event === 'hello') {
      const { version } = data as { version: string };
      this.outdated = this.session !== undefined && version !== this.session.version;
    }
    this.data.apply(event, data);
    this.page?.event?.(event, data);
    this.update();
  }

  /** The session has ended: by its time, by a person, or because the controller has a new memory. */
  private ended(): void {
    if (this.signingOut) return;
    this.live?.close();
    this.live = undefined;
    this.session =
      this.session === undefined ? undefined : { ...this.session, signedIn: false, user: null, csrf: null };
    this.openSignIn();
  }

  private noteFailure(error: unknown): void {
    if (error instanceof RequestError && error.status === 401 && this.session?.signedIn === true) this.ended();
    this.update();
  }

  private openSignIn(): void {
    const here = location.hash === '' || this.route.page === 'sign-in' ? undefined : location.hash;
    if (this.route.page !== 'sign-in') {
      history.replaceState(null, '', routeTo('sign-in', [], here === undefined ? {} : { to: here }));
    }
    this.route = parseRoute(location.hash);
    this.show(signInPage(this.context(), this.route));
  }

  private openRoute(): void {
    const next = parseRoute(location.hash);
    if (this.session?.signedIn !== true) {
      this.route = next;
      if (this.session !== undefined) this.openSignIn();
      return;
    }
    const factory = pageFactories[next.page] ?? pageFactories['overview'];
    this.focusNext = this.page !== undefined;
    this.route = next;
    if (factory !== undefined) this.show(factory(this.context(), next));
  }

  private show(page: Page): void {
    this.page?.leave?.();
    this.page = page;
    scrollTo(0, 0);
    page.refresh?.();
    this.update();
  }

  private context(): Context {
    const session = (): SessionReply | undefined => this.session;
    return {
      ...{ requests: this.requests, data: this.data, instants: instantFormat() },
      get session() {
        return session();
      },
      now: () => Date.now(),
      update: () => this.update(),
      go: (hash) => {
        location.hash = hash;
      },
      say: (text) => this.say(text),
      ask: (asked) => this.ask(asked),
      whyNot: (needed) => whyNot(this.session?.user?.role, needed),
      resource: (read) => createResource(read, this.hooks),
      attempt: (work) => this.attempt(work),
      signedIn: (signedIn) => this.enter(signedIn),
      signOut: () => void this.signOut(),
    };
  }

  private async attempt<T>(work: () => Promise<T>) {
    try {
      return { value: await work() };
    } catch (error) {
      this.noteFailure(error);
      return { problem: problemIn(error) };
    } finally {
      this.update();
    }
  }

  private async signOut(): Promise<void> {
    // The events may tell of the end before the reply does: a form drawn then would be lost under somebody's fingers.
    this.signingOut = true;
    const { problem } = await this.attempt(() => this.requests.signOut());
    // Whoever sits down next finds nothing of what was chosen here; a session that merely ends keeps it.
    if (problem === undefined) location.reload();
    else {
      this.signingOut = false;
      this.ended();
    }
  }

  private ask(asked: Question): Promise<Answer | null> {
    const before = document.activeElement;
    return new Promise((resolve) => {
      const answer = (given: Answer | null): void => {
        this.question = undefined;
        this.update();
        resolve(given);
        if (before instanceof HTMLElement) requestAnimationFrame(() => before.focus());
      };
      this.question = { asked, answer };
      this.update();
    });
  }

  private say(text: string): void {
    clearTimeout(this.saidTimer);
    this.said = text;
    this.saidTimer = setTimeout(() => {
      this.said = '';
      this.update();
    }, sayFor);
    this.update();
  }

  private update(): void {
    if (this.drawing) return;
    this.drawing = true;
    // Before the next event: what is pressed or typed twice within a frame must not begin from what was drawn before the first.
    queueMicrotask(() => {
      this.drawing = false;
      this.draw();
    });
  }

  private draw(): void {
    const title = this.page?.title;
    document.title = title === undefined ? 'Drydock' : `${title} · Drydock`;
    render(html`${this.view()}${this.overlay()}`, this.place);
    if (!this.focusNext) return;
    this.focusNext = false;
    this.place.querySelector<HTMLElement>('h1')?.focus();
  }

  private view(): TemplateResult | typeof nothing {
    const { page, session } = this;
    if (page === undefined || session === undefined) return this.opening();
    if (!session.signedIn) return page.render();
    return shell({
      ...{ session, connection: this.connection, page: this.route.page, theme: this.theme, outdated: this.outdated },
      lostSince: instantFormat().full(this.lostAt),
      attention: attentionOf(attentionInput(this.data)).filter(({ tone }) => tone === 'bad' || tone === 'care').length,
      content: page.render(),
      signOut: () => void this.signOut(),
    });
  }

  private opening(): TemplateResult | typeof nothing {
    const again = html`<button class="button" @click=${() => this.starting.load()}>Try again</button>`;
    if (this.starting.problem === undefined) return nothing;
    return html`<main class="sign-in">
      <h1>Drydock</h1>
      ${problemNote(this.starting.problem, again)}
    </main>`;
  }

  private overlay(): TemplateResult {
    const { question } = this;
    return html`
      ${question === undefined ? nothing : questionDialog(question.asked, question.answer)}
      <div class="toasts" role="status">${this.said === '' ? nothing : html`<p class="toast">${this.said}</p>`}</div>
    `;
  }
}

/** Back to where somebody wanted to go: to a page of this dashboard, whatever an address says. */
function afterSignIn({ query }: Route): string {
  const wanted = query['to'];
  return wanted?.startsWith('#/') === true ? wanted : routeTo('overview');
}
