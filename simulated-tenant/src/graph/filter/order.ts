import { badRequest } from '../protocol/graph-error.ts';

export interface SortKey {
  readonly property: string;
  readonly direction: 'asc' | 'desc';
}

/** Errors: GraphError 400 for anything that is not `property [asc|desc], …`. */
export function parseOrderBy(text: string): readonly SortKey[] {
  return text.split(',').map((part) => {
    const [property = '', direction = 'asc', ...rest] = part.trim().split(/\s+/);
    const lower = direction.toLowerCase();
    if (property === '' || rest.length > 0 || (lower !== 'asc' && lower !== 'desc'))
      throw badRequest(`Invalid $orderby clause: Syntax error in '${text}'.`);
    return { property, direction: lower };
  });
}
