import { boundsOf } from '../kql/compare.ts';
import type { Expression, Restriction, SingleValue } from '../kql/expression.ts';
import { printKql } from '../kql/print.ts';
import type { PropertyName } from '../kql/properties.ts';
import { flagOf } from '../kql/values.ts';

/** A part of a query that the service cannot be asked for. */
export interface Inexpressible {
  /** The part, as KQL. */
  readonly part: string;
  readonly reason: string;
}

export type GraphSearch =
  | {
      /** For `$search`, not yet in its quotation marks: see `searchParameter`. */
      readonly search: string;
    }
  | { readonly inexpressible: readonly Inexpressible[] };

/** Names that Graph's `$search` on messages knows for our properties. */
const graphNames: Readonly<Partial<Record<PropertyName, string>>> = {
  attachment: 'attachment',
  bcc: 'bcc',
  body: 'body',
  cc: 'cc',
  from: 'from',
  hasattachment: 'hasAttachments',
  importance: 'importance',
  kind: 'kind',
  participants: 'participants',
  received: 'received',
  recipients: 'recipients',
  sent: 'sent',
  size: 'size',
  subject: 'subject',
  to: 'to',
};

/**
 * A query as Graph's `$search` on the messages of a mailbox takes it, or everything of it that cannot be asked there.
 * Laws: nothing is left out silently; free text, for which the service looks into sender, subject and body only, is
 * asked for in recipients and names of attachments, too; dates are instants in UTC.
 * Source: Microsoft Graph, "Use the $search query parameter".
 */
export function toGraphSearch(expression: Expression, now: Date): GraphSearch {
  const inexpressible: Inexpressible[] = [];
  const refuse = (part: Expression, reason: string): string => {
    inexpressible.push({ part: printKql(part), reason });
    return '';
  };
  const search = translate(expression, { now, refuse });
  return inexpressible.length > 0 ? { inexpressible } : { search };
}

/** The value of the `$search` parameter, before it is encoded for a URL. */
export function searchParameter(search: string): string {
  return `"${search.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

interface Translation {
  readonly now: Date;
  readonly refuse: (part: Expression, reason: string) => string;
}

function translate(expression: Expression, translation: Translation): string {
  switch (expression.kind) {
    case 'everything':
      return translation.refuse(expression, 'there is nothing to look for; leave the query out to have everything');
    case 'near':
      return translation.refuse(expression, 'the service knows no nearness');
    case 'text': {
      const value = valueText(expression.text, expression.isPrefix);
      return `(${value} OR recipients:${value} OR attachment:${value})`;
    }
    case 'not':
      return `NOT ${bracketed(expression.operand, translation)}`;
    case 'and':
      return expression.operands.map((operand) => bracketed(operand, translation)).join(' AND ');
    case 'or':
      return expression.operands.map((operand) => bracketed(operand, translation)).join(' OR ');
    case 'restriction':
      return restrict(expression, translation);
  }
}

function bracketed(expression: Expression, translation: Translation): string {
  const text = translate(expression, translation);
  return expression.kind === 'and' || expression.kind === 'or' || expression.kind === 'not' ? `(${text})` : text;
}

function restrict(restriction: Restriction, { now, refuse }: Translation): string {
  const { property, operator, value } = restriction;
  const name = graphNames[property];
  if (name === undefined) return refuse(restriction, `the service does not search by ${property}`);
  const negate = (text: string): string => (operator === '<>' ? `(NOT ${text})` : text);
  switch (property) {
    case 'received':
    case 'sent':
    case 'size':
      return negate(bounded(name, restriction, now));
    case 'hasattachment':
      return negate(`${name}:${String(flagOf(single(value).text))}`);
    case 'importance':
    case 'kind':
      return negate(`${name}:${single(value).text.toLowerCase()}`);
    default: {
      if (operator !== ':')
        return refuse(restriction, 'the service finds words within a property, not the whole of it');
      const { text, isPrefix } = single(value);
      return `${name}:${valueText(text, isPrefix)}`;
    }
  }
}

function single(value: Restriction['value']): SingleValue {
  return value.kind === 'single' ? value : { kind: 'single', text: '', isPrefix: false };
}

function bounded(name: string, restriction: Restriction, now: Date): string {
  const { from, to } = boundsOf(restriction, now);
  const isSize = restriction.property === 'size';
  const write = (value: number): string =>
    isSize ? String(value) : new Date(value).toISOString().replace('.000Z', 'Z');
  const parts = [
    ...(from === null ? [] : [`${name}>=${write(from)}`]),
    ...(to === null ? [] : [`${name}<${write(to)}`]),
  ];
  return parts.length === 1 ? (parts[0] ?? '') : `(${parts.join(' AND ')})`;
}

/** Always in quotation marks: what is in them is nothing but text. The star of a prefix goes inside. */
function valueText(text: string, isPrefix: boolean): string {
  return `"${text.replaceAll('"', ' ')}${isPrefix ? '*' : ''}"`;
}
