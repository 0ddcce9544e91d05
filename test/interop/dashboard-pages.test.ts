/** Every page in Chromium, in every corner of its states, by a controller that answers from documents: looks, rights, weight, manners. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import type { MediaJobsReply } from '../../src/contract/api/media-jobs.js';
import type { RunsReply } from '../../src/contract/runs-page.js';
import { axeFindings, chromiumIsMissing, openChromium, openPage } from '../support/dashboard/browser.js';
import { startFakeController, type FakeController } from '../support/dashboard/fake-controller.js';
import {
  blockedRollout,
  emptyDocuments,
  fakeDocuments,
  goodPlan,
  nobody,
  plannedRollout,
  servers,
  session,
} from '../support/dashboard/fake-documents.js';

const assets = 'dist/dashboard';

/** Each page, and what must stand on it before it is looked at. */
const pages: readonly (readonly [address: string, text: string])[] = [
  ['overview', 'The upgrade of hamburg has stopped'],
  ['media', 'Import of holiday.iso'],
  ['media/xcp-ng-8.3.0', 'Who vouches for it'],
  ['servers', 'Failed requests of hosts'],
  ['pools', 'munich'],
  ['pools/berlin', 'No go: 2 findings'],
  ['add-pool', 'Where it is, and how to log in'],
  ['start?pool=munich&media=xcp-ng-8.3.0', 'in the order of Drydock'],
  ['runs', 'run-stopped'],
  ['runs/run-going', 'Virtual machines'],
  ['runs/run-stopped', 'hh-2: rolled back'],
  ['runs/run-going/explain', 'It waits for xs-2.'],
  ['runs/run-going/report/markdown', '# Upgrade of berlin'],
  ['pools/munich', 'the file /etc/drydock/munich'],
  ['plan-rollout', 'Canaries go first'],
  ['rollouts', 'Autumn'],
  ['rollouts/rollout-1', 'wave 1'],
  ['rollouts/rollout-1/report', '# Rollout Autumn'],
  ['audit', 'session.sign-in'],
];

