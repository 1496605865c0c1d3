import { jsonAnswer, type Answer } from '../../http/answer.ts';

/** A refusal in Graph's error envelope. Thrown by handlers, answered by the dispatcher. */
export class GraphError extends Error {
  override readonly name = 'GraphError';
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    text: string | { readonly message: string; readonly headers: Readonly<Record<string, string>> },
  ) {
    super(typeof text === 'string' ? text : text.message);
    this.status = status;
    this.code = code;
    this.headers = typeof text === 'string' ? {} : text.headers;
  }
}

export interface EnvelopeContext {
  readonly now: number;
  readonly requestId: string;
  readonly clientRequestId: string;
}

/** Graph's error envelope; `innerError.date` has no zone. */
export function errorAnswer(error: GraphError, context: EnvelopeContext): Answer {
  const innerError = {
    date: new Date(context.now).toISOString().slice(0, 19),
    'request-id': context.requestId,
    'client-request-id': context.clientRequestId,
  };
  return jsonAnswer(error.status, { error: { code: error.code, message: error.message, innerError } }, error.headers);
}

export const accessDenied = (): GraphError =>
  new GraphError(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.');

export const blockedByPolicy = (): GraphError =>
  new GraphError(
    403,
    'ErrorAccessDenied',
    'Access to OData is disabled: [RAOP] : Blocked by tenant configured AppOnly AccessPolicy settings.',
  );

export const requestDenied = (): GraphError =>
  new GraphError(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');

export const mailboxNotEnabled = (): GraphError =>
  new GraphError(
    404,
    'MailboxNotEnabledForRESTAPI',
    'The mailbox is either inactive, soft-deleted, or is hosted on-premise.',
  );

export const invalidUser = (name: string): GraphError =>
  new GraphError(404, 'ErrorInvalidUser', `The requested user '${name}' is invalid.`);

export const resourceNotFound = (id: string): GraphError =>
  new GraphError(
    404,
    'Request_ResourceNotFound',
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  );

export const itemNotFound = (): GraphError =>
  new GraphError(404, 'ErrorItemNotFound', 'The specified object was not found in the store.');

export const malformedId = (): GraphError => new GraphError(400, 'ErrorInvalidIdMalformed', 'Id is malformed.');

export const inefficientFilter = (): GraphError =>
  new GraphError(400, 'InefficientFilter', 'The restriction or sort order is too complex for this operation.');

export const notImplemented = (): GraphError =>
  new GraphError(501, 'NotImplemented', 'This operation target is not yet supported.');

export const badRequest = (message: string, code = 'BadRequest'): GraphError => new GraphError(400, code, message);

export const unknownProperty = (name: string, type: string): GraphError =>
  badRequest(
    `Parsing OData Select and Expand failed: Could not find a property named '${name}' on type 'microsoft.graph.${type}'.`,
  );

export const syncStateNotFound = (generation: number, highest: number): GraphError =>
  new GraphError(
    410,
    'SyncStateNotFound',
    `The sync state generation is not found; generation=${String(generation)};[highest=${String(highest)}].`,
  );
