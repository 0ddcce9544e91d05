/** What an administrator does beside the straight way, by the page and against real daemons: adds a pool, upgrades a part of it by hand, steers a rollout. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { stateLayout } from '../../src/daemon/state-layout.js';
import { fingerprintLines } from '../../src/dashboard/model/add-pool.js';
import { axeFindings, chromiumIsMissing, openChromium, openPage, type Watched } from '../support/dashboard/browser.js';
import { demoMedium, LiveSite, type StartedPool } from '../support/dashboard/live-site.js';

const medium = 'synth-ng-8.3.0';
const patience = 120_000;

describe('the choices of the dashboard, with real daemons', function () {
  this.timeout(400_000);
  let browser: Browser | undefined;
  let site: LiveSite;
  let anna: Watched;
  let munich: StartedPool;

  before(async function () {
    if (chromiumIsMissing()) this.skip();
    site = await LiveSite.open();
    for (const [index, name] of ['bonn', 'ulm'].entries())
      await site.addPool({ name, hosts: 1, vms: 0, seed: 20 + index, speed: 400 });
    browser = await openChromium();
    anna = await openPage(browser, site.url);
    anna.page.setDefaultTimeout(patience);
    await anna.page.goto(await site.link());
    await anna.page.getByRole('heading', { name: 'Overview' }).waitFor();
  });
  after(async () => {
    await browser?.close();
    if (browser !== undefined) await site.close();
  });

  it('make a pool known once its certificate was compared, and a wrong password keep nothing', async () => {
    const { page } = anna;
    munich = await site.startPool({ name: 'munich', hosts: 2, vms: 3, seed: 11, speed: 400 });
    const { simulator, fingerprints } = munich;
    await page.getByRole('link', { name: 'Pools', exact: true }).click();
    await page.getByRole('link', { name: 'Add a pool' }).click();
    await page.getByLabel('Name').fill('munich');
    await page.getByLabel('Addresses').fill(simulator.addresses.join(', '));
    await page.getByLabel('Password').fill('not this one');
    await page.getByRole('button', { name: 'Show its certificate' }).click();
    for (const fingerprint of Object.values(fingerprints))
      for (const line of fingerprintLines(fingerprint)) await page.getByText(line).first().waitFor();
    await page.getByRole('button', { name: 'It is the same: add the pool' }).click();
    await page.getByText('XAPI_LOGIN_REFUSED').waitFor();
    expect(await axeFindings(page)).to.deep.equal([]);
    await page.getByLabel('Password').fill(simulator.password);
    await page.getByRole('button', { name: 'It is the same: add the pool' }).click();
    await page.getByRole('heading', { name: 'munich' }).waitFor();
    await page.getByText('coordinator').first().waitFor();
    const kept = readdirSync(join(stateLayout(site.settings.state).poolPasswords));
    expect(kept).to.have.length(1);
  });

  it('plan a part of it by hand with a VM that is shut down, show the console, and end it', async () => {
    const { page } = anna;
    await page.getByRole('link', { name: 'Media', exact: true }).click();
    await page.getByLabel('File', { exact: true }).setInputFiles(demoMedium);
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByRole('link', { name: medium, exact: true }).waitFor();
    await page.goto(`${site.url}#/start?pool=munich&media=${medium}`);
    await page.getByText('Hosts: all 2').click();
    await page.getByLabel('xs-2').first().uncheck();
    await page.getByText('Hosts: 1 of 2').waitFor();
    await page.getByText('VMs: as their tags').click();
    const policy = page.getByLabel(/^What is done with /).first();
    await policy.selectOption('stop');
    await page.getByLabel('Manual mode').check();
    await page.getByRole('button', { name: 'Check and plan' }).click();
    await page.getByText(/^Upgrade munich to/).waitFor();
    await page.getByText('Changes, migrations, and where each VM goes').click();
    await page
      .getByText(/--vm .*=stop/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Start the upgrade' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Start', exact: true }).click();
    await page.getByText('waits for you at its console').waitFor();
    await page.getByRole('button', { name: 'Show its address' }).click();
    await page.getByText(/http:\/\/127\.0\.0\.1:\d+\/i\//).waitFor();
    expect(await axeFindings(page)).to.deep.equal([]);
    await rotatePassword();
    await page.goto(`${site.url}#/pools/munich`);
    const forget = page.getByRole('button', { name: /^Forget this pool/ });
    await page.getByText('coordinator').first().waitFor();
    expect(await forget.getAttribute('title')).to.include('Its run has not ended');
    await page.getByRole('link', { name: 'Go to its run' }).click();
    await page.getByRole('button', { name: 'Abort' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Abort' }).click();
    // It was handed over: only a person knows that nothing was begun there.
    await page.getByRole('button', { name: 'Take a host back' }).click();
    await page
      .getByRole('dialog')
      .getByLabel(/^Reason/)
      .fill('nothing was begun');
    await page.getByRole('dialog').getByRole('button', { name: 'Take a host back' }).click();
    await page.getByText('aborted', { exact: true }).first().waitFor();
  });

  /** The pool has another password while its run waits; whoever has to log in anew, as a controller that starts, needs it. */
  async function rotatePassword(): Promise<void> {
    const { page } = anna;
    const { world } = munich.simulator.pool;
    Object.assign(world, { credential: { ...world.credential, password: 'the second one' } });
    await page.goto(`${site.url}#/pools/munich`);
    await page.getByText('Change the password').click();
    await page.getByLabel('New password').fill('the third one');
    await page.getByRole('button', { name: 'Log in as root with it, and keep it' }).click();
    await page.getByText('XAPI_LOGIN_REFUSED').first().waitFor();
    await page.getByLabel('New password').fill('the second one');
    await page.getByRole('button', { name: 'Log in as root with it, and keep it' }).click();
    await page.getByText('munich took the new password').waitFor();
    const [kept = '', ...others] = readdirSync(stateLayout(site.settings.state).poolPasswords);
    expect(others).to.deep.equal([]);
    const file = join(stateLayout(site.settings.state).poolPasswords, kept);
    expect(readFileSync(file, 'utf8')).to.equal('the second one\n');
    // What a crash in the middle of an add leaves is gone after the start, and nothing else is.
    writeFileSync(join(file, '..', 'lost-0123456789ab.password'), 'lost\n', { mode: 0o600 });
    await site.killController();
    await site.startController();
    expect(readdirSync(join(file, '..'))).to.deep.equal([kept]);
    await page.getByText('No connection').waitFor({ state: 'detached' });
    await page.goto(`${site.url}#/overview`);
  }

  it('forget the pool, with its password', async () => {
    const { page } = anna;
    await page.goto(`${site.url}#/pools/munich`);
    await page.getByRole('button', { name: 'Forget this pool' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Forget it' }).click();
    await page.waitForURL(/#\/pools$/);
    await page.getByRole('link', { name: 'Open bonn' }).waitFor();
    expect(await page.getByText('munich').count()).to.equal(0);
    expect(readdirSync(join(stateLayout(site.settings.state).poolPasswords))).to.deep.equal([]);
  });

  it('plan a rollout, start it, approve its second wave, and follow it to its end', async () => {
    const { page } = anna;
    await page.getByRole('link', { name: 'Rollouts', exact: true }).click();
    await page.getByRole('link', { name: 'Plan a rollout' }).first().click();
    await page.getByLabel('Name of the rollout').fill('Autumn');
    await page.getByLabel('Medium', { exact: true }).selectOption(medium);
    await page.getByRole('button', { name: 'Take all' }).click();
    await page.getByLabel('Wave of bonn').selectOption('canary');
    await page.getByRole('button', { name: 'Look at the pools and plan' }).click();
    await page.getByText('Rollout Autumn: 2 pools with 2 hosts in 2 waves.').waitFor();
    await page.getByRole('button', { name: 'Look and plan again' }).click();
    await until(async () => (await states()).join() === 'aborted,planned');
    await page.getByRole('button', { name: 'Start the rollout' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Start', exact: true }).click();
    await page.waitForURL(/#\/rollouts\/rollout-/);
    await confirm(page, 'Approve wave 1');
    await page.getByText('done', { exact: true }).nth(3).waitFor();
    expect(await axeFindings(page)).to.deep.equal([]);
    expect(await states()).to.deep.equal(['aborted', 'done']);
    expect({ complaints: anna.complaints, strangers: anna.strangers }).to.deep.equal({ complaints: [], strangers: [] });
  });

  async function states(): Promise<readonly string[]> {
    return (await site.routes.call('listRollouts')).rollouts.map(({ state }) => state);
  }
});

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let end = Date.now() + patience; Date.now() < end;) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  expect.fail('it did not come to be');
}

async function confirm(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name, exact: true }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}
