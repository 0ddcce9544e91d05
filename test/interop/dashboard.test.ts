/** The dashboard against the real daemons and a simulated pool: import, check, plan, start, watch, pause, approve, report, all by the page. */
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { axeFindings, chromiumIsMissing, openChromium, openPage, type Watched } from '../support/dashboard/browser.js';
import { demoMedium, LiveSite, password } from '../support/dashboard/live-site.js';

const medium = 'synth-ng-8.3.0';

/** A simulated host takes seconds; what is waited for here takes longer only on a machine that is very busy. */
const patience = 180_000;

describe('the dashboard of real daemons', function () {
  this.timeout(900_000);
  let browser: Browser | undefined;
  let site: LiveSite;
  let anna: Watched;

  before(async function () {
    if (chromiumIsMissing()) this.skip();
    site = await LiveSite.open();
    await site.addPool({ name: 'berlin', hosts: 3, vms: 5, seed: 7, speed: 400, haEnabled: true });
    await site.addPerson('anna', 'administrator');
    await site.addPerson('victor', 'viewer');
    browser = await openChromium();
    anna = await openPage(browser, site.url);
    anna.page.setDefaultTimeout(patience);
  });
  after(async () => {
    await browser?.close();
    if (browser !== undefined) await site.close();
  });

  async function signIn(page: Page, name: string, secret = password): Promise<void> {
    await page.goto(site.url);
    await page.getByLabel('Name').fill(name);
    await page.getByLabel('Password').fill(secret);
    await page.getByRole('button', { name: 'Sign in' }).click();
  }

  it('refuses a wrong password in words, and lets the right one in', async () => {
    const { page } = anna;
    await signIn(page, 'anna', 'four words for nobody');
    await page.getByRole('alert').getByText('SIGN_IN_REFUSED').waitFor();
    expect(await axeFindings(page)).to.deep.equal([]);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await page.getByText('Import an installation medium').waitFor();
  });

  it('imports a medium by upload, and shows its passport', async () => {
    const { page } = anna;
    await page.getByRole('navigation').getByRole('link', { name: 'Media', exact: true }).click();
    await page.getByLabel('File', { exact: true }).setInputFiles(demoMedium);
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByRole('link', { name: medium, exact: true }).click();
    await page.getByText('drydock-demo-8.3.0.iso').first().waitFor();
    await page.getByText('by anna').first().waitFor();
    await page.getByRole('button', { name: 'Verify' }).click();
    await page.getByText(/^every file is what was imported in .*, by anna$/).waitFor();
    expect(await axeFindings(page)).to.deep.equal([]);
  });

  it('refuses a file that is no medium with what, why and what to do', async () => {
    const { page } = anna;
    await page.getByRole('navigation').getByRole('link', { name: 'Media', exact: true }).click();
    await page
      .getByLabel('File', { exact: true })
      .setInputFiles({ name: 'notes.iso', mimeType: '', buffer: Buffer.from('shopping list') });
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByText('What to do:').first().waitFor();
    expect(await page.getByRole('alert').first().innerText()).to.match(/[A-Z]+_[A-Z_]+$/m);
  });

  it('checks the pool, and says what stands in the way', async () => {
    const { page } = anna;
    await page.getByRole('link', { name: 'Pools', exact: true }).click();
    await page.getByRole('link', { name: 'Open berlin' }).click();
    await page.getByText('coordinator').first().waitFor();
    await page.getByLabel('Medium', { exact: true }).selectOption(medium);
    await page.getByRole('button', { name: 'Check now' }).click();
    await page.getByText('No go: ').waitFor();
    await page.getByText('High availability is off', { exact: true }).waitFor();
    expect(await axeFindings(page)).to.deep.equal([]);
  });

  it('plans only when what blocks is answered with a reason, and starts after one more question', async () => {
    const { page } = anna;
    await page.getByRole('link', { name: 'Upgrade this pool' }).click();
    // The page before has a choice of that name as well.
    await page.getByRole('heading', { name: 'Start an upgrade' }).waitFor();
    await page.getByLabel('Medium', { exact: true }).selectOption(medium);
    await page.getByLabel('Ask me before each host').check();
    await page.getByRole('button', { name: 'Check and plan' }).click();
    await page
      .getByText(/to be answered first$|^Upgrade berlin to/)
      .first()
      .waitFor();
    for (const question of await page.getByLabel('Or accept it, because …').all()) await question.fill('seen by anna');
    const again = page.getByRole('button', { name: 'Plan again with these answers' });
    if ((await again.count()) > 0) await again.click();
    await page.getByText(/^Upgrade berlin to/).waitFor();
    await page.getByText(/xs-1 \(coordinator\)/).waitFor();
    await page.getByRole('button', { name: 'Start the upgrade' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Start', exact: true }).click();
    await page.getByRole('heading', { name: 'Upgrade of berlin' }).waitFor();
  });

  it('asks for an approval, shows the host at work with bar and lane, and pauses', async () => {
    const { page } = anna;
    await approve(page, 'xs-1');
    await page
      .getByText(/of 25 packages/)
      .first()
      .waitFor();
    await page.getByRole('img', { name: /^xs-1: emptied/ }).waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('dialog').getByText('It waits without a limit until you resume it.').waitFor();
    await page
      .getByRole('dialog')
      .getByLabel(/^Reason/)
      .fill('lunch');
    await page.getByRole('dialog').getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('button', { name: 'Resume' }).waitFor();
    await page.getByText('pause: lunch').waitFor();
    expect(await axeFindings(page)).to.deep.equal([]);
  });

  it('says that the connection is lost when the controller is killed, and heals with nothing lost when it is back', async () => {
    const { page } = anna;
    await site.killController();
    await page.getByText('No connection to the controller since').waitFor();
    await site.startController();
    await page.getByText('No connection to the controller since').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    await approve(page, /^xs-/);
  });

  it('shows a viewer the same run, and lets him touch nothing', async () => {
    const victor = await openPage(browser!, site.url);
    await signIn(victor.page, 'victor');
    await victor.page.getByRole('link', { name: 'Runs', exact: true }).click();
    await victor.page.getByRole('link', { name: 'berlin' }).click();
    expect(await victor.page.getByRole('button', { name: /^Abort/ }).getAttribute('aria-disabled')).to.equal('true');
    expect(await victor.page.getByRole('link', { name: 'Audit' }).count()).to.equal(0);
    expect(victor.complaints).to.deep.equal([]);
    await victor.context.close();
  });

  it('is done in the end, and shows the report as page and as Markdown', async () => {
    const { page } = anna;
    await approve(page, /^xs-/);
    await page.getByText('3 of 3').first().waitFor();
    await page.getByText('every host of the plan is done').first().waitFor();
    await page.getByRole('link', { name: 'Report' }).click();
    await page.getByText('Left as found').first().waitFor();
    expect(await axeFindings(page)).to.deep.equal([]);
    await page.getByRole('link', { name: 'Markdown' }).click();
    await page.getByText('# Upgrade of berlin').waitFor();
    await page.goto(`${site.url}#/media/${medium}`);
    await page.getByRole('rowheader', { name: 'xs-3' }).waitFor();
  });

  it('has written down who did it, refusals too', async () => {
    const { page } = anna;
    await page.getByRole('link', { name: 'Audit' }).click();
    for (const action of ['run.pause', 'media.upload', 'pool.check', 'session.sign-in']) {
      await page.getByText(action).first().waitFor();
    }
    await page.getByText('refused').first().waitFor();
    expect(await axeFindings(page)).to.deep.equal([]);
  });

  it('signs in once by the link of `drydock dashboard`, signs out, and then shows nothing', async () => {
    const link = await site.link('viewer');
    const guest = await openPage(browser!, site.url);
    await guest.page.goto(link);
    await guest.page.getByRole('heading', { name: 'Overview' }).waitFor();
    expect(guest.page.url()).not.to.include(link.split('/').at(-1) ?? link);
    const meanwhile = await holdSignOut(guest.page);
    await guest.page.getByRole('button', { name: 'Sign out' }).click();
    await guest.page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(meanwhile).to.deep.equal({ forms: 0 });
    await guest.page.goto('about:blank');
    await guest.page.goto(link);
    await guest.page.getByRole('alert').getByText('SIGN_IN_REFUSED').waitFor();
    expect(guest.strangers).to.deep.equal([]);
    await guest.context.close();
  });

  it('has complained of nothing and asked nobody else, all the way', () => {
    // While the controller is dead, its refused connections are no complaint of the page.
    const complaints = anna.complaints.filter((text) => !text.includes('ERR_'));
    expect({ complaints, strangers: anna.strangers }).to.deep.equal({ complaints: [], strangers: [] });
  });
});

/** Holds the reply to a sign-out back while the events tell of it too, and counts the forms for signing in that are drawn meanwhile. */
async function holdSignOut(page: Page): Promise<{ forms: number | undefined }> {
  const meanwhile: { forms: number | undefined } = { forms: undefined };
  await page.route('**/v1/session', async (route) => {
    if (route.request().method() !== 'DELETE') return route.continue();
    const response = await route.fetch();
    await page.waitForTimeout(1000);
    meanwhile.forms = await page.getByRole('heading', { name: 'Sign in' }).count();
    await route.fulfill({ response });
  });
  return meanwhile;
}

async function approve(page: Page, host: string | RegExp): Promise<void> {
  const name = typeof host === 'string' ? `Approve ${host}` : /^Approve /;
  await page.getByRole('button', { name }).click();
  await page.getByRole('dialog').getByRole('button', { name }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}
