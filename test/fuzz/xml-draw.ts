/** XML documents of a vocabulary: mostly well-formed, now and then with what XML has to offer to those who mean harm. */
import type { Draws } from './draws.js';

export interface Vocabulary {
  readonly root: string;
  /** Elements by the name of what they stand in; `*` stands in any. */
  readonly inside: Readonly<Record<string, readonly string[]>>;
  readonly attributes: Readonly<Record<string, readonly string[]>>;
  readonly values: readonly string[];
}

const deepest = 5;

export function drawXml(draws: Draws, words: Vocabulary): Buffer {
  const text = `${prologue(draws)}${element(draws, words, words.root, 0)}${draws.oneIn(20) ? '<again/>' : ''}`;
  const bytes = draws.oneIn(20) ? Buffer.from(`\ufeff${text}`, 'utf16le') : Buffer.from(text);
  return draws.damaged(bytes, 4);
}

function prologue(draws: Draws): string {
  return draws.oneOf([
    ...['', '<?xml version="1.0"?>', '<?xml version="1.0" encoding="UTF-8"?>\n', '<?xml version="1.1" encoding="x"?>'],
    '<!DOCTYPE a [<!ENTITY x "y"><!ENTITY z "&x;&x;&x;&x;&x;&x;&x;&x;">]>',
    '<!DOCTYPE a SYSTEM "file:///etc/passwd">',
    '<!-- -->',
  ]);
}

function element(draws: Draws, words: Vocabulary, name: string, depth: number): string {
  const attributes = (words.attributes[name] ?? [])
    .filter(() => !draws.oneIn(8))
    .map((attribute) => ` ${attribute}="${escaped(draws, draws.text(words.values))}"`)
    .join('');
  const children = [...(words.inside[name] ?? []), ...(words.inside['*'] ?? [])];
  const inner =
    children.length === 0 || depth >= deepest || draws.oneIn(6)
      ? escaped(draws, draws.text(words.values))
      : draws.many(0, 6, () => element(draws, words, draws.oneOf(children), depth + 1)).join(draws.oneOf(['', '\n ']));
  const wrapped = draws.oneIn(25) ? `<![CDATA[${inner}]]>` : inner;
  return draws.oneIn(12)
    ? `<${name}${attributes}/>`
    : `<${name}${attributes}>${wrapped}</${draws.oneIn(60) ? 'x' : name}>`;
}

function escaped(draws: Draws, text: string): string {
  return draws.oneIn(10) ? text : text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
