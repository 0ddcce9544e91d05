/** A tree in memory as recognition sees the tree of a source, and what recognition makes of it in one line. */
import { DrydockError } from '../../src/shared/errors/drydock-error.js';
import { recogniseMedium } from '../../src/media/recognise/recognise-medium.js';
import type { RecognisedMedium } from '../../src/media/recognise/recognised-medium.js';
import { planTree } from '../../src/media/source/plan-tree.js';
import type { SourceEntry } from '../../src/media/source/source-entry.js';
import { sourceTree, type SourceTree } from '../../src/media/source/source-tree.js';
import type { FileTree } from './media-synthetic-tree.js';

export function inMemory(tree: FileTree): SourceTree {
  const folders = new Set<string>();
  for (const path of tree.keys())
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1))
      folders.add(path.slice(0, end));
  const entries: SourceEntry[] = [
    ...[...folders].map((path) => ({ kind: 'folder' as const, path, modified: 0 })),
    ...[...tree].map(([path, { length: size }]) => ({ kind: 'file' as const, path, size, content: path, modified: 0 })),
  ];
  return sourceTree(planTree(entries), 'a folder', ({ path }) => Promise.resolve(tree.get(path) ?? Buffer.alloc(0)));
}

export type OutcomeKind = 'recognised' | 'flagged' | 'refused';

export interface Outcome {
  readonly kind: OutcomeKind;
  /** Of a refusal. */
  readonly code: string | null;
  readonly told: string;
  readonly medium: RecognisedMedium | null;
}

/** What every medium of its age is told, and what a pack is, are no flaw of this one. */
const ordinary =
  /^(Media|Packs) of this age carry no signature|^This is a|ISO of its own|names no keys?\b|^The repository is not signed/;

export async function outcomeOf(tree: FileTree): Promise<Outcome> {
  try {
    const medium = await recogniseMedium(inMemory(tree));
    const flaws = medium.warnings.filter((warning) => !ordinary.test(warning));
    const { product, platform, layout, warnings } = medium;
    const what = [`${product.name} ${product.version}`, platform.version && `platform ${platform.version}`, layout];
    const told = flaws.length > 0 ? flaws : layout === 'supplemental-pack' ? warnings.slice(0, 1) : [];
    return {
      kind: flaws.length > 0 ? 'flagged' : 'recognised',
      code: null,
      told: told.length > 0 ? told.join(' ') : what.filter(Boolean).join(', '),
      medium,
    };
  } catch (error) {
    if (!(error instanceof DrydockError)) throw error;
    return { kind: 'refused', code: error.code, told: refusalText(error), medium: null };
  }
}

function refusalText({ details }: DrydockError): string {
  const missing = details.data?.['missing'];
  // Evidence of what was looked for is among the data as well; then the text tells more.
  if (Array.isArray(missing) && details.data?.['lookedFor'] === undefined) return `missing: ${missing.join(', ')}`;
  return [details.subject, details.found].filter((text) => text !== undefined).join(': ');
}
