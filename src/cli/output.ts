/** Writes one line to stderr, whatever the text is, without the passwords in it. */
export function warn(text: string): void {
  process.stderr.write(`${maskPasswords(text.replace(/\s*\n\s*/g, ' '))}\n`);
}

/** A text without the passwords of the URLs in it: for every line that the commands print, whoever wrote it. */
export function maskPasswords(text: string): string {
  return text
    .replace(/\b([a-z][a-z0-9+.-]*:\/\/[^\s/:@]*):\S*@/gi, '$1:***@')
    .replace(/([?&](?:password|pass|pwd)=)[^&\s"']+/gi, '$1***');
}

/** Writes a command's result to stdout, and waits until it is out: the process may exit then. */
export function writeResult(text: string): Promise<void> {
  return new Promise((resolve) => {
    process.stdout.write(text, () => resolve());
  });
}

/**
 * Sends whatever the team's modules print to stderr until the function that it gives is called, so that stdout holds a
 * command's result and nothing else.
 */
export function divertStdout(): () => void {
  const { write } = process.stdout;
  process.stdout.write = process.stderr.write.bind(process.stderr) as typeof write;
  return () => {
    process.stdout.write = write;
  };
}
