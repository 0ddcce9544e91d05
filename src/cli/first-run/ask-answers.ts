/** Five answers as texts: from options, else from the person at the terminal, else what is proposed. */
import { answerSchemas, questionNames, type QuestionName } from '../../daemon/init/answers.js';
import { networkOf, reachable, type Interface } from '../../daemon/init/proposals.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';

export interface Asking {
  readonly proposed: Readonly<Record<QuestionName, string>>;
  readonly interfaces: readonly Interface[];
  /** Nobody is asked. */
  readonly takeProposals: boolean;
  /** Undefined: there is no terminal. */
  readonly ask: (question: string) => Promise<string | undefined>;
  readonly say: (line: string) => void;
}

const questions: Readonly<Record<QuestionName, { readonly option: string; readonly text: string }>> = {
  address: { option: '--address', text: 'Where do hosts reach this machine (an IPv4 address; 127.0.0.1 to practise)?' },
  httpPort: { option: '--http-port', text: 'Which port for HTTP (80 if hosts are given a password in the address)?' },
  ftp: { option: '--ftp', text: 'FTP as well: its port (installers up to 8.0 ask on 21 only), or no?' },
  folder: { option: '--folder', text: 'In which folder do media and state lie (media take about 1 GB each)?' },
  networks: { option: '--networks', text: 'Which IPv4 networks may read, with commas between them, or all?' },
};

/** Nobody mistypes more often without meaning something else. */
const attempts = 3;

/** @throws USAGE for an answer that is none, and where somebody would have to be asked and nobody is there */
export async function askAnswers(
  given: Readonly<Partial<Record<QuestionName, string | undefined>>>,
  asking: Asking,
): Promise<Record<QuestionName, string>> {
  const answers: Record<QuestionName, string> = { ...asking.proposed };
  for (const name of questionNames) {
    const text = given[name];
    if (text !== undefined) {
      const problem = problemWith(name, text);
      if (problem !== undefined) throw wrongAnswer(name, text, problem);
      answers[name] = text;
    }
  }
  if (asking.takeProposals) return answers;
  for (const name of questionNames) {
    if (given[name] === undefined) answers[name] = await askOne(name, answers, asking);
  }
  return answers;
}

async function askOne(
  name: QuestionName,
  answers: Readonly<Record<QuestionName, string>>,
  asking: Asking,
): Promise<string> {
  for (const line of hints(name, answers, asking.interfaces)) asking.say(line);
  const proposed = answers[name];
  for (let attempt = 1; ; attempt++) {
    const said = await asking.ask(`${questions[name].text} [${proposed}] `);
    if (said === undefined) throw nobodyThere(name);
    const text = said.trim() === '' ? proposed : said.trim();
    const problem = problemWith(name, text);
    if (problem === undefined) return text;
    if (attempt === attempts) throw wrongAnswer(name, text, problem);
    asking.say(`  ${text}: ${problem}`);
  }
}

/** What helps to answer. */
function hints(
  name: QuestionName,
  answers: Readonly<Record<QuestionName, string>>,
  interfaces: readonly Interface[],
): string[] {
  if (name === 'address') return reachable(interfaces).map((one) => `  ${one.address}  (${one.name})`);
  const own = name === 'networks' ? networkOf(answers.address, interfaces) : undefined;
  return own === undefined ? [] : [`  ${own}  (the network of ${answers.address})`];
}

function problemWith(name: QuestionName, text: string): string | undefined {
  const parsed = answerSchemas[name].safeParse(text);
  return parsed.success ? undefined : (parsed.error.issues[0]?.message ?? 'is no answer');
}

function wrongAnswer(name: QuestionName, text: string, problem: string): DrydockError {
  return new DrydockError('USAGE', {
    attempted: `reading the answer to ${questions[name].option}`,
    found: `${text}: it ${problem}`,
    remedy: 'Run `drydock init --help`; it shows an example.',
  });
}

function nobodyThere(name: QuestionName): DrydockError {
  return new DrydockError('USAGE', {
    attempted: `asking: ${questions[name].text}`,
    found: 'no terminal to ask at, or no answer (Ctrl-D)',
    remedy: `Give ${questions[name].option}, and the others likewise, or --yes to take what is proposed; \`drydock init --help\` shows an example.`,
  });
}
