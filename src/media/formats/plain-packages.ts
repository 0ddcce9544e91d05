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
/** So much without the end of one is none of the plain kind; a kernel lists some hundred thousand characters. */
const longestPackage = 512 * 1024;

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
  #held = '';
  #hasBegun = false;
  #isOver = false;

  constructor(private readonly take: (found: PlainPackage) => void) {}

  /** What is not to be held back, before the packages behind it are taken. */
  *write(piece: string): Generator<string> {
    // The end of one may have been cut.
    const looked = Math.max(0, this.#held.length - end.length);
    this.#held += piece;
    if (this.#isOver) yield* this.end();
    else if (this.#held.includes(end, looked)) yield* this.#takePackages();
    else if (this.#held.length > longestPackage) yield* this.end();
  }

  *end(): Generator<string> {
    this.#isOver = true;
    const held = this.#held;
    this.#held = '';
    yield held;
  }

  *#takePackages(): Generator<string> {
    let at = 0;
    if (!this.#hasBegun) {
      const begun = beginning.exec(this.#held)?.[0] ?? '';
      this.#hasBegun = begun !== '';
      at = begun.length;
      yield begun;
    }
    while (this.#hasBegun && this.#held.includes(end, at)) {
      onePackage.lastIndex = at;
      const found = onePackage.exec(this.#held);
      this.#isOver = found?.groups === undefined;
      if (found?.groups === undefined) break;
      if (found[0].includes(uncommon)) yield found[0];
      else this.take(found.groups);
      at = onePackage.lastIndex;
    }
    this.#held = this.#held.slice(at);
    if (!this.#hasBegun || this.#isOver) yield* this.end();
  }
}
