/** Making a pool known: first the certificate that each address shows, for a person to compare; only then is the password sent. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { CertificatesReply } from '../../../contract/api/pools.js';
import type { Context, Page } from '../../app/context.js';
import {
  addressesOf,
  addRequestOf,
  emptyPoolForm,
  fingerprintLines,
  wrongIn,
  type PoolForm,
} from '../../model/add-pool.js';
import { problemOf, type Problem } from '../../model/problem.js';
import { routeTo } from '../../model/routes.js';
import { button } from '../../parts/button.js';
import { card } from '../../parts/card.js';
import { pageHead } from '../../parts/head.js';
import { note, problemNote } from '../../parts/note.js';
import { poolFields } from './pool-fields.js';

export function addPoolPage(context: Context): Page {
  let form: PoolForm = emptyPoolForm;
  let password = '';
  let busy = false;
  let problem: Problem | undefined;
  let seen: CertificatesReply | undefined;

  const work = async <T>(done: () => Promise<T>): Promise<T | undefined> => {
    busy = true;
    problem = undefined;
    context.update();
    const result = await context.attempt(done);
    busy = false;
    problem = result.problem;
    context.update();
    return result.value;
  };
  const look = async (): Promise<void> => {
    const { oldTls } = form;
    seen = await work(() => context.requests.certificates(addressesOf(form), oldTls));
    if (seen !== undefined) context.say('Compare the fingerprints.');
  };
  const add = async (certificates: CertificatesReply): Promise<void> => {
    const request = addRequestOf(form, certificates, password);
    if (request === null) return;
    const added = await work(() => context.requests.addPool(request));
    if (added === undefined) return;
    password = '';
    context.say(`The pool ${added.name} is known now.`);
    context.go(routeTo('pools', [added.name]));
  };
  const changed = (next: PoolForm): void => {
    // What was compared was compared for these addresses.
    if (next.addresses !== form.addresses || next.oldTls !== form.oldTls) seen = undefined;
    form = next;
    context.update();
  };

  return {
    title: 'Add a pool',
    refresh: () => context.data.pools.load(),
    leave: () => {
      password = '';
    },
    render: () => html`
      ${pageHead({ title: 'Add a pool', lead: 'A pool, or a standalone host. Nothing is changed on it.', above: { name: 'Pools', link: '#/pools' } })}
      ${context.whyNot('administrator') === null ? view() : note({ tone: 'quiet', title: 'Only administrators add pools', text: `${context.whyNot('administrator') ?? ''} At the terminal: drydock pool add.` })}
    `,
  };

  function view(): TemplateResult {
    const known = (context.data.pools.value ?? []).map(({ name }) => name);
    const wrong = wrongIn(form, known) ?? (password === '' ? 'Give the password.' : null);
    return html`
      ${card({
        title: 'Where it is, and how to log in',
        content: html`
          ${poolFields({
            ...{ form, password, changed },
            typed: (text) => {
              password = text;
              context.update();
            },
          })}
          <div class="buttons">
            ${button({
              ...{ label: busy && seen === undefined ? 'Reaching it …' : 'Show its certificate', busy },
              ...{ kind: seen === undefined ? 'first' : '', whyNot: wrong, press: () => void look() },
            })}
            ${wrong === null ? nothing : html`<span class="soft">${wrong}</span>`}
          </div>
        `,
      })}
      ${seen === undefined ? problemNote(problem) : comparing(seen, wrong)}
    `;
  }

  function comparing(value: CertificatesReply, wrong: string | null): TemplateResult {
    const missing = addRequestOf(form, value, password) === null ? 'Not every address has shown a certificate.' : null;
    return card({
      title: 'Is it the host that you mean?',
      lead: html`Compare each fingerprint with the one on the console of the host. There:
        <code class="break">openssl x509 -in /etc/xensource/xapi-ssl.pem -noout -fingerprint -sha256</code>`,
      content: html`
        <ul class="rows">
          ${value.certificates.map((certificate) => html`<li>${certificateView(certificate)}</li>`)}
        </ul>
        <p class="soft">
          It is pinned: whoever shows another one is told nothing. The password is tried now, and kept on the machine of
          Drydock in a file that nobody else may read. No page shows it again.
        </p>
        ${problemNote(problem)}
        <div class="buttons">
          ${button({
            ...{ label: busy ? 'Logging in …' : 'It is the same: add the pool', kind: 'first', busy },
            ...{ whyNot: missing ?? wrong, press: () => void add(value) },
          })}
          <a class="button" href="#/pools">Cancel</a>
        </div>
      `,
    });
  }
}

function certificateView({ address, fingerprint, error }: CertificatesReply['certificates'][number]): TemplateResult {
  if (fingerprint === null)
    return html`<p class="strong">${address}</p>
      ${problemNote(error === null ? undefined : problemOf(error, 409))}`;
  return html`
    <p class="strong">${address}</p>
    <p class="digest">${fingerprintLines(fingerprint).map((line) => html`${line}<br />`)}</p>
  `;
}
