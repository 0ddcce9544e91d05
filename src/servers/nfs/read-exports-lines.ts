/** Reads lines of exports(5) back, as nfs-utils does (support/nfs/exports.c): to check what was written, and to keep its numbers. */

export interface KernelExport {
  readonly folder: string;
  /** `fsid=`; undefined when a line has none. */
  readonly number: number | undefined;
  readonly clients: readonly { readonly client: string; readonly options: readonly string[] }[];
}

export function readExportsLines(text: string): KernelExport[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map(readLine);
}

function readLine(line: string): KernelExport {
  const [path = '', ...words] = line.split(/[ \t]+/);
  const clients = words
    .filter((word) => word !== '')
    .map((word) => {
      const [, client = word, options = ''] = /^([^()]*)\(([^()]*)\)$/.exec(word) ?? [];
      return { client, options: options.split(',') };
    });
  const fsid = clients.flatMap(({ options }) => options).find((option) => option.startsWith('fsid='));
  return { folder: unescaped(path), number: fsid === undefined ? undefined : Number(fsid.slice(5)), clients };
}

function unescaped(token: string): string {
  const bytes: number[] = [];
  for (let index = 0; index < token.length; index++) {
    const octal = /^\\([0-7]{3})/.exec(token.slice(index, index + 4));
    bytes.push(octal === null ? token.charCodeAt(index) : Number.parseInt(octal[1] ?? '0', 8));
    if (octal !== null) index += 3;
  }
  return Buffer.from(bytes).toString('utf8');
}
