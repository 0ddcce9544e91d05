/** The passport of a medium: what it is, who vouches for it, who imported it, who installed from it, and when it was last looked at. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { Passport } from '../../../contract/api/media.js';
import type { Context, Page } from '../../app/context.js';
import { checkVerdict, isInstallable, layoutName, signatureVerdict, type Verdict } from '../../model/medium-view.js';
import type { Problem } from '../../model/problem.js';
import { routeTo, type Route } from '../../model/routes.js';
import { bytes, count } from '../../model/units.js';
import { badge } from '../../parts/badge.js';
import { button } from '../../parts/button.js';
import { card, scrolled } from '../../parts/card.js';
import { facts } from '../../parts/facts.js';
import { pageHead } from '../../parts/head.js';
import { loaded } from '../../parts/loaded.js';
import { note, problemNote } from '../../parts/note.js';
import { jobList } from './job-list.js';

export function passportPage(context: Context, route: Route): Page {
  const id = route.parts[0] ?? '';
  const passport = context.resource(() => context.requests.passport(id));
  let problem: Problem | undefined;

  const verify = async (): Promise<void> => {
    ({ problem } = await context.attempt(() => context.requests.verify(id)));
    if (problem === undefined) context.say(`${id} is being hashed again.`);
    context.data.jobs.load();
  };
  return {
    title: id,
    refresh: () => passport.load(),
    event: (name) => {
      if (name === 'media') passport.load();
    },
    render: () => html`
      ${pageHead({
        title: id,
        above: { name: 'Media', link: '#/media' },
        lead:
          passport.value === undefined
            ? ''
            : `${passport.value.product.name} ${passport.value.product.version}, ${layoutName(passport.value.layout)}`,
        actions: html`
          ${button({ label: 'Verify', whyNot: context.whyNot('operator'), press: () => void verify() })}
          ${
            passport.value !== undefined && isInstallable(passport.value)
              ? html`<a class="button first" href=${routeTo('start', [], { media: id })}>Upgrade a pool with it</a>`
              : nothing
          }
        `,
      })}
      ${problemNote(problem)} ${jobList(context, ({ medium }) => medium === id)}
      ${loaded(passport, (value) => passportView(value, context))}
    `,
  };
}

function passportView(passport: Passport, context: Context): TemplateResult {
  return html`
    ${
      passport.warnings.length === 0
        ? nothing
        : html`<section class="stack" aria-label="Warnings of the import">
            ${passport.warnings.map((warning) => note({ tone: 'care', title: 'The import had something to say', text: warning }))}
          </section>`
    }
    <div class="split">
      ${card({ title: 'What it is', content: facts(identity(passport)) })}
      ${card({ title: 'Who vouches for it', content: facts(vouched(passport, context)) })}
    </div>
    <div class="split">
      ${card({ title: 'What a host has after it', content: facts(target(passport)) })}
      ${card({ title: 'Where it comes from', content: facts(origin(passport, context)) })}
    </div>
    ${card({ title: 'Who installed from it', content: installations(passport, context) })}
  `;
}

function identity(passport: Passport): Parameters<typeof facts>[0] {
  const { product, platform, files, bytes: size, disk, aliases, generation, inUse } = passport;
  return [
    ['Product', `${product.name} ${product.version}`],
    ['Build', product.build ?? 'not told'],
    ['Platform', `${platform.name} ${platform.version}`],
    ['Aliases', aliases.length === 0 ? 'none' : aliases.join(', ')],
    ['Content', `${count(files, 'file')}, ${bytes(size)}`],
    ['On disk', `${bytes(disk.bytes)}, of which ${bytes(disk.own)} are its own`],
    ['Repaired', generation === 1 ? 'never' : count(generation - 1, 'time')],
    [
      'In use by',
      inUse.length === 0 ? 'no run' : html`${inUse.map((run) => html`<a href=${routeTo('runs', [run])}>${run}</a> `)}`,
    ],
  ];
}

function vouched(passport: Passport, { instants }: Context): Parameters<typeof facts>[0] {
  const { verified, signature, lastCheck } = passport;
  const { good, absent, untrustedKey } = verified.packageSignatures;
  const said = (verdict: Verdict): TemplateResult => html`${badge(verdict.tone, verdict.word)} ${verdict.text}`;
  return [
    ['Signature', said(signatureVerdict(signature))],
    ['Signed by', verified.signedBy === null ? 'nobody' : html`<span class="digest">${verified.signedBy}</span>`],
    [
      'Packages',
      `${verified.packages} verified; signatures: ${good} good, ${absent} absent, ${untrustedKey} of another key`,
    ],
    [
      'Keys of packages',
      verified.packagesSignedBy.length === 0
        ? 'none'
        : html`${verified.packagesSignedBy.map((key) => html`<span class="digest">${key}</span><br />`)}`,
    ],
    ['Last hashed', lastCheck === null ? 'not since its import' : instants.full(lastCheck.checkedAt)],
    ['Found', said(checkVerdict(lastCheck))],
  ];
}

function target({ target: versions, release }: Passport): Parameters<typeof facts>[0] {
  return [
    ['Known as', release ?? 'no release that Drydock knows; taken by its structure'],
    ['Product', versions.product],
    ['Build', versions.build ?? 'not told'],
    ['Platform', versions.platform],
    ['xapi', versions.xapi ?? 'not told'],
    ['Xen', versions.xen ?? 'not told'],
    ['Linux', versions.linux ?? 'not told'],
  ];
}

function origin(
  { source, parts, importedAt, importedBy, verified }: Passport,
  { instants }: Context,
): Parameters<typeof facts>[0] {
  return [
    ['Source', html`<span class="break">${source.label}</span> (${source.kind}, ${bytes(source.bytes)})`],
    ['SHA-256', html`<span class="digest">${source.sha256}</span>`],
    ['Checksum', verified.sourceChecksum ? 'is the one that was given' : 'none was given at the import'],
    ['Imported', `${instants.full(importedAt)}, by ${importedBy ?? 'nobody recorded'}`],
    ...parts.map(({ label, sha256 }): [string, TemplateResult] => [
      'With',
      html`${label} <span class="digest">${sha256}</span>`,
    ]),
  ];
}

function installations({ installations: list }: Passport, { instants }: Context): TemplateResult {
  if (list.length === 0) return html`<p class="soft">No host yet. Each one that a run has proven will stand here.</p>`;
  return scrolled(
    'Who installed from it',
    html`
      <table>
        <thead>
          <tr>
            <th scope="col">Host</th>
            <th scope="col">Pool</th>
            <th scope="col">Proven</th>
            <th scope="col">Run</th>
          </tr>
        </thead>
        <tbody>
          ${list.map(
            ({ host, pool, at, run }) =>
              html`<tr>
                <th scope="row">${host.name}</th>
                <td>${pool}</td>
                <td>${instants.full(at)}</td>
                <td><a href=${routeTo('runs', [run])}>${run}</a></td>
              </tr>`,
          )}
        </tbody>
      </table>
    `,
  );
}
