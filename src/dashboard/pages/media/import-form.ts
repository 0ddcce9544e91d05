/** Three ways to get a medium into the store: a file from this computer, one that lies on the server, or an address. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { MediaJobsReply } from '../../../contract/api/media-jobs.js';
import type { ImportWishes } from '../../api/control.js';
import type { Context } from '../../app/context.js';
import type { Problem } from '../../model/problem.js';
import { bytes } from '../../model/units.js';
import { card } from '../../parts/card.js';
import { problemNote } from '../../parts/note.js';

export function importForm(context: Context): () => TemplateResult {
  let problem: Problem | undefined;
  let uploading: { readonly name: string; readonly stop: AbortController } | undefined;
  let way: 'upload' | 'path' = 'upload';

  const send = async (work: () => Promise<unknown>, form: HTMLFormElement): Promise<void> => {
    problem = undefined;
    const result = await context.attempt(work);
    problem = result.problem;
    if (problem !== undefined) return;
    form.reset();
    context.say('The import has begun.');
    context.data.jobs.load();
  };
  const upload = async (file: File, wishes: ImportWishes, form: HTMLFormElement): Promise<void> => {
    const stop = new AbortController();
    uploading = { name: file.name, stop };
    context.update();
    await send(() => context.requests.upload(file, wishes, stop.signal), form);
    if (stop.signal.aborted) problem = undefined;
    uploading = undefined;
    context.update();
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const fields = new FormData(form);
    const text = (name: string): string => {
      const value = fields.get(name);
      return typeof value === 'string' ? value.trim() : '';
    };
    const wishes = { alias: text('alias'), sha256: text('sha256'), requireSignature: fields.has('signature') };
    const file = fields.get('file');
    if (way === 'path') void send(() => context.requests.importFrom(text('source'), wishes), form);
    else if (file instanceof File && file.name !== '') void upload(file, wishes, form);
  };
  const choose = (next: typeof way): void => {
    way = next;
    problem = undefined;
    context.update();
  };

  return () => {
    const refusal = context.whyNot('operator');
    const jobs = context.data.jobs.value;
    return card({
      title: 'Import a medium',
      lead: 'An ISO, a tar or a zip file, as the publisher gives it. Nothing is served before all of it is verified.',
      content:
        refusal !== null
          ? html`<p class="soft">${refusal}</p>`
          : html`
              ${problemNote(problem)}
              <form class="form" @submit=${submit}>
                ${wayChoice(way, choose)} ${way === 'upload' ? fileField(jobs) : pathField(jobs)} ${wishFields()}
                <div class="buttons">
                  <button class="button first" aria-disabled=${uploading === undefined ? 'false' : 'true'}>
                    Import
                  </button>
                  ${
                    uploading === undefined
                      ? nothing
                      : html`<span class="soft">Sending ${uploading.name} …</span>
                          <button type="button" class="button" @click=${() => uploading?.stop.abort()}>
                            Cancel the upload
                          </button>`
                  }
                </div>
              </form>
            `,
    });
  };
}

function wayChoice(way: 'upload' | 'path', choose: (way: 'upload' | 'path') => void): TemplateResult {
  const option = (value: 'upload' | 'path', label: string): TemplateResult => html`
    <label class="choice">
      <input
        type="radio"
        name="way"
        value=${value}
        ?checked=${way === value}
        .checked=${way === value}
        @change=${() => choose(value)}
      />
      <span>${label}</span>
    </label>
  `;
  return html`<fieldset>
    <legend>From where</legend>
    <div class="form columns">
      ${option('upload', 'A file on this computer')} ${option('path', 'A file on the server, or an address')}
    </div>
  </fieldset>`;
}

function fileField(jobs: MediaJobsReply | undefined): TemplateResult {
  return html`<div class="field">
    <label for="import-file">File</label>
    <input id="import-file" name="file" type="file" required />
    ${jobs === undefined ? nothing : html`<span class="hint">At most ${bytes(jobs.largestUpload)}.</span>`}
  </div>`;
}

function pathField(jobs: MediaJobsReply | undefined): TemplateResult {
  const offers = jobs?.offers ?? [];
  const folders = jobs?.folders ?? [];
  const where =
    folders.length === 0
      ? 'No folder of the server is set free for imports (dashboard.imports in the configuration).'
      : `Below ${folders.join(', ')}.`;
  return html`<div class="field">
    <label for="import-source">Path on the server${jobs?.urls === false ? '' : ', or http(s) address'}</label>
    <input
      id="import-source"
      name="source"
      type="text"
      list="import-offers"
      required
      spellcheck="false"
      autocomplete="off"
      aria-describedby="import-source-hint"
    />
    <datalist id="import-offers">
      ${offers.map(({ path, bytes: size, folder }) => html`<option value=${path}>${folder ? 'folder' : bytes(size)}</option>`)}
    </datalist>
    <span class="hint" id="import-source-hint">${where}</span>
  </div>`;
}

function wishFields(): TemplateResult {
  return html`<details>
    <summary>More: name, checksum, signature</summary>
    <div class="form columns">
      <div class="field">
        <label for="import-alias">Alias</label>
        <input
          id="import-alias"
          name="alias"
          type="text"
          maxlength="63"
          spellcheck="false"
          autocomplete="off"
          aria-describedby="import-alias-hint"
        />
        <span class="hint" id="import-alias-hint"
          >A second name that can point to another medium later, such as “current”.</span
        >
      </div>
      <div class="field">
        <label for="import-sha256">SHA-256 of the file</label>
        <input
          id="import-sha256"
          name="sha256"
          type="text"
          pattern="[0-9A-Fa-f]{64}"
          title="64 hex digits"
          spellcheck="false"
          autocomplete="off"
          aria-describedby="import-sha256-hint"
        />
        <span class="hint" id="import-sha256-hint">As the publisher tells it; the import fails if it is another.</span>
      </div>
      <label class="choice">
        <input type="checkbox" name="signature" />
        <span>Only with a good signature<small>An unsigned medium is refused.</small></span>
      </label>
    </div>
  </details>`;
}
