/** Turns the bytes of a control connection into commands, however they are cut into segments. */

export interface FtpCommand {
  /** In capitals. */
  readonly verb: string;
  readonly argument: string;
}

const interpretAsCommand = 0xff;
const lineFeed = 0x0a;

/** Telnet commands of three bytes (WILL, WON'T, DO, DON'T); the others have two. */
const isNegotiation = (byte: number): boolean => byte >= 0xfb && byte <= 0xfe;

/** Anything lower is no command: what should follow was sent as urgent data, and did not come with the others. */
const lowestCommand = 0xf0;

export class CommandReader {
  #line: number[] = [];
  /** Bytes of a Telnet command still to be skipped; -1 when its second byte is awaited. */
  #skip = 0;
  #tooLong = false;

  constructor(private readonly longestLine: number) {}

  /** The commands that are complete now; `too-long` in place of a line that nobody sends in earnest. */
  push(chunk: Buffer): (FtpCommand | 'too-long')[] {
    const usual = this.#usual(chunk);
    if (usual !== undefined) return [usual];
    const commands: (FtpCommand | 'too-long')[] = [];
    for (const byte of chunk) {
      if (this.#isTelnet(byte)) continue;
      if (byte === lineFeed) commands.push(this.#take());
      else if (this.#line.length >= this.longestLine) this.#tooLong = true;
      else this.#line.push(byte);
    }
    // ftplib sends ABOR as urgent data: its last byte, the line feed, does not come with the others.
    if (/^ABOR\r$/i.test(this.#text())) commands.push(this.#take());
    return commands.filter((command) => command === 'too-long' || command.verb !== '');
  }

  /** One whole line of plain text in one segment: what nearly every client sends, without a look at each byte. */
  #usual(chunk: Buffer): FtpCommand | undefined {
    if (this.#line.length > 0 || this.#skip !== 0 || this.#tooLong || chunk.length > this.longestLine) return undefined;
    const text = chunk.toString('latin1');
    return /^[\x20-\x7e]+\r\n$/.test(text) ? parseCommand(text.slice(0, -2)) : undefined;
  }

  #isTelnet(byte: number): boolean {
    if (this.#skip === -1) {
      this.#skip = isNegotiation(byte) ? 1 : 0;
      // Twice the code stands for the byte itself.
      return byte >= lowestCommand && byte !== interpretAsCommand;
    }
    if (this.#skip > 0) {
      this.#skip -= 1;
      return true;
    }
    if (byte === interpretAsCommand) this.#skip = -1;
    return byte === interpretAsCommand;
  }

  #text(): string {
    return this.#line.length > 5 ? '' : String.fromCharCode(...this.#line);
  }

  #take(): FtpCommand | 'too-long' {
    const line = Buffer.from(this.#line).toString('utf8').replace(/\r$/, '');
    const tooLong = this.#tooLong;
    this.#line = [];
    this.#tooLong = false;
    return tooLong ? 'too-long' : parseCommand(line);
  }
}

/** The argument keeps its blanks: names may begin or end with one. */
function parseCommand(line: string): FtpCommand {
  const blank = line.indexOf(' ');
  if (blank === -1) return { verb: line.toUpperCase(), argument: '' };
  return { verb: line.slice(0, blank).toUpperCase(), argument: line.slice(blank + 1) };
}
