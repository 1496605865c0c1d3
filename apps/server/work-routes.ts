import type { App, Parts } from './parts.ts';
import { fixPackRoutes } from './resources/collections/collection-fix-pack.ts';
import { collectionLogRoutes } from './resources/collections/collection-log.ts';
import { receiptRoutes } from './resources/collections/collection-receipts.ts';
import { orderRoutes } from './resources/collections/order-collections.ts';
import { preflightRoutes } from './resources/collections/preflight.ts';
import { collectionRoutes } from './resources/collections/read-collections.ts';
import { reconciliationRoutes } from './resources/collections/reconciliation.ts';
import { startRoutes } from './resources/collections/start-collection.ts';

import { custodyRoutes } from './resources/review/custody.ts';
import { holdRoutes } from './resources/review/holds.ts';
import { contentRoutes } from './resources/review/message-content.ts';
import { noteRoutes } from './resources/review/notes.ts';
import { overviewRoutes } from './resources/review/overview.ts';
import { messageRoutes } from './resources/review/read-message.ts';
import { savedSearchRoutes } from './resources/review/saved-searches.ts';
import { searchRoutes } from './resources/review/search-messages.ts';
import { tagRoutes } from './resources/review/tags.ts';

import { exportRoutes } from './resources/tasks/exports.ts';
import { taskRoutes } from './resources/tasks/tasks.ts';

/** Collections, review and exports. */
export function workRoutes(app: App, parts: Parts): void {
  preflightRoutes(app, parts);
  startRoutes(app, parts);
  collectionRoutes(app, parts);
  orderRoutes(app, parts);
  fixPackRoutes(app, parts);
  reconciliationRoutes(app, parts);
  receiptRoutes(app, parts);
  collectionLogRoutes(app, parts);
  searchRoutes(app, parts);
  messageRoutes(app, parts);
  contentRoutes(app, parts);
  custodyRoutes(app, parts);
  tagRoutes(app, parts);
  noteRoutes(app, parts);
  holdRoutes(app, parts);
  savedSearchRoutes(app, parts);
  overviewRoutes(app, parts);
  taskRoutes(app, parts);
  exportRoutes(app, parts);
}
