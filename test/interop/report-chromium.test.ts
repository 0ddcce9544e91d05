/** The report in a real browser: it must show without a word on the console, in light and in dark. */
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { renderHtml } from '../../src/controller/report/html/render-html.js';
import { makeReport } from '../../src/controller/report/make-report.js';
import { final, plan, records, status } from '../controller/report/journal-of-a-run.js';

const flags = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--hide-scrollbars'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync', '--window-size=1200,2400'],
  ...['--enable-logging=stderr', '--v=0'],
];

function missing(): boolean {
  try {
    execFileSync('chromium', ['--version'], { stdio: 'ignore' });
    return false;
  } catch {
    return true;
  }
}

describe('The report in Chromium', function () {
  this.timeout(120_000);
  let folder: string | undefined;

  before(function () {
    if (missing()) {
      if (process.env['CI'] !== undefined) throw new Error('chromium is missing: .ci/run installs it');
      console.log('      chromium is missing: skipped');
      this.skip();
    }
  });
  after(() => {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  async function shown(
    page: string,
    name: string,
    more: readonly string[] = [],
  ): Promise<{ console: string[]; png: Buffer }> {
    folder ??= mkdtempSync(join(tmpdir(), 'drydock-chromium-'));
    const file = join(folder, `${name}.html`);
    const png = join(folder, `${name}.png`);
    writeFileSync(file, page);
    const profile = `--user-data-dir=${join(folder, `profile-${name}`)}`;
    const { stderr } = await promisify(execFile)(
      'chromium',
      [...flags, ...more, profile, `--screenshot=${png}`, `file://${file}`],
      { timeout: 60_000, maxBuffer: 16 << 20 },
    );
    return { console: stderr.split('\n').filter((line) => line.includes(':CONSOLE')), png: readFileSync(png) };
  }

  const page = renderHtml(makeReport({ plan, records, status, final }));

  it('shows in light and in dark, which differ, and says nothing on the console', async () => {
    const light = await shown(page, 'light');
    const dark = await shown(page, 'dark', ['--blink-settings=preferredColorScheme=0']);
    expect([...light.console, ...dark.console]).to.deep.equal([]);
    expect(light.png.subarray(1, 4).toString()).to.equal('PNG');
    expect(light.png.length).to.be.greaterThan(50_000);
    expect(light.png.equals(dark.png)).to.equal(false);
  });

  it('would say so on the console if its style were refused: a planted defect', async () => {
    const broken = await shown(page.replace('<style>', '<style> '), 'broken');
    expect(broken.console.join()).to.include('Content Security Policy');
  });
});
