/**
 * Text of format=flowed with its soft line breaks joined (RFC 3676, 4).
 * A line that ends in a blank goes on in the next line of the same quote depth; `-- ` is a signature's mark and ends.
 */
export function unflow(text: string, deletesSpace: boolean): string {
  const out: string[] = [];
  let open: string[] = [];
  let openDepth = 0;
  const close = (): void => {
    if (open.length === 0) return;
    out.push(`${'>'.repeat(openDepth)}${openDepth > 0 ? ' ' : ''}${open.join('')}`);
    open = [];
  };
  for (const line of text.split('\n')) {
    const depth = quoteDepth(line);
    const unquoted = line.slice(depth);
    const content = unquoted.startsWith(' ') ? unquoted.slice(1) : unquoted;
    const isSignature = content === '-- ';
    if (depth !== openDepth || isSignature) close();
    openDepth = depth;
    const isSoft = content.endsWith(' ') && !isSignature;
    open.push(isSoft && deletesSpace ? content.slice(0, -1) : content);
    if (!isSoft) close();
  }
  close();
  return out.join('\n');
}

function quoteDepth(line: string): number {
  let depth = 0;
  while (line[depth] === '>') depth += 1;
  return depth;
}
