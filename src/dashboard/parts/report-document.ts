/**
 * The report's own page, shown within this one: its content and its style in a shadow tree, so that neither touches the other.
 * Nothing of it can run: scripts of a parsed document are inert, and the policy of this page forbids all others.
 */

/** The report fills a page of its own; here it stands in a column that has its edges already. */
const fitted =
  ':host { background: none; font-family: var(--sans); } .report { display: block; } .report > section:first-of-type { margin-top: 1.2rem; }';

const styleElement = /<style>([\s\S]*?)<\/style>/;

export class ReportDocument extends HTMLElement {
  private text = '';
  private readonly root = this.attachShadow({ mode: 'open' });
  private readonly themed = new MutationObserver(() => this.dress());
  private dressing = '';

  set html(text: string) {
    if (text === this.text) return;
    this.text = text;
    // Taken out first: even where it is only parsed, the policy would complain of a style that stands in a page.
    const page = new DOMParser().parseFromString(text.replace(styleElement, ''), 'text/html');
    const article = document.createElement('article');
    article.className = 'report';
    article.append(...(page.querySelector('main') ?? page.body).childNodes);
    // In a page of its own its sections are its landmarks; here they would stand among those of this page.
    for (const section of article.querySelectorAll('section')) section.removeAttribute('aria-labelledby');
    this.dressing = styleElement.exec(text)?.[1] ?? '';
    this.root.replaceChildren(article);
    this.dress();
  }

  connectedCallback(): void {
    this.themed.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  }

  disconnectedCallback(): void {
    this.themed.disconnect();
  }

  /** The report goes by the system's theme; here it goes by the one that was chosen. */
  private dress(): void {
    const dark = document.documentElement.dataset['theme'] === 'dark';
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      this.dressing
        .replaceAll('@media (prefers-color-scheme: dark)', dark ? '@media all' : '@media not all')
        .replaceAll(':root', ':host')
        .replace(/(^|\n)body \{/g, '$1:host { display: block;')
        .replace(/(^|\n)main \{[^}]*\}/g, '') + fitted,
    );
    this.root.adoptedStyleSheets = [sheet];
  }
}

customElements.define('report-document', ReportDocument);
