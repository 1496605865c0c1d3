import type { CollectionId, ConnectionId, MatterId, Window } from '#evidence';
import { Failure } from '#evidence';
import { ensureCustodian, ensureMailbox, ensureMatter, recordRenames, renamedMailbox, type Rename } from '#catalogue';
import type { Clock, Database } from '#platform';
import { newId } from '#platform';
import type { CollectionOptions } from './mailbox-run.ts';
import { insertCollection } from './ledger/store-collections.ts';

export interface PlannedMailbox {
  /** The source's id of the mailbox: the directory's object id. */
  readonly sourceMailbox: string;
  readonly address: string;
  readonly displayName: string;
  readonly custodian: string;
}

export interface CollectionPlan {
  /** Its name; made when it is new. */
  readonly matter: string;
  /** The matter itself, where it is known: a name may be given to another one meanwhile. */
  readonly matterId?: MatterId;
  readonly connection: { id: ConnectionId; name: string; clientId: string; tenant: string };
  readonly startedBy: string;
  readonly window: Window;
  readonly options: CollectionOptions;
  readonly mailboxes: readonly PlannedMailbox[];
}

export interface PlannedCollection {
  readonly id: CollectionId;
  readonly matter: MatterId;
}

/**
 * Plans a collection: matter, custodians and mailboxes are made when they are new, in one transaction.
 * A mailbox named twice is collected once. Failure `malformed` when there is nothing to collect.
 */
export async function planCollection(
  tools: { database: Database; clock: Clock },
  plan: CollectionPlan,
): Promise<PlannedCollection> {
  const mailboxes = [...new Map(plan.mailboxes.map((mailbox) => [mailbox.sourceMailbox, mailbox])).values()];
  if (mailboxes.length === 0) {
    throw new Failure('malformed', 'There is no mailbox to collect.', {
      code: 'no-mailboxes',
      fix: 'Name mailboxes with --mailbox, --mailboxes FILE.csv or --all-mailboxes.',
    });
  }
  const id = newId<CollectionId>();
  const at = tools.clock.now();
  return tools.database.transaction(async (tx) => {
    const matter = plan.matterId === undefined ? await ensureMatter(tx, plan.matter, at) : { id: plan.matterId };
    const rows = [];
    const renamed: Rename[] = [];
    for (const mailbox of mailboxes) {
      const custodian = await ensureCustodian(tx, { matter: matter.id, name: mailbox.custodian, at });
      const { sourceMailbox, address, displayName } = mailbox;
      const known = { matter: matter.id, tenant: plan.connection.tenant, sourceMailbox, address };
      renamed.push(...(await renamedMailbox(tx, known)));
      const row = await ensureMailbox(tx, { ...known, kind: 'primary', displayName, at });
      rows.push({ mailbox: row, custodian });
    }
    await insertCollection(tx, {
      id,
      matter: matter.id,
      connection: plan.connection.id,
      connectionName: plan.connection.name,
      clientId: plan.connection.clientId,
      tenant: plan.connection.tenant,
      startedBy: plan.startedBy,
      window: plan.window,
      options: plan.options,
      createdAt: at,
      mailboxes: rows,
    });
    await recordRenames(tx, renamed, at);
    return { id, matter: matter.id };
  });
}
