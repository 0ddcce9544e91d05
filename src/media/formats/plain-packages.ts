/**
 * The packages of a `primary.xml` as createrepo_c writes them, each read with one look: a process that has just begun is slow
 * at everything else, and a medium lists some hundred with thirty tags each. It takes a package only where every character of
 * it is as expected; the first that is not, and all behind it, are left to the reader of any XML, so that that one alone says
 * what is well-formed.
 */

/** As the attributes and the texts stand there; by the names of `primary.ts`. */
export type PlainPackage = Readonly<Record<string, string>>;

/** What XML allows, but for carriage returns, which count as line ends, and for what may be markup. */
const plain = String.raw`[\t\n\x20-\x25\x27-\x3b\x3d-\x5c\x5e-\uD7FF\uE000-\uFFFD]*`;
/** An entity, a bracket that ends no CDATA, and what is beyond the basic plane. */
const special = String.raw`(?:&(?:lt|gt|amp|quot|apos);|\](?!\]>)|[\uD800-\uDBFF][\uDC00-\uDFFF])`;
const text = `${plain}(?:${special}${plain})*`;
const value = String.raw`[\x20\x21\x23-\x25\x27-\x3b\x3d-\uD7FF]*`;
const gap = String.raw`[ \n]*`;

const attribute = (name: string): string => ` ${name}="${value}"`;
const kept = (key: string, name: string): string => ` ${name}="(?<${key}>${value})"`;
const element = (name: string): string => `<${name}>${text}</${name}>`;
/** A text that is kept has no entity in it. */
const keptElement = (key: string, name: string, attributes = ''): string =>
  `<${name}${attributes}>(?<${key}>${plain})</${name}>`;
const optional = (pattern: string): string => `(?:${pattern}${gap})?`;

const entry = `<rpm:entry${attribute('name')}${['flags', 'epoch', 'ver', 'rel', 'pre'].map((name) => `(?:${attribute(name)})?`).join('')}/>`;
const lists = ['provides', 'requires', 'conflicts', 'obsoletes', 'suggests', 'enhances', 'recommends', 'supplements'];
const list = (name: string): string => `(?:<rpm:${name}>${gap}(?:${entry}${gap})*</rpm:${name}>|<rpm:${name}/>)`;
const format = [
  ...['license', 'vendor', 'group', 'buildhost', 'sourcerpm'].map((name) =>
    optional(`(?:${element(`rpm:${name}`)}|<rpm:${name}/>)`),
  ),
  optional(`<rpm:header-range${attribute('start')}${kept('headerEnd', 'end')}/>`),
  ...lists.map((name) => optional(list(name))),
  `(?:<file(?: type="(?:dir|ghost)")?>${text}</file>${gap})*`,
];
const onePackage = new RegExp(
  [
    '',
    '<package type="rpm">',
    keptElement('name', 'name'),
    keptElement('architecture', 'arch'),
    `<version${kept('epoch', 'epoch')}${kept('version', 'ver')}${kept('release', 'rel')}/>`,
    keptElement('digest', 'checksum', `${kept('digestType', 'type')}(?:${attribute('pkgid')})?`),
    ...['summary', 'description', 'packager', 'url'].map((name) => `(?:${element(name)}|<${name}/>)`),
    `<time${attribute('file')}${attribute('build')}/>`,
    `<size${kept('size', 'package')}${attribute('installed')}${attribute('archive')}/>`,
    `<location${kept('href', 'href')}/>`,
    `<format>${gap}${format.join('')}</format>`,
    '</package>',
  ].join(gap),
  'y',
);
const beginning = new RegExp(
  String.raw`^<\?xml version="1\.0" encoding="UTF-8"\?>${gap}<metadata(?: xmlns(?::rpm)?="[\w:/.-]*"| packages="\d*")*>`,
);
const end = '</package>';
/** What only one package of a medium has, and few here should know of: left to the reader of any XML, with its place. */
const uncommon = '"kernel-uname-r"';
/** A longer one is none of the plain kind; a kernel's has some hundred thousand characters. */
const longestPackage = 512 * 1024;
/** Of text that was held back, as it is usual for text that comes: the reader's bounds count by pieces. */
const pieceSize = 16 * 1024;

/**
 * @param take is given each plain package, in the order of the text
 * @returns what is left of the text, which is a document all the same: the packages that were taken stand beside each other
 */
export async function* withoutPlainPackages(
  source: AsyncIterable<string>,
  take: (found: PlainPackage) => void,
): AsyncGenerator<string> {
  const packages = new PlainPackages(take);
  for await (const piece of source) yield* packages.write(piece);
  yield* packages.end();
}

class PlainPackages {
  /** What is not decided yet, and its length: joined only when there is the end of a package in it. */
  #held: string[] = [];
  #length = 0;
  /** What the end of a package may have begun in. */
  #last = '';
  #hasBegun = false;
  #isOver = false;

  constructor(private readonly take: (found: PlainPackage) => void) {}

  /** What is not to be held back, before the packages behind it are taken. */
  *write(piece: string): Generator<string> {
    const looked = this.#last + piece;
    const hasEnd = looked.includes(end);
    this.#last = looked.slice(1 - end.length);
    this.#held.push(piece);
    this.#length += piece.length;
    if (!this.#isOver && hasEnd) yield* this.#takePackages(this.#joined());
    else if (this.#isOver || this.#length > longestPackage) yield* this.end();
  }

  *end(): Generator<string> {
    this.#isOver = true;
    const held = this.#joined();
    for (let at = 0; at < held.length; at += pieceSize) yield held.slice(at, at + pieceSize);
  }

  #joined(): string {
    const held = this.#held.join('');
    this.#held = [];
    this.#length = 0;
    return held;
  }

  *#takePackages(text: string): Generator<string> {
    let at = 0;
    if (!this.#hasBegun) {
      const begun = beginning.exec(text)?.[0] ?? '';
      this.#hasBegun = begun !== '';
      this.#isOver = !this.#hasBegun;
      at = begun.length;
      yield begun;
    }
    for (let next = at; !this.#isOver && text.includes(end, at); at = next) {
      onePackage.lastIndex = at;
      const found = text.indexOf(end, at) - at > longestPackage ? null : onePackage.exec(text);
      this.#isOver = found?.groups === undefined;
      if (found?.groups === undefined) break;
      next = onePackage.lastIndex;
      if (found[0].includes(uncommon)) yield found[0];
      else this.take(detached(found.groups));
    }
    this.#held = [text.slice(at)];
    this.#length = text.length - at;
    if (this.#isOver) yield* this.end();
  }
}

/** Parts of a text keep all of it in memory. */
function detached(found: PlainPackage): PlainPackage {
  return JSON.parse(JSON.stringify(found)) as PlainPackage;
}
