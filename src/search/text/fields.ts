import type { PropertyName } from '../kql/properties.ts';
import type { Field } from './units.ts';

/** The fields a property of words looks into. */
export function fieldsOf(property: PropertyName): readonly Field[] {
  switch (property) {
    case 'participants':
      return ['from', 'to', 'cc', 'bcc'];
    case 'recipients':
      return ['to', 'cc', 'bcc'];
    case 'from':
    case 'to':
    case 'cc':
    case 'bcc':
    case 'subject':
    case 'body':
    case 'attachment':
      return [property];
    default:
      throw new Error(`${property} has no words`);
  }
}
