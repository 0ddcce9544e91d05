/** Debian's Chromium as a person would have it, with everything noted that it complains of or asks others for. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

const program = '/usr/bin/chromium';
const axeSource = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

export function chromiumIsMissing(): boolean {
  if (existsSync(program)) return false;
  if (process.env['CI'] !== undefined) throw new Error('chromium is missing: .ci/run installs it');
  return true;
}

export async function openChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: program, args: ['--no-sandbox', '--disable-gpu', '--disable-quic'] });
}

export interface Watched {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What the page wrote to the console, and exceptions of its code. */
  readonly complaints: string[];
  /** Requests to any other origin. */
  readonly strangers: string[];
}

export interface Looks {
  readonly theme?: 'light' | 'dark';
  readonly width?: number;
  readonly height?: number;
  /** For certificates of an authority that this browser does not know. */
  readonly ignoreHTTPSErrors?: boolean;
}

/** @param address of the dashboard; whatever is asked for elsewhere is noted */
export async function openPage(
  browser: Browser,
  address: string,
  { theme = 'light', width = 1280, height = 900, ignoreHTTPSErrors = false }: Looks = {},
): Promise<Watched> {
  const context = await browser.newContext({
    ...{
      viewport: { width, height },
      colorScheme: theme,
      ignoreHTTPSErrors,
      reducedMotion: 'reduce',
      timezoneId: 'Europe/Berlin',
    },
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  const strangers: string[] = [];
  page.on('console', (message) => {
    // A refused request is an answer as any other; the browser reports it all the same.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (!['data:', 'blob:'].includes(url.protocol) && url.origin !== new URL(address).origin) strangers.push(url.href);
  });
  page.setDefaultTimeout(30_000);
  return { context, page, complaints, strangers };
}

/** What axe finds, a line each. It is run by the debugger, to which the policy of the page does not apply. */
export async function axeFindings(page: Page): Promise<string[]> {
  const { readFile } = await import('node:fs/promises');
  await page.evaluate(await readFile(axeSource, 'utf8'));
  const found = await page.evaluate<{ id: string; nodes: { html: string; failureSummary: string }[] }[]>(
    '(async () => (await axe.run(document, { resultTypes: ["violations"] })).violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html, failureSummary }) => ({ html, failureSummary })) })))()',
  );
  return found.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 160)}: ${node.failureSummary.slice(0, 300)}`),
  );
}
