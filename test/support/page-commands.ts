/** The commands of a page of the documentation, in order: the blocks that are marked `sh`, with what their mark says about them. */

export interface PageBlock {
  /** The line of the page where the block begins. */
  readonly line: number;
  readonly commands: string;
  /** Another terminal, in which it is left running; absent: the first one. */
  readonly terminal?: string;
  /** What it says when it is ready; only for what is left running. */
  readonly until?: string;
  /** A terminal whose program is ended with Ctrl-C first. */
  readonly end?: string;
  /** How the last command ends; 0 unless said. */
  readonly exitCode: number;
}

const fence = /^```sh(?<mark>[^\n]*)\n(?<commands>[\s\S]*?)^```$/gm;

export function commandsOf(page: string): PageBlock[] {
  return [...page.matchAll(fence)].map((match) => {
    const { mark = '', commands = '' } = match.groups ?? {};
    const terminal = attribute(mark, 'in');
    const until = attribute(mark, 'until');
    const end = attribute(mark, 'end');
    return {
      line: page.slice(0, match.index).split('\n').length,
      commands,
      ...(terminal === undefined ? {} : { terminal }),
      ...(until === undefined ? {} : { until }),
      ...(end === undefined ? {} : { end }),
      exitCode: Number(attribute(mark, 'exit') ?? 0),
    };
  });
}

function attribute(mark: string, name: string): string | undefined {
  const found = new RegExp(`\\b${name}=(?:"([^"]*)"|(\\S+))`).exec(mark);
  return found?.[1] ?? found?.[2];
}
