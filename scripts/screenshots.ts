/** `npm run screenshots`: the pictures of docs/dashboard.md, from the real pages, real daemons and a simulated pool in the middle of a run. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { openChromium, openPage } from '../test/support/dashboard/browser.js';
import { demoMedium, LiveSite, password, type StartedPool } from '../test/support/dashboard/live-site.js';

const folder = 'docs/screenshots';
const medium = 'xcp-ng-8.3.0';
const size = { width: 1280, height: 800 };

const themes = ['light', 'dark'] as const;

/** Three hosts with six VMs, HA on and a disc in a drive: something of everything, the same each time but for the clock. */
const berlin = { name: 'berlin', hosts: 3, vms: 6, seed: 7, speed: 25, haEnabled: true, shape: { localCds: 1 } };
const munich = { name: 'munich', hosts: 2, vms: 3, seed: 11, speed: 60, haEnabled: true };

/** Small ones, for a rollout: munich has a plan of its own by then, and a pool with one is not planned again. */
const others = [
  { name: 'dresden', hosts: 1, vms: 0, seed: 17, speed: 60 },
  { name: 'leipzig', hosts: 2, vms: 2, seed: 19, speed: 60 },
  { name: 'mainz', hosts: 2, vms: 3, seed: 23, speed: 60 },
];

/** Not added yet: the pictures show how that is done. */
const ulm = { name: 'ulm', hosts: 1, vms: 1, seed: 13, speed: 60 };
let newcomer: StartedPool;

mkdirSync(folder, { recursive: true });
const site = await LiveSite.open();
const browser = await openChromium();
try {
  for (const pool of [berlin, munich]) await site.addPool(pool);
  newcomer = await site.startPool(ulm);
  await site.addPerson('anna', 'administrator');
  await importMedium();
  // `npm run screenshots -- choices`: without the run that the others need, in half a minute.
  if (process.argv[2] === 'choices') await everyChoice();
  else await everything();
} finally {
  await browser.close();
  await site.close();
}

async function everything(): Promise<void> {
  const run = await preparedRun();
  await untilInstalling(run);
  for (const theme of themes) await whileItInstalls(theme, run);
  for (const theme of themes) await atLeisure(theme);
  await everyChoice();
}

async function everyChoice(): Promise<void> {
  for (const pool of others) await site.addPool(pool);
  for (const theme of themes) await choices(await camera(theme, 1080));
}

/** By the page, as anna does it. */
async function importMedium(): Promise<void> {
  const { page, context } = await openPage(browser, site.url, size);
  page.setDefaultTimeout(180_000);
  await signIn(page);
  await page.goto(`${site.url}#/media`);
  await page.getByText('More: name, checksum, signature').waitFor();
  await page.getByLabel('File', { exact: true }).setInputFiles(demoMedium);
  await page.getByText('More: name, checksum, signature').click();
  await page.getByLabel('Alias').fill(medium);
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByText(`also ${medium}`).waitFor();
  await context.close();
}

