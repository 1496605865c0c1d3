import { packsOfCollection } from '#catalogue';
import { digestAttribution, digestMembers, type ReceiptContent } from '#custody';
import type { Reader } from '#platform';
import type { CollectionRow, CollectionStatus } from '../ledger/store-collections.ts';
import { packingStatement, type PackedLines } from './packed-lines.ts';
import type { MailboxReport } from './mailbox-report.ts';
import type { Reconciliation } from './reconcile.ts';
import { bytesOfCollection, digestsOfCollection } from './store-report.ts';

export interface Outcome {
  readonly status: CollectionStatus;
  readonly processed: number;
  readonly exceptions: number;
  readonly endedAt: Date;
  readonly productVersion: string;
  /** What the manifests of its packs say; null when they could not be read again. */
  readonly packed: PackedLines | null;
}

/** What a receipt states about a collection: from its ledger, and of its members from the packs themselves. */
export async function receiptContent(
  reader: Reader,
  collection: CollectionRow,
  { reconciliation, packed, ...outcome }: Outcome & { reconciliation: Reconciliation },
): Promise<ReceiptContent> {
  const packs = await packsOfCollection(reader, collection.id);
  return {
    productVersion: outcome.productVersion,
    collectionId: collection.id,
    status: outcome.status,
    matter: { id: collection.matter, name: collection.matterName },
    connection: { name: collection.connectionName, clientId: collection.clientId, tenantId: collection.tenant },
    startedBy: collection.startedBy,
    window: {
      from: collection.window.from?.toISOString() ?? null,
      to: collection.window.to?.toISOString() ?? null,
    },
    options: { ...collection.options },
    startedAt: collection.createdAt.toISOString(),
    endedAt: outcome.endedAt.toISOString(),
    mailboxes: reconciliation.mailboxes.map(toReceiptMailbox),
    totals: reconciliation.totals,
    processed: outcome.processed,
    exceptions: outcome.exceptions,
    bytes: await bytesOfCollection(reader, collection.id),
    packs: packs.map(({ path, digest, members }) => ({ path, digest: digest ?? '', members: members ?? 0 })),
    completeness: [...reconciliation.completeness, ...packingStatement(packed, reconciliation.totals.kept)],
    members: digestMembers(packed?.members ?? (await digestsOfCollection(reader, collection.id))),
    ...(packed === null ? {} : { attribution: digestAttribution(packed.lines) }),
  };
}

function toReceiptMailbox(mailbox: MailboxReport): ReceiptContent['mailboxes'][number] {
  const { address, custodianName, state, failure } = mailbox;
  return {
    address,
    custodian: custodianName,
    state,
    folders: mailbox.folders.map(({ path, place, state: walk, expected, expectedTotal, counts }) => ({
      path,
      place,
      state: walk,
      expected,
      expectedTotal,
      counts,
    })),
    failure: failure === null ? null : { code: failure.code, cause: failure.cause },
  };
}
