/** The dashboard over TLS: by itself with a certificate of one's own authority, and behind nginx as docs/access.md says; by curl and Chromium. */
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { openSessionsReplySchema } from '../../src/contract/api/session.js';
import { ApiBench, goodPassword } from '../support/api-bench.js';
import { chromiumIsMissing, openChromium, openPage } from '../support/dashboard/browser.js';
import { LiveSite, password } from '../support/dashboard/live-site.js';
import { documentedServer, nginxIsMissing, startNginx } from '../support/dashboard/nginx.js';
import { certificateFor, type OwnCertificate } from '../support/dashboard/own-authority.js';
import { freePort } from '../support/nfs-free-port.js';

const name = 'drydock.example';

describe('the dashboard over TLS', function () {
  this.timeout(180_000);
  let folder: string;
  let own: OwnCertificate;
  let browser: Browser | undefined;

  before(async function () {
    if (chromiumIsMissing() || nginxIsMissing()) this.skip();
    folder = mkdtempSync(join(tmpdir(), 'drydock-tls-'));
    own = certificateFor(folder, `DNS:${name},IP:127.0.0.1`);
    browser = await openChromium();
  });
  after(async () => {
    await browser?.close();
    if (browser !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  /** The status and body that curl gets, trusting the own authority alone; an empty status where no TLS came about. */
  async function curl(port: number, path: string, ...more: string[]): Promise<{ status: string; text: string }> {
    const resolve = ['--resolve', `${name}:${port}:127.0.0.1`, '--resolve', `other.example:${port}:127.0.0.1`];
    const args = ['-s', '-m', '20', '--cacert', own.authority, ...resolve, '-w', '\n%{http_code}', ...more];
    const address = path.includes('://') ? path : `https://${name}:${port}${path}`;
    const { stdout } = await promisify(execFile)('curl', [...args, address]).catch(
      (error: unknown) => error as { stdout: string },
    );
    const lines = stdout.split('\n');
    return { status: (lines.at(-1) ?? '').replace('000', ''), text: lines.slice(0, -1).join('\n') };
  }

  async function signIn(page: Page, url: string, person: string, secret: string): Promise<void> {
    await page.goto(url);
    await page.getByLabel('Name').fill(person);
    await page.getByLabel('Password').fill(secret);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
  }

  it('is what it says by its own certificate, speaks nothing older than TLS 1.2, and no plain text', async () => {
    const { certificate, key } = own;
    const site = await LiveSite.open({ names: [name], tls: { certificate, key } });
    try {
      const { port } = site.settings.dashboard;
      expect((await curl(port, '/v1/session')).status).to.equal('200');
      expect((await curl(port, '/v1/session', '--tls-max', '1.1', '--ciphers', 'DEFAULT@SECLEVEL=0')).status).to.equal(
        '',
      );
      expect((await curl(port, `http://127.0.0.1:${port}/`)).status).to.equal('');
      const other = await curl(port, '/v1/session', '-H', 'Host: other.example');
      expect([other.status, other.text]).to.satisfy(
        ([status, text]: string[]) => status === '421' && text?.includes('HOST_NAME_UNKNOWN'),
      );

      await site.addPerson('anna', 'administrator');
      const { page, context, complaints } = await openPage(browser!, site.url, { ignoreHTTPSErrors: true });
      await signIn(page, site.url, 'anna', password);
      const [cookie] = await context.cookies();
      expect(cookie).to.include({
        name: '__Host-drydock',
        secure: true,
        httpOnly: true,
        sameSite: 'Strict',
        path: '/',
      });
      // The stream of events is there too: whatever changes comes by it.
      await page.getByText('Import an installation medium').waitFor();
      expect(complaints).to.deep.equal([]);
      await context.close();
    } finally {
      await site.close();
    }
  });

  it('behind nginx has secure cookies, live events, and refuses what is not its own page', async () => {
    const bench = await new ApiBench().open();
    cpSync('dist/dashboard', bench.assets, { recursive: true });
    await bench.addPerson('anna', 'administrator');
    const proxy = await freePort();
    const server = documentedServer(own, { proxy, dashboard: bench.port });
    expect(server, 'the block of the page').to.include(`proxy_pass http://127.0.0.1:${bench.port}`);
    const stop = await startNginx(folder, server, proxy);
    try {
      const url = `https://127.0.0.1:${proxy}/`;
      const { page, context } = await openPage(browser!, url, { ignoreHTTPSErrors: true });
      await signIn(page, url, 'anna', goodPassword);
      const [cookie] = await context.cookies();
      expect(cookie).to.include({ name: '__Host-drydock', secure: true, httpOnly: true, sameSite: 'Strict' });
      const audit = page.waitForResponse((response) => response.url().endsWith('/v1/sessions'));
      await page.goto(`${url}#/audit`);
      await audit;
      await page.getByRole('rowheader', { name: 'anna' }).first().waitFor();
      // The stream of events comes through the proxy: a session that is ended elsewhere ends in the page, which asks nothing.
      const elsewhere = { authorization: `Bearer ${await bench.addToken('boss', 'administrator')}` };
      const open = openSessionsReplySchema.parse((await bench.ask('/v1/sessions', { headers: elsewhere })).json());
      for (const { id } of open.sessions)
        await bench.ask(`/v1/sessions/${id}`, { method: 'DELETE', headers: elsewhere });
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
      await page.getByLabel('Name').fill('anna');
      await page.getByLabel('Password').fill(goodPassword);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
      expect(await context.cookies()).to.deep.equal([]);
      await context.close();

      const body = [
        '-H',
        'content-type: application/json',
        '-d',
        JSON.stringify({ name: 'anna', password: goodPassword }),
      ];
      const foreign = await curl(proxy, '/v1/session', ...body, '-H', 'Origin: https://evil.example');
      expect(foreign.text).to.include('REQUEST_FOREIGN');
      const ownPage = ['-H', `Origin: https://${name}:${proxy}`];
      const lying = ['-H', 'X-Forwarded-For: 203.0.113.7', '-H', 'Forwarded: for=203.0.113.7;host=evil.example'];
      const in_ = await curl(proxy, '/v1/session', ...body, ...ownPage, ...lying, '-i');
      expect(in_.text).to.match(/set-cookie: __Host-drydock=[^\r]*; Secure/i);
      const signIns = bench.audit.filter(({ action, outcome }) => action === 'session.sign-in' && outcome === 'done');
      expect(new Set(signIns.map(({ from }) => from)), 'nobody says himself where he comes from').to.deep.equal(
        new Set(['127.0.0.1']),
      );
      const other = await curl(proxy, `https://other.example:${proxy}/v1/session`, '-k');
      expect(other.status).to.equal('421');
    } finally {
      await stop();
      await bench.close();
    }
  });
});