/** Checks, plans and starts by the page. */
async function preparedRun(): Promise<string> {
  const { page, context } = await openPage(browser, site.url, size);
  page.setDefaultTimeout(180_000);
  await signIn(page);
  await page.goto(`${site.url}#/start?pool=berlin&media=synth-ng-8.3.0`);
  await page.getByRole('button', { name: 'Check and plan' }).click();
  await page.getByText(/^Upgrade berlin to/).waitFor();
  await page.getByRole('button', { name: 'Start the upgrade' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Start', exact: true }).click();
  await page.getByRole('heading', { name: 'Upgrade of berlin' }).waitFor();
  const id = decodeURIComponent(page.url().split('/').at(-1) ?? '');
  await context.close();
  return id;
}

/** Until the second host fetches: the first is done then, and there is something of everything. */
async function untilInstalling(run: string): Promise<void> {
  const { page, context } = await openPage(browser, site.url, size);
  page.setDefaultTimeout(600_000);
  await signIn(page);
  await page.goto(`${site.url}#/runs/${run}`);
  await page.getByText('1 of 3').first().waitFor();
  await page
    .locator('.host')
    .nth(1)
    .getByText(/[1-9]\d* of 25 packages/)
    .first()
    .waitFor();
  await context.close();
}

type Theme = (typeof themes)[number];

interface Camera {
  readonly page: Page;
  readonly take: (name: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

async function camera(theme: Theme, height = size.height): Promise<Camera> {
  const { page, context } = await openPage(browser, site.url, { ...size, height, theme });
  page.setDefaultTimeout(180_000);
  await signIn(page);
  return {
    page,
    take: async (name) => {
      await page.locator('.toast').waitFor({ state: 'detached' });
      await page.screenshot({ path: join(folder, `${name}-${theme}.png`), animations: 'disabled' });
    },
    close: () => context.close(),
  };
}

/** The pages that live: the second host fetches its packages meanwhile. */
async function whileItInstalls(theme: Theme, run: string): Promise<void> {
  const { page, take, close } = await camera(theme, 1180);
  await page.goto(`${site.url}#/servers`);
  await page.getByText('By protocol').waitFor();
  await page.waitForTimeout(7000);
  await page.setViewportSize(size);
  await take('servers');
  await page.setViewportSize({ ...size, height: 1180 });
  await page.goto(`${site.url}#/runs/${run}`);
  await page.getByRole('img', { name: /^xs-[23]: emptied/ }).waitFor();
  await take('run');
  await page.goto(`${site.url}#/overview`);
  await page.getByText('At a glance').waitFor();
  await page.setViewportSize({ ...size, height: 560 });
  await take('overview');
  await close();
}

async function atLeisure(theme: Theme): Promise<void> {
  const { page, take, close } = await camera(theme);
  await page.goto(`${site.url}#/media/synth-ng-8.3.0`);
  await page.getByText('Who vouches for it').waitFor();
  await take('passport');
  await page.goto(`${site.url}#/pools/munich`);
  await page.getByLabel('Medium', { exact: true }).selectOption('synth-ng-8.3.0');
  await page.getByRole('button', { name: 'Check now' }).click();
  await page.getByText('The check is done.').waitFor();
  await page.evaluate('document.querySelector(".tallies").scrollIntoView({ block: "center" })');
  await take('check');
  await page.goto(`${site.url}#/start?pool=munich&media=synth-ng-8.3.0`);
  await page.getByRole('button', { name: 'Check and plan' }).click();
  await page.getByText(/^Upgrade munich to/).waitFor();
  await page.evaluate(
    '[...document.querySelectorAll("h2")].find((head) => head.textContent === "The plan").scrollIntoView({ block: "start" }); scrollBy(0, -90)',
  );
  await take('plan');
  await close();
}

/** What is typed and chosen, up to the step before anything is done. */
async function choices({ page, take, close }: Camera): Promise<void> {
  const { simulator } = newcomer;
  await page.goto(`${site.url}#/add-pool`);
  await page.getByLabel('Name').fill('ulm');
  await page.getByLabel('Addresses').fill(simulator.addresses[0] ?? '');
  await page.getByLabel('Password').fill(simulator.password);
  await page.getByRole('button', { name: 'Show its certificate' }).click();
  await page.getByText('Is it the host that you mean?').waitFor();
  await take('add-pool');
  await page.goto(`${site.url}#/start?pool=munich&media=synth-ng-8.3.0`);
  await page.getByText(/^Hosts: all/).click();
  await page.getByText(/^VMs: as their tags/).click();
  await page
    .getByLabel(/^What is done with /)
    .first()
    .selectOption('stop');
  await page.evaluate('scrollTo(0, document.body.scrollHeight)');
  await take('choices');
  await planRollout(page);
  await take('rollout-plan');
  await close();
}

/** Three pools, of which the smallest goes first. */
async function planRollout(page: Page): Promise<void> {
  await page.goto(`${site.url}#/plan-rollout`);
  await page.getByLabel('Name of the rollout').fill('Autumn');
  await page.getByLabel('Medium', { exact: true }).selectOption('synth-ng-8.3.0');
  for (const { name } of others) await page.getByLabel(name, { exact: true }).check();
  await page.getByLabel('Wave of dresden').selectOption('canary');
  await page.getByLabel('Pools at a time').fill('2');
  await page.getByRole('button', { name: /^Look .*and plan/ }).click();
  await page.getByText('Rollout Autumn: 3 pools').waitFor();
  await page.evaluate(
    '[...document.querySelectorAll("h2")].find((head) => head.textContent === "The plan").scrollIntoView({ block: "start" }); scrollBy(0, -90)',
  );
}

async function signIn(page: Page): Promise<void> {
  await page.goto(site.url);
  await page.getByLabel('Name').fill('anna');
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
}
