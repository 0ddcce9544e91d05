/** support-bundle: one file for whoever is asked for help, and the list of what is in it. */
import { existsSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { writeFileDurably } from '../../shared/durable-files.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { ustar } from '../../shared/ustar.js';
import { openPoolStore } from '../pools/pool-store.js';
import { stateLayout } from '../state-layout.js';
import { bundleParts, type BundleOptions } from './bundle-parts.js';
import { jsonPart, type BundlePart } from './bundle-part.js';
import { knownSecrets } from './known-secrets.js';
import { redactor } from './redact.js';

export interface Bundle {
  readonly file: string;
  readonly bytes: number;
  readonly contents: readonly { readonly name: string; readonly bytes: number; readonly what: string }[];
  /** Secrets that could not be read here, and so were not looked for. */
  readonly unread: readonly string[];
}

/** @throws FILE_WRITE_FAILED, DISK_FULL */
export async function makeBundle(file: string, options: Omit<BundleOptions, 'pools'>): Promise<Bundle> {
  if (existsSync(file)) throw taken(file);
  const { settings, environment } = options;
  const pools = await knownPools(settings.state);
  const { values, unread } = knownSecrets(settings, pools.records, environment);
  const parts = [...(await bundleParts({ ...options, pools: pools.records })), ...pools.problem];
  const redact = redactor(values);
  const files = [contentsPart(parts), ...parts].map(({ name, text, what }) => ({
    ...{ name, what },
    content: Buffer.from(redact(text)),
  }));
  const archive = gzipSync(ustar(files.map(({ name, content }) => ({ name: `drydock-support/${name}`, content }))));
  await writeFileDurably(file, archive, 0o600);
  return {
    ...{ file, bytes: archive.length, unread },
    contents: files.map(({ name, what, content }) => ({ name, bytes: content.length, what })),
  };
}

function contentsPart(parts: readonly BundlePart[]): BundlePart {
  const contents = parts.map(({ name, what }) => ({ name, what }));
  return jsonPart('contents.json', 'this list', contents);
}

async function knownPools(
  state: string,
): Promise<{ records: Awaited<ReturnType<ReturnType<typeof openPoolStore>['list']>>; problem: readonly BundlePart[] }> {
  try {
    return { records: await openPoolStore(stateLayout(state).pools).list(), problem: [] };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return {
      records: [],
      problem: [{ name: 'pools.missing.txt', what: 'the known pools: could not be read', text: `${text}\n` }],
    };
  }
}

function taken(file: string): DrydockError {
  return new DrydockError('FILE_WRITE_FAILED', {
    attempted: 'writing a support bundle',
    subject: file,
    found: 'a file of this name',
    remedy: 'Give a name that is not taken.',
  });
}
