import { percentDecoded } from '../../http/call.ts';

/**
 * Splits a Graph path into decoded segments after the version.
 * `mailFolders('X')` and `users('X')` become two segments; `servicePrincipals(appId='X')` becomes
 * `servicePrincipals` and `appId=X`; `delta()` and `microsoft.graph.delta()` become `delta`.
 */
export function segmentsOf(path: string): readonly string[] {
  const segments: string[] = [];
  for (const raw of path.split('/')) {
    if (raw === '') continue;
    const segment = percentDecoded(raw);
    const open = segment.indexOf('(');
    if (open > 0 && segment.endsWith(')')) addCall(segments, segment, open);
    else segments.push(segment);
  }
  return segments;
}

function addCall(segments: string[], segment: string, open: number): void {
  const name = segment.slice(0, open).replace(/^microsoft\.graph\./i, '');
  const argument = segment.slice(open + 1, -1);
  segments.push(name);
  if (argument === '') return;
  const equals = argument.indexOf('=');
  const key = argument.startsWith("'")
    ? unquoted(argument)
    : equals > 0
      ? `${argument.slice(0, equals)}=${unquoted(argument.slice(equals + 1))}`
      : argument;
  segments.push(key);
}

function unquoted(text: string): string {
  return text.startsWith("'") && text.endsWith("'") ? text.slice(1, -1).replaceAll("''", "'") : text;
}
