// Reads docs/simulator-fidelity.md: its sections with their rows, and the tests that each row names.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface FidelityRow {
  readonly cells: readonly string[];
  readonly line: number;
}

export interface FidelitySection {
  readonly title: string;
  readonly rows: readonly FidelityRow[];
  readonly bullets: number;
}

/** One test named by a row: a file, and the titles in it; none where the whole file is meant. */
export interface NamedTest {
  readonly file: string;
  readonly titles: readonly string[];
}

export function fidelitySections(page: string): readonly FidelitySection[] {
  const sections: { title: string; rows: FidelityRow[]; bullets: number }[] = [];
  page.split('\n').forEach((text, index) => {
    const section = sections.at(-1);
    if (text.startsWith('## ')) sections.push({ title: text.slice(3), rows: [], bullets: 0 });
    else if (text.startsWith('- ') && section !== undefined) section.bullets++;
    else if (text.startsWith('|')) section?.rows.push({ cells: cellsOf(text), line: index + 1 });
  });
  // The heading of a table and the line under it are no rows.
  return sections.map(({ title, rows, bullets }) => ({ title, bullets, rows: rows.slice(2) }));
}

/** A bar inside a cell is written `\|`. */
function cellsOf(row: string): readonly string[] {
  return row
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim().replaceAll('\\|', '|'));
}

/** `file: title`, several of them with `;` or `,` between; of one file, several titles likewise. */
export function namedTests(cell: string): readonly NamedTest[] {
  const plain = cell.replaceAll(/`[,;]\s*`/g, '; ').replaceAll('`', '');
  const starts = [...plain.matchAll(/[\w/.-]+\.test\.ts/g)];
  return starts.map((match, index) => {
    const [file] = match;
    const rest = plain.slice(match.index + file.length, starts[index + 1]?.index ?? plain.length);
    const text = rest.replace(/^\s*:\s*/, '').replace(/[\s;,]+$/, '');
    return { file, titles: text === '' ? [] : [text] };
  });
}

const testFiles = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => join('test', name));

/** What is wrong with a named test; undefined when it is there. A file may be named without its folders. */
export function problemWith({ file, titles }: NamedTest): string | undefined {
  const found = testFiles.filter((path) => path === file || path.endsWith(`/${file}`));
  if (found.length === 0) return `${file} does not exist`;
  const known = found.flatMap((path) => titlesIn(readFileSync(path, 'utf8')));
  const missing = titles.filter((title) => !isKnown(title, known));
  return missing.length === 0 ? undefined : `${file} has no test "${missing.join('", "')}"`;
}

/**
 * The titles as a whole, or in parts: a title may hold a semicolon itself. `, a test for each …` says of a group what
 * its tests are. The end of a title may be left out where it begins with a bracket, a colon, a semicolon or a comma.
 */
function isKnown(titles: string, known: readonly RegExp[]): boolean {
  const wanted = titles.replace(/, a test for each [\w ]+$/, '');
  if (known.some((pattern) => pattern.test(wanted))) return true;
  const cut = [...wanted.matchAll(/;\s+/g)];
  return cut.some(
    ({ index, 0: { length } }) =>
      isKnown(wanted.slice(0, index), known) && isKnown(wanted.slice(index + length), known),
  );
}

/**
 * Titles of tests and of groups of them, as patterns: what a template fills in may be anything. Where titles come from a
 * table, every text of the file may be one.
 */
export function titlesIn(source: string): readonly RegExp[] {
  const literal = String.raw`(['"\`])((?:\\.|(?!\1)[^\n])*)\1`;
  const named = [...source.matchAll(new RegExp(String.raw`\b(?:it|describe)\(\s*${literal}`, 'g'))];
  const fromTable = /\b(?:it|describe)\(\s*[a-zA-Z]/.test(source);
  const others = fromTable ? [...source.matchAll(new RegExp(literal, 'g'))] : [];
  return [...named, ...others].flatMap(([, quote, title = '']) => patternOf(title, quote === '`'));
}

const leastLetters = 5;

/** None of a text that says next to nothing itself: a template that is all value would be every title. */
function patternOf(title: string, isTemplate: boolean): readonly RegExp[] {
  const pieces = (isTemplate ? title.split(/\$\{[^}]*\}/) : [title]).map((piece) => piece.replaceAll(/\\(.)/g, '$1'));
  if (pieces.join('').replaceAll(/\W/g, '').length < leastLetters) return [];
  const whole = pieces.map(escaped).join('[\\s\\S]+');
  const short = [...whole.matchAll(/ \\\(|[:;,] /g)].map(({ index }) => whole.slice(0, index));
  return [new RegExp(`^(?:${[whole, ...short].join('|')})$`)];
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
