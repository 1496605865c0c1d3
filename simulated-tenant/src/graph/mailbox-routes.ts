import { jsonAnswer, type Answer } from '../http/answer.ts';
import { requireMailboxSettings, requireRole } from './access.ts';
import { badRequest, mailboxNotEnabled } from './protocol/graph-error.ts';
import { contextUrl, type GraphCall } from './protocol/graph-call.ts';
import { personOf } from './directory/users.ts';
import { mailboxOf } from './mail/mailbox-of.ts';

const directoryReaders = ['User.Read.All', 'User.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'];

/** `users/{id}/mailboxSettings[/userPurpose]`. Errors: GraphError 403, 404 as for mail. */
export function answerMailboxSettings(
  graph: GraphCall,
  name: string,
  property: string | undefined,
): Answer | undefined {
  const { simulation, caller } = graph;
  const { person } = mailboxOf(simulation, name);
  requireMailboxSettings(simulation.tenant, simulation.switches, { caller, person });
  const set = `users('${encodeURIComponent(name)}')/mailboxSettings`;
  if (property?.toLowerCase() === 'userpurpose')
    return jsonAnswer(200, { '@odata.context': contextUrl(graph, `${set}/userPurpose`), value: person.purpose });
  if (property !== undefined) return undefined;
  const values: Readonly<Record<string, unknown>> = {
    archiveFolder: null,
    timeZone: 'UTC',
    delegateMeetingMessageDeliveryOptions: 'sendToDelegateOnly',
    dateFormat: 'dd/MM/yyyy',
    timeFormat: 'HH:mm',
    userPurpose: person.purpose,
  };
  const { select } = graph.options;
  const json =
    select === undefined
      ? values
      : Object.fromEntries(select.filter((asked) => asked in values).map((asked) => [asked, values[asked]]));
  return jsonAnswer(200, { '@odata.context': contextUrl(graph, set), ...json });
}

/**
 * `users/{id}/settings/exchange`: the mailbox ids; the archive's in beta only.
 * Errors: GraphError 403 without User.Read.All, 404 MailboxNotEnabledForRESTAPI without an active mailbox.
 */
export function answerExchangeSettings(graph: GraphCall, name: string): Answer {
  requireRole(graph.caller, directoryReaders);
  const { tenant } = graph.simulation;
  const person = personOf(graph, name);
  const mailbox = person.mailboxState === 'active' ? tenant.mailbox(person.id) : undefined;
  if (mailbox === undefined) throw mailboxNotEnabled();
  const archive = graph.version === 'beta' ? tenant.archive(person.id) : undefined;
  return jsonAnswer(200, {
    '@odata.context': contextUrl(graph, `users('${encodeURIComponent(name)}')/settings/exchange/$entity`),
    primaryMailboxId: `MBX:${mailbox.id}@${tenant.id}`,
    ...(archive === undefined ? {} : { inPlaceArchiveMailboxId: `MBX:${archive.id}@${tenant.id}` }),
  });
}

const formats = new Set(['entryId', 'ewsId', 'immutableEntryId', 'restId', 'restImmutableEntryId']);
const mostIds = 1000;

/**
 * `POST users/{id}/translateExchangeIds` between the two REST formats.
 * Errors: GraphError 403 without User.Read.All, 400 for more than 1,000 ids or a format unknown or not simulated.
 */
export async function translateIds(graph: GraphCall, name: string): Promise<Answer> {
  requireRole(graph.caller, ['User.Read.All', 'User.ReadWrite.All']);
  const { mailbox } = mailboxOf(graph.simulation, name);
  const asked = parsedBody(await graph.call.body());
  const source = asked['sourceIdType'];
  const target = asked['targetIdType'];
  const ids = asked['inputIds'];
  if (!Array.isArray(ids) || ids.some((id) => typeof id !== 'string'))
    throw badRequest('The value of inputIds must be a collection of ids.', 'RequestBodyRead');
  if (ids.length > mostIds)
    throw badRequest(`The number of ids exceeds the limit of ${String(mostIds)}.`, 'ErrorInvalidRequest');
  for (const format of [source, target])
    if (typeof format !== 'string' || !formats.has(format))
      throw badRequest(`Requested value '${String(format)}' was not found.`, 'RequestBodyRead');
  const value = (ids as readonly string[]).flatMap((sourceId) => {
    const message = mailbox.message(sourceId);
    if (message === undefined || (source !== 'restId' && source !== 'restImmutableEntryId')) return [];
    const targetId =
      target === 'restImmutableEntryId' ? message.id : target === 'restId' ? message.mutableId : undefined;
    return targetId === undefined ? [] : [{ sourceId, targetId }];
  });
  return jsonAnswer(200, {
    '@odata.context': `${graph.call.origin}/${graph.version}/$metadata#Collection(microsoft.graph.convertIdResult)`,
    value,
  });
}

/** Errors: GraphError 400 BadRequest when the body is no JSON object. */
export function parsedBody(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw badRequest(
    'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.',
  );
}
