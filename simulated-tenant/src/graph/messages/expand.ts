import { badRequest, unknownProperty } from '../protocol/graph-error.ts';

/** One part of a message's `$expand`. */
export type Expansion =
  | { readonly kind: 'attachments'; readonly select: readonly string[] | undefined }
  | { readonly kind: 'singleValueExtendedProperties'; readonly ids: readonly string[] };

/**
 * Reads `$expand=attachments($select=…),singleValueExtendedProperties($filter=id eq '…')`.
 * Errors: GraphError 400 for other navigations, and for extended properties without the filter that names them.
 */
export function parseExpand(text: string | undefined): readonly Expansion[] {
  if (text === undefined) return [];
  return splitTop(text).map((part) => {
    const open = part.indexOf('(');
    const name = (open < 0 ? part : part.slice(0, open)).trim();
    const inner = open < 0 ? '' : part.slice(open + 1, part.lastIndexOf(')'));
    switch (name.toLowerCase()) {
      case 'attachments':
        return { kind: 'attachments', select: selection(inner) };
      case 'singlevalueextendedproperties':
        return { kind: 'singleValueExtendedProperties', ids: propertyIds(inner) };
      default:
        throw unknownProperty(name, 'message');
    }
  });
}

/** Splits at commas outside brackets and quotes. */
function splitTop(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at];
    if (letter === "'") quoted = !quoted;
    else if (quoted) continue;
    else if (letter === '(') depth += 1;
    else if (letter === ')') depth -= 1;
    else if (letter === ',' && depth === 0) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, text.slice(start)];
}

function selection(inner: string): readonly string[] | undefined {
  const select = inner.split(';').find((option) => /^\s*\$select=/i.test(option));
  return select
    ?.slice(select.indexOf('=') + 1)
    .split(',')
    .map((name) => name.trim());
}

function propertyIds(inner: string): readonly string[] {
  const ids = [...inner.matchAll(/\bid\s+eq\s+'((?:[^']|'')*)'/gi)].map(([, id = '']) => id.replaceAll("''", "'"));
  if (!/^\s*\$filter=/i.test(inner) || ids.length === 0) {
    throw badRequest(
      "Expanding 'singleValueExtendedProperties' needs a $filter that names the properties by id.",
      'ErrorInvalidUrlQueryFilter',
    );
  }
  return ids;
}