describe('the pages of the dashboard', function () {
  this.timeout(180_000);
  let browser: Browser | undefined;
  const open: FakeController[] = [];

  before(async function () {
    if (chromiumIsMissing()) this.skip();
    browser = await openChromium();
  });
  afterEach(async () => {
    for (const controller of open.splice(0)) await controller.close();
  });
  after(async () => {
    await browser?.close();
  });

  async function controller(documents = fakeDocuments(Date.now())): Promise<FakeController> {
    const started = await startFakeController(documents);
    open.push(started);
    return started;
  }

  for (const theme of ['light', 'dark'] as const) {
    it(`have nothing that axe finds in the ${theme} theme, complain of nothing, and ask nobody else`, async () => {
      const { url } = await controller();
      const { context, page, complaints, strangers } = await openPage(browser!, url, { theme });
      for (const [address, text] of pages) {
        await page.goto(`${url}#/${address}`);
        await page.getByText(text).first().waitFor();
        expect(await axeFindings(page), address).to.deep.equal([]);
      }
      expect({ complaints, strangers }).to.deep.equal({ complaints: [], strangers: [] });
      await context.close();
    });
  }

  it('fit a tablet and a desk without going sideways, and say what to do where there is nothing yet', async () => {
    const rich = await controller();
    const bare = await controller(emptyDocuments());
    for (const width of [768, 1280]) {
      for (const [where, list] of [
        [rich, pages.map(([address]) => address)],
        [bare, ['overview', 'media', 'servers', 'pools', 'start', 'runs', 'plan-rollout', 'rollouts']],
      ] as const) {
        const { context, page } = await openPage(browser!, where.url, { width });
        for (const address of list) {
          await page.goto(`${where.url}#/${address}`);
          await page.locator('h1').waitFor();
          const sideways = await page.evaluate(
            'document.documentElement.scrollWidth - document.documentElement.clientWidth',
          );
          expect(sideways, `${address} at ${width}`).to.equal(0);
        }
        await context.close();
      }
    }
    const { context, page } = await openPage(browser!, bare.url);
    await page.goto(`${bare.url}#/overview`);
    await page.getByText('Import an installation medium').waitFor();
    await page.goto(`${bare.url}#/runs`);
    await page.getByText('No run yet').waitFor();
    expect(await axeFindings(page)).to.deep.equal([]);
    await page.goto(`${bare.url}#/servers`);
    await page.getByText('Nothing listens on its socket.').waitFor();
    await context.close();
  });

  it('weigh less than 300 kB on the wire, all in all, and hold nothing that comes from elsewhere', async () => {
    // Texts lie there twice; browsers are sent the compressed one.
    const files = readdirSync(assets).filter((name) => !existsSync(join(assets, `${name}.gz`)));
    const weight = files.reduce((sum, name) => sum + statSync(join(assets, name)).size, 0);
    const { url } = await controller();
    const { context, page } = await openPage(browser!, url);
    await page.addInitScript(
      'globalThis.shift = 0; new PerformanceObserver((list) => { for (const entry of list.getEntries()) shift += entry.value; }).observe({ type: "layout-shift", buffered: true });',
    );
    const begun = performance.now();
    await page.goto(`${url}#/overview`);
    await page.getByText('The upgrade of hamburg has stopped').waitFor();
    console.log(
      `      ${weight} bytes in ${files.length} files; shown after ${Math.round(performance.now() - begun)} ms`,
    );
    await page.waitForTimeout(500);
    expect(await page.evaluate('shift'), 'what moved while it loaded').to.be.lessThan(0.02);
    expect(weight).to.be.lessThan(300_000);
    const index = readFileSync(join(assets, 'index.html'), 'utf8');
    expect(index).not.to.match(/<style|<script(?! type="module" src=)|https?:\/\/|\son[a-z]+=/);
    await context.close();
  });

  it('show a viewer what he may not do, with the reason, and do not do it', async () => {
    const started = await controller(fakeDocuments(Date.now(), 'viewer'));
    const { context, page } = await openPage(browser!, started.url);
    await page.goto(`${started.url}#/runs/run-going`);
    const pause = page.getByRole('button', { name: /^Pause/ });
    expect(await pause.getAttribute('aria-disabled')).to.equal('true');
    expect(await pause.getAttribute('title')).to.include('this needs the role operator');
    await pause.click({ force: true });
    expect(await page.getByRole('dialog').count()).to.equal(0);
    await page.goto(`${started.url}#/media`);
    await page.getByText('this needs the role operator').last().waitFor();
    expect(await page.getByRole('link', { name: 'Audit' }).count()).to.equal(0);
    expect(started.requests.filter((request) => !request.startsWith('GET '))).to.deep.equal([]);
    await context.close();
  });

  it('ask before they do anything, say what it will do, and do nothing on Escape', async () => {
    const started = await controller();
    const { context, page } = await openPage(browser!, started.url);
    await page.goto(`${started.url}#/runs/run-going`);
    await page.getByRole('button', { name: 'Abort' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('xs-2 is left to finish').waitFor();
    expect(await axeFindings(page)).to.deep.equal([]);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await page.evaluate('document.activeElement.textContent.trim()')).to.equal('Abort');
    await page.getByRole('button', { name: 'Skip a host' }).click();
    await dialog.getByRole('button', { name: 'Skip a host' }).click();
    expect(
      started.requests.some((request) => request.startsWith('POST')),
      'a reason is needed',
    ).to.equal(false);
    await dialog.getByLabel('Reason').fill('to be replaced');
    await dialog.getByRole('button', { name: 'Skip a host' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(started.requests).to.include('POST /v1/runs/run-going/commands');
    await context.close();
  });

  it('add a pool only after its certificate was shown, and send the password no sooner', async () => {
    const started = await controller();
    started.answer('/v1/pools', 200, { pools: [] });
    const { context, page, complaints } = await openPage(browser!, started.url);
    await page.goto(`${started.url}#/add-pool`);
    const look = page.getByRole('button', { name: 'Show its certificate' });
    expect(await look.getAttribute('aria-disabled')).to.equal('true');
    await page.getByLabel('Name').fill('ulm');
    await page.getByLabel('Addresses').fill('192.0.2.31');
    await page.getByLabel('Password').fill('pool canary');
    await look.click();
    await page.getByText('Is it the host that you mean?').waitFor();
    expect(await axeFindings(page)).to.deep.equal([]);
    expect(JSON.stringify(started.body('POST /v1/pools/certificates'))).to.not.include('canary');
    started.answer('/v1/pools', 200, { name: 'ulm', addresses: [], user: 'root', fingerprints: {}, pools: [] });
    started.answer('/v1/pools/ulm', 404, {
      code: 'POOL_UNKNOWN',
      summary: 'No such pool',
      attempted: 'x',
      remedy: 'y',
    });
    await page.getByRole('button', { name: 'It is the same: add the pool' }).click();
    await page.waitForURL(/#\/pools\/ulm$/);
    expect(started.body('POST /v1/pools')).to.deep.equal({
      ...{ name: 'ulm', addresses: ['192.0.2.31'], user: 'root', password: 'pool canary', oldTls: false },
      ...{ fingerprints: { '192.0.2.31': '3f'.repeat(32) }, addressMap: {} },
    });
    await page.goto(`${started.url}#/add-pool`);
    expect(await page.getByLabel('Password').inputValue(), 'it is not kept in the page').to.equal('');
    expect(complaints).to.deep.equal([]);
    await context.close();
  });

  it('ask for the hosts, the order, the VMs and the packs that were chosen', async () => {
    const started = await controller();
    const { context, page } = await openPage(browser!, started.url);
    await page.goto(`${started.url}#/start?pool=munich&media=xcp-ng-8.3.0`);
    await page.getByText('Hosts: all 3').click();
    await page.getByLabel('Turn of xs-3').selectOption('turn 2');
    await page.getByLabel('xs-2').first().uncheck();
    await page.getByText('Hosts: 2 of 3, in your order').waitFor();
    await page.getByText('VMs: as their tags').click();
    await page.getByLabel('What is done with mail').selectOption('suspend');
    await page.getByLabel('pull its plug: db-1').check();
    await page.getByLabel('VMs that are to be suspended may be').check();
    await page.getByText('Supplemental packs: none').click();
    await page.getByLabel('driver-pack-1').check();
    expect(await axeFindings(page)).to.deep.equal([]);
    await page.getByRole('button', { name: 'Check and plan' }).click();
    await page.getByText('to be answered first').waitFor();
    expect(started.body('POST /v1/plan')).to.deep.include({
      ...{ pool: 'munich', media: 'xcp-ng-8.3.0', order: ['xs-1', 'xs-3'], only: ['xs-1', 'xs-3'] },
      ...{ vmPolicies: ['mail=suspend'], hardStop: ['db-1'], allowSuspend: true, packs: ['driver-pack-1'] },
    });
    await context.close();
  });

  it('plan a rollout: what is wrong stands beside its field, what was chosen stays, and nothing begins before a question', async () => {
    const started = await controller();
    const lab = { name: 'lab', addresses: ['192.0.2.51'], run: null, lastCheck: null };
    started.answer('/v1/pools', 200, {
      pools: [lab, { ...lab, name: 'munich' }, { ...lab, name: 'ulm', run: 'run-1' }],
    });
    const { context, page, complaints } = await openPage(browser!, started.url, { width: 768 });
    await page.goto(`${started.url}#/plan-rollout`);
    const plan = page.getByRole('button', { name: /^Look (at the pools )?and plan/ });
    await plan.click();
    await page.getByText('Say what it is to be called.').waitFor();
    await page.getByText('Choose the pools that take part.').waitFor();
    await until(async () => (await page.evaluate('document.activeElement.id')) === 'rollout-name');
    expect(started.requests).to.not.include('POST /v1/rollouts');
    expect(await axeFindings(page)).to.deep.equal([]);
    await page.keyboard.type('Winter');
    await page.getByLabel('Medium', { exact: true }).selectOption('xcp-ng-8.3.0');
    expect(await page.getByLabel('ulm').isDisabled(), 'a run has it').to.equal(true);
    await page.getByLabel('lab', { exact: true }).check();
    await page.getByLabel('munich', { exact: true }).check();
    await page.getByLabel('Wave of lab').selectOption('canary');
    await page.getByLabel('Windows of munich').selectOption('its own');
    await page.getByRole('button', { name: 'Add a window of munich' }).click();
    await page.getByRole('button', { name: 'Add a window of the rollout' }).click();
    const own = page.getByRole('group', { name: 'Window 1 of munich' });
    await own.getByLabel('Time zone').fill('Berlin');
    await page.getByLabel('Pools at a time').fill('two');
    await page.getByText('“Berlin” is no time zone.').waitFor();
    await page.getByText('Give a whole number, 1 or more.').waitFor();
    await own.getByLabel('Time zone').fill('Europe/Berlin');
    await own.getByText('Sat 22:00-04:00 Europe/Berlin').waitFor();
    await page.getByLabel('Pools at a time').fill('2');
    expect(await axeFindings(page)).to.deep.equal([]);
    const sideways = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
    expect(sideways).to.equal(0);

    const said = { path: ['windows', 0], message: 'the controller does not understand it' };
    const refusal = { code: 'ROLLOUT_INVALID', summary: 'A window', attempted: 'planning', remedy: 'Correct it.' };
    started.answer('/v1/rollouts', 409, { ...refusal, data: { problems: [said] } });
    await plan.click();
    await page.getByText('the controller does not understand it').waitFor();
    expect(await page.getByLabel('Name of the rollout').inputValue(), 'nothing is lost').to.equal('Winter');
    started.answer('/v1/rollouts', 200, blockedRollout);
    await page.getByRole('button', { name: 'Remove Window 1 of the rollout' }).click();
    await plan.click();
    await page.getByText('1 question to be answered first').waitFor();
    expect(started.body('POST /v1/rollouts')).to.deep.nested.include({
      ...{ 'description.name': 'Winter', 'description.canary': ['lab'], 'description.atOnce.pools': 2 },
      'description.waves': [{ name: 'wave 1', pools: ['munich'] }],
      'description.pools[1].windows': ['Sat 22:00-04:00 Europe/Berlin'],
    });
    expect(await axeFindings(page)).to.deep.equal([]);
    await page.getByLabel('Or accept it, because …').fill('seen at the console');
    started.answer('/v1/rollouts', 200, plannedRollout);
    await page.getByRole('button', { name: 'Plan again with these answers' }).click();
    await page.getByText('Rollout Winter: 2 pools').waitFor();
    expect(started.body('POST /v1/rollouts')).to.deep.nested.include({
      'description.pools[1].run.accept': ['disk-layout@xs-2=seen at the console'],
    });
    expect(await axeFindings(page)).to.deep.equal([]);
    await page.goto(`${started.url}#/pools`);
    await page.goto(`${started.url}#/plan-rollout`);
    expect(await page.getByLabel('Name of the rollout').inputValue(), 'nor by leaving').to.equal('Winter');
    await plan.click();
    await page.getByRole('button', { name: 'Start the rollout' }).click();
    await page.getByRole('dialog').getByText('The pools of the first wave are begun').waitFor();
    expect(started.requests).to.not.include('POST /v1/rollouts/rollout-2/commands');
    const { rollouts } = fakeDocuments(0)['/v1/rollouts'] as { rollouts: readonly object[] };
    started.answer('/v1/rollouts/rollout-2/commands', 200, { ...rollouts[0], rollout: 'rollout-2' });
    await page.getByRole('dialog').getByRole('button', { name: 'Start', exact: true }).click();
    await page.waitForURL(/#\/rollouts\/rollout-2$/);
    expect(started.body('POST /v1/rollouts/rollout-2/commands')).to.deep.equal({ command: 'start' });
    expect(complaints).to.deep.equal([]);
    await context.close();
  });

  it('take two choices that come faster than the screen is drawn', async () => {
    const started = await controller();
    const { context, page } = await openPage(browser!, started.url);
    await page.goto(`${started.url}#/start?pool=munich&media=xcp-ng-8.3.0`);
    await page.getByText('Hosts: all 3').waitFor();
    await page.evaluate(
      '(async () => { for (const box of [...document.querySelectorAll("fieldset .choice input")].slice(1, 3)) { box.click(); await null; await null; } })()',
    );
    await page.getByRole('button', { name: 'Check and plan' }).click();
    await page.getByText('to be answered first').waitFor();
    expect(started.body('POST /v1/plan')).to.include({ approveEachHost: true, stopVms: true });
    await context.close();
  });

  it('ask of the runs under way before a rollout is aborted', async () => {
    const started = await controller();
    const { context, page } = await openPage(browser!, started.url);
    await page.goto(`${started.url}#/rollouts/rollout-1`);
    await page.getByRole('button', { name: 'Abort' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Runs under way').selectOption('are aborted too; hosts that install finish');
    expect(await axeFindings(page)).to.deep.equal([]);
    await dialog.getByRole('button', { name: 'Abort' }).click();
    await dialog.waitFor({ state: 'detached' });
    await until(() => started.requests.includes('POST /v1/rollouts/rollout-1/commands'));
    expect(started.body('POST /v1/rollouts/rollout-1/commands')).to.deep.equal({ command: 'abort', runs: true });
    await context.close();
  });

  it('give a pool another password, and say where one is that is not theirs to change', async () => {
    const started = await controller();
    started.answer('/v1/pools/berlin/password', 409, {
      ...{ code: 'XAPI_LOGIN_REFUSED', summary: 'The pool refused the log-in', attempted: 'logging in', remedy: 'y' },
    });
    const { context, page } = await openPage(browser!, started.url);
    await page.goto(`${started.url}#/pools/berlin`);
    await page.getByText('Change the password').click();
    await page.getByLabel('New password').fill('pool canary');
    await page.getByText('takes it at its next log-in').waitFor();
    const keep = page.getByRole('button', { name: 'Log in as root with it, and keep it' });
    await keep.click();
    await page.getByText('XAPI_LOGIN_REFUSED').waitFor();
    expect(await axeFindings(page)).to.deep.equal([]);
    expect(await page.getByLabel('New password').inputValue(), 'it need not be typed again').to.equal('pool canary');
    started.answer('/v1/pools/berlin/password', 200, { changed: 'berlin' });
    await keep.click();
    await page.getByText('berlin took the new password').waitFor();
    expect(started.body('PUT /v1/pools/berlin/password')).to.deep.equal({ password: 'pool canary' });
    expect(await page.getByLabel('New password').inputValue()).to.equal('');
    await context.close();
  });

  it('list runs that ended long ago when they are asked for, and show one that stands in no list', async () => {
    const documents = fakeDocuments(Date.now());
    const { runs } = documents['/v1/runs'] as RunsReply;
    const old = { ...runs.find(({ run }) => run === 'run-ended')!, run: 'run-old' };
    const started = await controller({
      ...documents,
      '/v1/runs': { runs, next: 'run-ended' },
      '/v1/runs/run-old': old,
    });
    const { context, page } = await openPage(browser!, started.url);
    await page.goto(`${started.url}#/runs`);
    await page.getByText('run-ended').waitFor();
    started.answer('/v1/runs', 200, { runs: [old], next: null });
    await page.getByRole('button', { name: 'Show older ones' }).click();
    await page.getByText('run-old').waitFor();
    expect(await page.getByRole('button', { name: 'Show older ones' }).count()).to.equal(0);
    expect(await page.getByText('run-ended').count(), 'what was there stays').to.equal(1);
    started.answer('/v1/runs', 200, { runs, next: 'run-ended' });
    await page.goto(`${started.url}#/runs/run-old`);
    await page.reload();
    await page.getByRole('heading', { name: 'Upgrade of munich' }).waitFor();
    started.answer('/v1/runs/run-never', 404, { code: 'RUN_UNKNOWN', summary: 'There is no such run' });
    await page.goto(`${started.url}#/runs/run-never`);
    await page.getByRole('heading', { name: 'No such run' }).waitFor();
    await context.close();
  });

  it('list who is signed in, and end a session only after a question', async () => {
    const started = await controller();
    const { context, page } = await openPage(browser!, started.url);
    await page.goto(`${started.url}#/audit`);
    await page.getByRole('button', { name: 'End the session of ben' }).click();
    await page.getByRole('dialog').getByText('drydock user remove').waitFor();
    expect(await axeFindings(page)).to.deep.equal([]);
    await page.getByRole('dialog').getByRole('button', { name: 'End it' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await until(() => started.requests.includes('DELETE /v1/sessions/1a1b2c3d4e5f'));
    await context.close();
  });

  it('show an error in its three parts, where it was asked for', async () => {
    const started = await controller();
    started.answer('/v1/runs/run-going/commands', 409, {
      ...{
        code: 'RUN_COMMAND_REFUSED',
        summary: 'The run does not take that command',
        attempted: 'giving the command pause',
      },
      ...{ found: 'it is done', remedy: 'Plan another one.' },
    });
    const { context, page } = await openPage(browser!, started.url);
    await page.goto(`${started.url}#/runs/run-going`);
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Pause' }).click();
    const alert = page.getByRole('alert');
    await alert.getByText('The run does not take that command').waitFor();
    expect(await alert.innerText())
      .to.include('found: it is done')
      .and.include('Plan another one.')
      .and.include('RUN_COMMAND_REFUSED');
    await context.close();
  });

  it('take sign-in and start of an upgrade from the keyboard alone', async () => {
    const started = await controller({ ...fakeDocuments(Date.now()), '/v1/session': nobody });
    const { context, page } = await openPage(browser!, started.url);
    await page.goto(`${started.url}#/start?pool=munich&media=xcp-ng-8.3.0`);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await axeFindings(page)).to.deep.equal([]);
    await tabTo(page, 'Name');
    await page.keyboard.type('anna');
    await page.keyboard.press('Tab');
    await page.keyboard.type('four words for anna');
    started.answer('/v1/session', 200, session('operator'));
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Start an upgrade' }).waitFor();
    await tabTo(page, 'Check and plan');
    await page.keyboard.press('Enter');
    await page.getByText('1 question to be answered first').waitFor();
    await tabTo(page, 'Or accept it, because …');
    await page.keyboard.type('seen at the console');
    started.answer('/v1/plan', 200, goodPlan);
    await tabTo(page, 'Plan again with these answers');
    await page.keyboard.press('Enter');
    await page.getByText('2 hosts, about 1 h 50 min').waitFor();
    await tabTo(page, 'Start the upgrade');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await tabTo(page, 'Start');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Upgrade of berlin' }).waitFor();
    await context.close();
  });

  it('change with the events, without being asked, and draw the throughput', async () => {
    const started = await controller();
    const { context, page } = await openPage(browser!, started.url);
    await page.goto(`${started.url}#/servers`);
    await page.getByText('961 MB').first().waitFor();
    const now = Date.now();
    for (let index = 0; index < 5; index += 1) started.tell('servers', { ...servers(now), at: now + index * 2000 });
    await page.getByText('38.0 MB/s').first().waitFor();
    await page.locator('throughput-chart canvas').waitFor();
    await page.goto(`${started.url}#/media`);
    await page.getByText('Import of xenserver-8.4.iso').waitFor();
    const job = {
      id: 'job-9',
      kind: 'import',
      source: 'new.iso',
      by: 'ben',
      state: 'running',
      progress: null,
      rate: 0,
    };
    const told = { ...job, startedAt: now, endedAt: null, medium: null, alreadyPresent: false, error: null };
    const before = fakeDocuments(now)['/v1/media/imports'] as MediaJobsReply;
    started.answer('/v1/media/imports', 200, { ...before, jobs: [...before.jobs, told] });
    started.tell('import', told);
    await page.getByText('Import of new.iso').waitFor();
    await context.close();
  });

  it('change their colours by the switch, and keep the choice', async () => {
    const { url } = await controller();
    const { context, page } = await openPage(browser!, url, { theme: 'light' });
    await page.goto(`${url}#/overview`);
    await page.getByRole('button', { name: 'Colours: as the system' }).click();
    await page.getByRole('button', { name: 'Colours: light' }).click();
    await page.getByRole('button', { name: 'Colours: dark' }).waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Colours: dark' }).waitFor();
    expect(await page.evaluate('document.documentElement.dataset.theme')).to.equal('dark');
    await context.close();
  });
});

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let look = 0; look < 500 && !(await isSo()); look += 1) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await isSo()).to.equal(true);
}

/** By the Tab key alone, as far as it takes; that what has the focus shows it is asserted on the way. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let step = 0; step < 60; step += 1) {
    const [label, shown] = await page.evaluate<[string, boolean]>(`(() => {
      const at = document.activeElement;
      const label = at?.labels?.[0]?.textContent ?? at?.textContent ?? '';
      return [label.trim(), getComputedStyle(at).outlineStyle !== 'none'];
    })()`);
    if (label === name) {
      expect(shown, `${name} shows that it has the focus`).to.equal(true);
      return;
    }
    await page.keyboard.press('Tab');
  }
  throw new Error(`"${name}" cannot be reached by the Tab key`);
}
