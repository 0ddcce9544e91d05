/** The way to a release in words: each hop with its medium, what it costs and what to do next. */
import type { AlternativeDocument, HopDocument, LossDocument, PathDocument } from '../../contract/upgrade-path.js';
import { table } from './table.js';
import { count } from './units.js';

export function pathLines(path: PathDocument): readonly string[] {
  const goal = path.to === null ? '' : ` to ${path.to.name}`;
  return [
    `${path.pool === null ? '' : `${path.pool}: `}from ${path.from.name}${goal}`,
    ...(path.mixed === null ? [] : [`  half upgraded: ${path.mixed}`]),
    ...verdict(path),
    ...everyHopLines(path.hops),
    ...path.hops.flatMap((hop, index) => ['', ...hopLines(hop, index + 1, commonOf(path.hops))]),
    ...alternativeLines(path.alternatives),
    ...reachableLines(path),
  ];
}

function verdict({ to, hops, possible, impossible }: PathDocument): readonly string[] {
  if (!possible) return [`  no way: ${impossible ?? 'no chain of upgrades leads there'}`];
  if (hops.length === 0) return to === null ? [] : ['  it is there already'];
  const byHand = hops.filter(({ mode }) => mode === 'manual').length;
  return [
    `  ${count(hops.length, 'hop')}${byHand === 0 ? '' : `, ${byHand} of them by hand`}; each is a plan of its own`,
  ];
}

/** Ids of what every hop costs alike: said once where there are several. */
function commonOf(hops: readonly HopDocument[]): readonly string[] {
  const [first, ...others] = hops;
  if (first === undefined || others.length === 0) return [];
  return first.losses
    .map(({ id }) => id)
    .filter((id) => others.every(({ losses }) => losses.some((loss) => loss.id === id)));
}

function everyHopLines(hops: readonly HopDocument[]): readonly string[] {
  const common = commonOf(hops);
  const losses = (hops[0]?.losses ?? []).filter(({ id }) => common.includes(id));
  return losses.length === 0 ? [] : ['', 'At every hop:', ...sortedLosses(losses).flatMap(lossLines)];
}

function hopLines(hop: HopDocument, number: number, common: readonly string[]): readonly string[] {
  const what = hop.kind === 'finish' ? 'finish the upgrade' : hop.mode;
  return [
    `${number}. ${hop.from.name} -> ${hop.to.name} (${what})`,
    ...(hop.whyManual === null ? [] : [`   by hand: ${hop.whyManual}`]),
    `   medium: ${hop.media.length === 0 ? 'none in the store, it has to be imported' : hop.media.join(', ')}`,
    ...hotfixLines(hop),
    `   vendor: ${hop.vendor.text}`,
    ...sortedLosses(hop.losses.filter(({ id }) => !common.includes(id))).flatMap(lossLines),
    '   then:',
    ...hop.next.map((step) => `     ${step}`),
  ];
}

function hotfixLines({ hotfix, from }: HopDocument): readonly string[] {
  if (hotfix === null) return [];
  const weight = hotfix.weight === 'needed' ? 'needed first' : 'helpful first';
  return [`   ${weight}: the hotfix ${hotfix.name} on every host of ${from.name}: ${hotfix.why}`];
}

const order = ['yes', 'not-known', 'no'] as const;

/** What concerns the pool comes first. */
function sortedLosses(losses: readonly LossDocument[]): readonly LossDocument[] {
  return [...losses].sort((a, b) => order.indexOf(a.concerns) - order.indexOf(b.concerns));
}

function lossLines(loss: LossDocument): readonly string[] {
  const about = `   ${loss.kind}: ${loss.what}`;
  if (loss.concerns === 'no') return [`${about} (this pool has none)`];
  const seen = loss.concerns === 'yes' ? ` — HERE: ${loss.seen}` : '';
  const todo = [loss.before === '' ? '' : `before: ${loss.before}`, loss.after === '' ? '' : `after: ${loss.after}`];
  return [`${about}${seen}`, `      ${[loss.how, ...todo].filter((part) => part !== '').join(' ')}`];
}

function alternativeLines(alternatives: readonly AlternativeDocument[]): readonly string[] {
  if (alternatives.length === 0) return [];
  return ['', 'other ways:', ...alternatives.map(({ releases, why }) => `  ${releases.join(' -> ')}: ${why}`)];
}

function reachableLines({ reachable, possible }: PathDocument): readonly string[] {
  if (reachable.length === 0) return possible ? [] : ['', 'nothing else can be reached from there'];
  const rows = reachable.map(({ to, hops, byHand, via, missingMedia }) => [
    to.id,
    String(hops),
    byHand === 0 ? '-' : String(byHand),
    via.length === 0 ? '-' : via.join(', '),
    missingMedia.length === 0 ? '-' : missingMedia.join(', '),
  ]);
  return ['', 'can be reached:', ...table(['release', 'hops', 'by hand', 'by way of', 'media to import'], rows)];
}
