/** Reads a configuration of NFS-Ganesha back, as far as we write any: to check what was written, and to keep its numbers. */

export interface GaneshaBlock {
  readonly name: string;
  readonly values: ReadonlyMap<string, string>;
  readonly blocks: readonly GaneshaBlock[];
}

export interface GaneshaExport {
  readonly id: string;
  readonly number: number;
  readonly folder: string;
  readonly path: string;
  readonly access: string;
  readonly squash: string;
  readonly clients: readonly { readonly clients: readonly string[]; readonly access: string }[];
}

/** @returns undefined where the text is no configuration: Ganesha itself would then withdraw every export (seen with 4.3) */
export function readGaneshaConfig(text: string): readonly GaneshaBlock[] | undefined {
  const tokens = tokensOf(text);
  if (tokens === undefined) return undefined;
  const position = { at: 0 };
  const body = readBody(tokens, position, false);
  return body === undefined || position.at < tokens.length || body.values.size > 0 ? undefined : body.blocks;
}

export function ganeshaExports(blocks: readonly GaneshaBlock[]): GaneshaExport[] {
  return blocks
    .filter(({ name }) => name === 'EXPORT')
    .map(({ values, blocks: inner }) => ({
      id: values.get('Tag') ?? '',
      number: Number(values.get('Export_Id')),
      folder: values.get('Path') ?? '',
      path: values.get('Pseudo') ?? '',
      access: values.get('Access_Type') ?? '',
      squash: values.get('Squash') ?? '',
      clients: inner
        .filter(({ name }) => name === 'CLIENT')
        .map((client) => ({
          clients: (client.values.get('Clients') ?? '').split(/, */),
          access: client.values.get('Access_Type') ?? '',
        })),
    }));
}

/** Names, `{`, `}`, `=`, `;`, and values, which are marked with a `=` in front. */
function tokensOf(text: string): string[] | undefined {
  const tokens: string[] = [];
  const pattern = /#[^\n]*|\s+|([A-Za-z_0-9]+)|([{}])|=\s*(?:"((?:[^"\\\n]|\\["\\])*)"|([^";{}\n]+?))\s*;/gy;
  let end = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const [, name, brace, quoted, plain] = match;
    const value = quoted?.replace(/\\(["\\])/g, '$1') ?? plain;
    const token = name ?? brace ?? (value === undefined ? undefined : `=${value}`);
    if (token !== undefined) tokens.push(token);
    end = pattern.lastIndex;
  }
  return end === text.length ? tokens : undefined;
}

function readBody(
  tokens: readonly string[],
  position: { at: number },
  inside: boolean,
): Omit<GaneshaBlock, 'name'> | undefined {
  const values = new Map<string, string>();
  const blocks: GaneshaBlock[] = [];
  while (position.at < tokens.length) {
    const name = tokens[position.at] ?? '';
    if (name === '}') return inside ? { values, blocks } : undefined;
    const next = tokens[position.at + 1] ?? '';
    position.at += 2;
    if (next.startsWith('=')) values.set(name, next.slice(1));
    else if (next === '{') {
      const body = readBody(tokens, position, true);
      if (body === undefined) return undefined;
      position.at += 1;
      blocks.push({ name, ...body });
    } else return undefined;
  }
  return inside ? undefined : { values, blocks };
}
