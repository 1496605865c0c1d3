// Made from docs/reference/openapi.json by npm run gen.
export interface paths {
    "/api/v1/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This description */
        get: operations["readOpenApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the first administrator is still to be made */
        get: operations["readSetUp"];
        put?: never;
        /** Make the first administrator; only while there is no account */
        post: operations["setUp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sign-in-options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How people sign in here */
        get: operations["readSignInOptions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/sign-in/email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in; the session comes as a cookie */
        post: operations["signIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/sign-out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End the session of this browser */
        post: operations["signOut"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/sign-in/oauth2": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin a sign-in with Microsoft */
        post: operations["beginMicrosoftSignIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/oauth2/callback/microsoft": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where the sign-in page returns to; leads on to the first page, or back with what was refused */
        get: operations["completeMicrosoftSignIn"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/two-factor/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin with a second factor; it counts once a code of the app was verified */
        post: operations["enableTwoFactor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/two-factor/verify-totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End a sign-in with a code of the app, or prove that the app was set up */
        post: operations["verifyTwoFactor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/two-factor/verify-backup-code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End a sign-in with a backup code */
        post: operations["verifyBackupCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/two-factor/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in by password alone again */
        post: operations["disableTwoFactor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/change-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Choose another password; every other session ends */
        post: operations["changePassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is signed in, and what they may do */
        get: operations["readMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where I am signed in */
        get: operations["listSessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Sign out elsewhere */
        delete: operations["endSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** My tokens that were not revoked; their text is shown only when they are made */
        get: operations["listTokens"];
        put?: never;
        /** Make a token; its text comes once, with this answer */
        post: operations["createToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke a token; it works no more from now on */
        delete: operations["revokeToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** People with an account, by address */
        get: operations["listPeople"];
        put?: never;
        /** Add a person; the temporary password comes once, with this answer */
        post: operations["invitePerson"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One person and their matters */
        get: operations["readPerson"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change name or role, disable, give a new temporary password */
        patch: operations["changePerson"];
        trace?: never;
    };
    "/api/v1/people/{id}/connections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The connections that rest on the sign-in of a disabled person, by name */
        get: operations["listPersonConnections"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/{id}/connections/{connection}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a connection of a disabled person and erase its sign-in; what was collected stays */
        delete: operations["removePersonConnection"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The matters I may know of, by name */
        get: operations["listMatters"];
        put?: never;
        /** Begin a matter; whoever begins it becomes its case manager */
        post: operations["createMatter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{matter}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One matter */
        get: operations["readMatter"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Give a matter another name */
        patch: operations["renameMatter"];
        trace?: never;
    };
    "/api/v1/matters/{matter}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who may do what in the matter, by address */
        get: operations["listMembers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{matter}/members/{person}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Give a person a role in the matter */
        put: operations["saveMember"];
        post?: never;
        /** Take a person out of the matter */
        delete: operations["removeMember"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{matter}/custodians": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The custodians of the matter, by name */
        get: operations["listCustodians"];
        put?: never;
        /** Add a custodian */
        post: operations["createCustodian"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The connections I may use, by name */
        get: operations["listConnections"];
        put?: never;
        /** Save an application connection; its checks are run apart */
        post: operations["createConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One connection */
        get: operations["readConnection"];
        put?: never;
        post?: never;
        /** Remove a connection and erase its credential; what was collected through it stays */
        delete: operations["removeConnection"];
        options?: never;
        head?: never;
        /** Give a new credential or other capabilities; a credential the service refuses is not saved */
        patch: operations["changeConnection"];
        trace?: never;
    };
    "/api/v1/connections/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a connection with these capabilities asks for, why, and what consenting means */
        post: operations["planConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What an administrator of the tenant must do: link, permissions, scripts */
        get: operations["readConnectionSetup"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin a connection with my own sign-in at Microsoft */
        post: operations["beginConnectionSignIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in again to a connection of mine; what was collected through it stays its own */
        post: operations["renewConnectionSignIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/sign-in/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where the sign-in page returns to; leads on to the page of the connection */
        get: operations["completeConnectionSignIn"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/checks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run the checks
         * @description Events: `begin` {ids} in the order they run, `check` for each as it is answered (the last one for an id and a mailbox counts), `end` {isRight, checks}.
         */
        post: operations["checkConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/mailboxes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The people and places of the directory, by address; read anew after five minutes, or when asked */
        get: operations["listMailboxes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/explanations/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Cause and fix of a stable code of what Microsoft answers */
        get: operations["readExplanation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who did what when, newest first */
        get: operations["listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The entries that match, as a file, newest first */
        get: operations["exportAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Compute every hash of the chain again */
        get: operations["verifyAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/head": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The newest entry, signed: to be kept where nobody who can write to this database can write */
        get: operations["readAuditHead"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{matter}/preflights": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Can these mailboxes be read, and how many messages are in the window? Answers as it finds out */
        post: operations["preflightCollection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{matter}/collections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Collect mailboxes into the matter; the server carries it out */
        post: operations["startCollection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/collections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Collections I may know of, newest first */
        get: operations["listCollections"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/collections/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Collections I may know of, as they go on: `snapshot` first, then `collection` for each that changed */
        get: operations["followCollections"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/collections/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One collection as it stands */
        get: operations["readCollection"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/collections/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One collection as it goes on: `collection` at once, then whenever it changed */
        get: operations["followCollection"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/collections/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stop at the next checkpoint, until it is resumed */
        post: operations["pauseCollection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/collections/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Go on with what was paused, stopped or failed */
        post: operations["resumeCollection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/collections/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Transfer no further; what was kept stays */
        post: operations["cancelCollection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/collections/{id}/retry-failed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try again what failed; a new receipt names those before it */
        post: operations["retryFailed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/collections/{id}/start-processing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Read what was kept unread until now */
        post: operations["startProcessing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/collections/{id}/fix-pack": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Grant, verify and undo for exactly the mailboxes a collection waits for */
        get: operations["readFixPack"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/collections/{id}/folders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Mailboxes with their folders: expected, listed, and how it ended */
        get: operations["listCollectionFolders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/collections/{id}/exceptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What could not be had or understood, with cause and fix */
        get: operations["listCollectionExceptions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/collections/{id}/receipt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The newest receipt, in words and as it was signed, and those before it */
        get: operations["readCollectionReceipt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/collections/{id}/receipt/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The newest receipt as a file, byte for byte as it was signed */
        get: operations["downloadCollectionReceipt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/collections/{id}/receipt/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hold the newest receipt against the key of this installation and the packs in the vault */
        post: operations["verifyCollectionReceipt"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/collections/{id}/log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happened to the collection, newest first */
        get: operations["readCollectionLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/collections/{id}/why": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** "Why not?" for a message of a mailbox, or for a day */
        get: operations["explainMissing"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{matter}/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Kept messages that a query in KQL and filters find, newest first */
        get: operations["searchMessages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{matter}/search/count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many messages there are, exactly */
        get: operations["countMessages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{matter}/search/histogram": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** When they were received: bars as fine as fits */
        get: operations["readHistogram"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{matter}/search/facets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the found messages have in common: the most frequent values with exact counts */
        get: operations["readFacets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{matter}/search/suggest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What may stand at a place of a query that is being typed */
        get: operations["suggestQuery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{matter}/messages/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One message: header, text, attachments, and what people put at it */
        get: operations["readMessage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{matter}/messages/{id}/attachments/{part}/message": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A message that is attached to this one, opened as mail; its parts keep their numbers */
        get: operations["readAttachedMessage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{matter}/messages/{id}/thread": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The conversation the message belongs to, newest first */
        get: operations["listThread"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{matter}/messages/{id}/copies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Others in the matter who hold a copy that says the same, and where */
        get: operations["listCopies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{matter}/messages/{id}/html": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The body as harmless HTML, for a sandboxed frame; the header x-blocked counts remote content taken out */
        get: operations["readMessageHtml"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{matter}/messages/{id}/source": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The original bytes, as an .eml file */
        get: operations["readMessageSource"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{matter}/messages/{id}/headers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Header fields in their order, decoded */
        get: operations["readMessageHeaders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{matter}/messages/{id}/attachments/{part}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An attached file, to save; with inline=true pictures, PDF and plain text to look at */
        get: operations["readAttachment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{matter}/messages/{id}/custody": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Digest, pack, when it was collected and where it was seen since */
        get: operations["readCustody"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{matter}/messages/{id}/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Read the bytes again and hash them, now */
        post: operations["verifyMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{matter}/tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The tags of the matter by name, with how many messages have them */
        get: operations["listTags"];
        put?: never;
        /** A new tag */
        post: operations["createTag"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{matter}/tags/{tag}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a tag from the matter and from every message */
        delete: operations["removeTag"];
        options?: never;
        head?: never;
        /** Another name or colour */
        patch: operations["changeTag"];
        trace?: never;
    };
    "/api/v1/matters/{matter}/tags/{tag}/merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give everything with this tag another one in its place, and remove this one */
        post: operations["mergeTag"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{matter}/messages/{id}/tags/{tag}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Put a tag at a message */
        put: operations["tagMessage"];
        post?: never;
        /** Take a tag from a message */
        delete: operations["untagMessage"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{matter}/messages/{id}/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Notes at a message, oldest first */
        get: operations["listNotes"];
        put?: never;
        /** Write a note at a message */
        post: operations["writeNote"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{matter}/messages/{id}/notes/{note}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a note of one’s own; a case manager may remove any */
        delete: operations["removeNote"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{matter}/holds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Legal holds of the matter, newest first; without `standing` released ones too */
        get: operations["listHolds"];
        put?: never;
        /** Place a legal hold over the matter, or an empty one that a bulk act fills */
        post: operations["placeHold"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{matter}/holds/{hold}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Release a hold, with the reason on record */
        post: operations["releaseHold"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{matter}/saved-searches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** My saved searches of the matter, and those that are shared */
        get: operations["listSavedSearches"];
        put?: never;
        /** Save a search */
        post: operations["saveSearch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{matter}/saved-searches/{search}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a saved search of one’s own */
        delete: operations["removeSavedSearch"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{matter}/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Messages over time, ends, custodians and those who write most: of the matter, or of one custodian */
        get: operations["readOverview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{matter}/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tag, untag or hold everything that a search finds */
        post: operations["startBulk"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where a bulk act or an export stands */
        get: operations["readTask"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A bulk act or an export as it goes on: `task` at once, then whenever it changed, until it ends */
        get: operations["followTask"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stop a bulk act or an export; what it has done stays */
        post: operations["cancelTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{matter}/exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Exports of the matter, newest first */
        get: operations["listExports"];
        put?: never;
        /** Write messages as files to hand out; follow it at /jobs/{id} */
        post: operations["startExport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exports/{id}/receipt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The signed receipt of an export, in words and as it was signed */
        get: operations["readExportReceipt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exports/{id}/manifest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The manifest of an export: every file with its digest, in the order they were written */
        get: operations["listExportFiles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exports/{id}/links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A link to the files, for a day; whoever has it can fetch them */
        post: operations["createDownloadLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/downloads/{secret}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The files of an export as one tar; a download that broke off goes on with Range */
        get: operations["download"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Problem: {
            type: string;
            title: string;
            status: number;
            detail: string;
            code: string;
            kind: string;
            fix?: string;
            instance: string;
            position?: number;
            length?: number;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    readOpenApi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readSetUp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        needed: boolean;
                        codeNeeded: boolean;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setUp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    email: string;
                    password: string;
                    code?: string | null;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        email: string;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readSignInOptions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        password: boolean;
                        microsoft: {
                            label: string;
                        } | null;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    email: string;
                    password: string;
                    rememberMe?: boolean;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        twoFactorNeeded: boolean;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        signedOut: boolean;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    beginMicrosoftSignIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The page to send the browser to */
                        url: string;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    completeMicrosoftSignIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    enableTwoFactor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    password: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description For the app, as text or as a QR code */
                        totpUri: string;
                        backupCodes: string[];
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    verifyTwoFactor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    code: string;
                    trustDevice?: boolean;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        done: boolean;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    verifyBackupCode: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    code: string;
                    trustDevice?: boolean;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        done: boolean;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    disableTwoFactor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    password: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        done: boolean;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changePassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    currentPassword: string;
                    newPassword: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        done: boolean;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        person: {
                            id: string;
                            name: string;
                            email: string;
                            /** @enum {string} */
                            instanceRole: "administrator" | "auditor" | "member";
                            twoFactor: boolean;
                            mustChangePassword: boolean;
                            /** @description False for whoever signs in with Microsoft alone */
                            hasPassword: boolean;
                        };
                        matters: {
                            id: string;
                            name: string;
                            /** @enum {string} */
                            role: "case-manager" | "uploader" | "reviewer" | "auditor";
                            mayCreateCustodians: boolean;
                        }[];
                        version: string;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSessions: {
        parameters: {
            query: {
                cursor?: string;
                limit: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            id: string;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: date-time */
                            lastSeenAt: string;
                            /** Format: date-time */
                            expiresAt: string;
                            address: string | null;
                            browser: string | null;
                            isThisOne: boolean;
                        }[];
                        next: string | null;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    endSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        ended: boolean;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTokens: {
        parameters: {
            query: {
                cursor?: string;
                limit: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            id: string;
                            name: string;
                            scopes: ("read" | "collect" | "review" | "export" | "audit" | "administer" | "metrics")[];
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: date-time */
                            expiresAt: string;
                            lastUsedAt: string | null;
                        }[];
                        next: string | null;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    scopes: ("read" | "collect" | "review" | "export" | "audit" | "administer" | "metrics")[];
                    expiresInDays: number;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        token: {
                            id: string;
                            name: string;
                            scopes: ("read" | "collect" | "review" | "export" | "audit" | "administer" | "metrics")[];
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: date-time */
                            expiresAt: string;
                            lastUsedAt: string | null;
                        };
                        secret: string;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        revoked: boolean;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPeople: {
        parameters: {
            query: {
                cursor?: string;
                limit: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            id: string;
                            name: string;
                            email: string;
                            /** @enum {string} */
                            instanceRole: "administrator" | "auditor" | "member";
                            twoFactor: boolean;
                            mustChangePassword: boolean;
                            disabledAt: string | null;
                            /** Format: date-time */
                            createdAt: string;
                        }[];
                        next: string | null;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    invitePerson: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    email: string;
                    /** @enum {string} */
                    instanceRole: "administrator" | "auditor" | "member";
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        person: {
                            id: string;
                            name: string;
                            email: string;
                            /** @enum {string} */
                            instanceRole: "administrator" | "auditor" | "member";
                            twoFactor: boolean;
                            mustChangePassword: boolean;
                            disabledAt: string | null;
                            /** Format: date-time */
                            createdAt: string;
                        };
                        temporaryPassword: string | null;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readPerson: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        person: {
                            id: string;
                            name: string;
                            email: string;
                            /** @enum {string} */
                            instanceRole: "administrator" | "auditor" | "member";
                            twoFactor: boolean;
                            mustChangePassword: boolean;
                            disabledAt: string | null;
                            /** Format: date-time */
                            createdAt: string;
                        };
                        matters: {
                            id: string;
                            name: string;
                            /** @enum {string} */
                            role: "case-manager" | "uploader" | "reviewer" | "auditor";
                        }[];
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changePerson: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    /** @enum {string} */
                    instanceRole?: "administrator" | "auditor" | "member";
                    disabled?: boolean;
                    newPassword?: boolean;
                    withoutTwoFactor?: boolean;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        person: {
                            id: string;
                            name: string;
                            email: string;
                            /** @enum {string} */
                            instanceRole: "administrator" | "auditor" | "member";
                            twoFactor: boolean;
                            mustChangePassword: boolean;
                            disabledAt: string | null;
                            /** Format: date-time */
                            createdAt: string;
                        };
                        temporaryPassword: string | null;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPersonConnections: {
        parameters: {
            query: {
                cursor?: string;
                limit: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            id: string;
                            name: string;
                            tenant: string;
                            signer: string | null;
                            /** Format: date-time */
                            createdAt: string;
                        }[];
                        next: string | null;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removePersonConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                connection: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMatters: {
        parameters: {
            query: {
                cursor?: string;
                limit: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            id: string;
                            name: string;
                            /** Format: date-time */
                            createdAt: string;
                            role: ("case-manager" | "uploader" | "reviewer" | "auditor") | null;
                        }[];
                        next: string | null;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createMatter: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        name: string;
                        /** Format: date-time */
                        createdAt: string;
                        role: ("case-manager" | "uploader" | "reviewer" | "auditor") | null;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readMatter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                matter: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        name: string;
                        /** Format: date-time */
                        createdAt: string;
                        role: ("case-manager" | "uploader" | "reviewer" | "auditor") | null;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    renameMatter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                matter: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        name: string;
                        /** Format: date-time */
                        createdAt: string;
                        role: ("case-manager" | "uploader" | "reviewer" | "auditor") | null;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMembers: {
        parameters: {
            query: {
                cursor?: string;
                limit: number;
            };
            header?: never;
            path: {
                matter: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            person: string;
                            name: string;
                            email: string;
                            /** @enum {string} */
                            role: "case-manager" | "uploader" | "reviewer" | "auditor";
                            mayCreateCustodians: boolean;
                            /** Format: date-time */
                            addedAt: string;
                        }[];
                        next: string | null;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    saveMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                matter: string;
                person: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    role: "case-manager" | "uploader" | "reviewer" | "auditor";
                    mayCreateCustodians?: boolean;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        saved: boolean;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                matter: string;
                person: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        removed: boolean;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listCustodians: {
        parameters: {
            query: {
                cursor?: string;
                limit: number;
                search?: string;
            };
            header?: never;
            path: {
                matter: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            id: string;
                            name: string;
                            /** Format: date-time */
                            createdAt: string;
                            mailboxes: string[] | null;
                            items: number | null;
                        }[];
                        next: string | null;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createCustodian: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                matter: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        name: string;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listConnections: {
        parameters: {
            query: {
                cursor?: string;
                limit: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            id: string;
                            name: string;
                            /** @enum {string} */
                            kind: "application" | "delegated";
                            /** @description Rests on my own sign-in: nobody else sees or uses it */
                            isMine: boolean;
                            mayManage: boolean;
                            signer: {
                                address: string;
                                name: string;
                            } | null;
                            signInNeeded: {
                                /** Format: date-time */
                                since: string;
                                code: string;
                            } | null;
                            consentMeant: ("personal" | "organization") | null;
                            /** @enum {string} */
                            state: "unchecked" | "ready" | "failing" | "expired" | "sign-in-needed";
                            cloud: string;
                            tenant: string;
                            tenantId: string | null;
                            clientId: string;
                            /** @enum {string} */
                            credential: "secret" | "certificate";
                            credentialExpiresAt: string | null;
                            capabilities: ("list-mailboxes" | "collect-mail" | "tell-mailbox-kinds" | "verify-grants")[];
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: date-time */
                            updatedAt: string;
                            lastChecks: {
                                /** Format: date-time */
                                at: string;
                                results: {
                                    /** @enum {string} */
                                    id: "tenant-exists" | "app-exists" | "secret-valid" | "consent-given" | "permissions-enough" | "permissions-excess" | "readbasic-conflict" | "mailbox-reachable" | "mailbox-allowed" | "message-bytes" | "throttle-headroom" | "clock-skew" | "redirect-registered" | "consent-breadth" | "full-access-delegated";
                                    mailbox: string | null;
                                    tried: string;
                                    /** @enum {string} */
                                    result: "pass" | "warn" | "fail" | "skipped";
                                    cause: string;
                                    fix: string[];
                                    evidence: {
                                        [key: string]: unknown;
                                    };
                                    /** Format: date-time */
                                    expiresAt?: string;
                                }[];
                            } | null;
                        }[];
                        next: string | null;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createConnection: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    tenant: string;
                    clientId: string;
                    /** @enum {string} */
                    cloud?: "global" | "gcc" | "gcc-high" | "dod" | "china";
                    /** @description Another service that speaks both protocols */
                    endpoints?: string;
                    credential: {
                        /** @enum {string} */
                        kind: "secret";
                        value: string;
                        expiresAt?: string | null;
                    } | {
                        /** @enum {string} */
                        kind: "certificate";
                        pem: string;
                    };
                    capabilities: ("list-mailboxes" | "collect-mail" | "tell-mailbox-kinds" | "verify-grants")[];
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        connection: {
                            id: string;
                            name: string;
                            /** @enum {string} */
                            kind: "application" | "delegated";
                            /** @description Rests on my own sign-in: nobody else sees or uses it */
                            isMine: boolean;
                            mayManage: boolean;
                            signer: {
                                address: string;
                                name: string;
                            } | null;
                            signInNeeded: {
                                /** Format: date-time */
                                since: string;
                                code: string;
                            } | null;
                            consentMeant: ("personal" | "organization") | null;
                            /** @enum {string} */
                            state: "unchecked" | "ready" | "failing" | "expired" | "sign-in-needed";
                            cloud: string;
                            tenant: string;
                            tenantId: string | null;
                            clientId: string;
                            /** @enum {string} */
                            credential: "secret" | "certificate";
                            credentialExpiresAt: string | null;
                            capabilities: ("list-mailboxes" | "collect-mail" | "tell-mailbox-kinds" | "verify-grants")[];
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: date-time */
                            updatedAt: string;
                            lastChecks: {
                                /** Format: date-time */
                                at: string;
                                results: {
                                    /** @enum {string} */
                                    id: "tenant-exists" | "app-exists" | "secret-valid" | "consent-given" | "permissions-enough" | "permissions-excess" | "readbasic-conflict" | "mailbox-reachable" | "mailbox-allowed" | "message-bytes" | "throttle-headroom" | "clock-skew" | "redirect-registered" | "consent-breadth" | "full-access-delegated";
                                    mailbox: string | null;
                                    tried: string;
                                    /** @enum {string} */
                                    result: "pass" | "warn" | "fail" | "skipped";
                                    cause: string;
                                    fix: string[];
                                    evidence: {
                                        [key: string]: unknown;
                                    };
                                    /** Format: date-time */
                                    expiresAt?: string;
                                }[];
                            } | null;
                        };
                        warnings: string[];
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        name: string;
                        /** @enum {string} */
                        kind: "application" | "delegated";
                        /** @description Rests on my own sign-in: nobody else sees or uses it */
                        isMine: boolean;
                        mayManage: boolean;
                        signer: {
                            address: string;
                            name: string;
                        } | null;
                        signInNeeded: {
                            /** Format: date-time */
                            since: string;
                            code: string;
                        } | null;
                        consentMeant: ("personal" | "organization") | null;
                        /** @enum {string} */
                        state: "unchecked" | "ready" | "failing" | "expired" | "sign-in-needed";
                        cloud: string;
                        tenant: string;
                        tenantId: string | null;
                        clientId: string;
                        /** @enum {string} */
                        credential: "secret" | "certificate";
                        credentialExpiresAt: string | null;
                        capabilities: ("list-mailboxes" | "collect-mail" | "tell-mailbox-kinds" | "verify-grants")[];
                        /** Format: date-time */
                        createdAt: string;
                        /** Format: date-time */
                        updatedAt: string;
                        lastChecks: {
                            /** Format: date-time */
                            at: string;
                            results: {
                                /** @enum {string} */
                                id: "tenant-exists" | "app-exists" | "secret-valid" | "consent-given" | "permissions-enough" | "permissions-excess" | "readbasic-conflict" | "mailbox-reachable" | "mailbox-allowed" | "message-bytes" | "throttle-headroom" | "clock-skew" | "redirect-registered" | "consent-breadth" | "full-access-delegated";
                                mailbox: string | null;
                                tried: string;
                                /** @enum {string} */
                                result: "pass" | "warn" | "fail" | "skipped";
                                cause: string;
                                fix: string[];
                                evidence: {
                                    [key: string]: unknown;
                                };
                                /** Format: date-time */
                                expiresAt?: string;
                            }[];
                        } | null;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        removed: boolean;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    credential?: {
                        /** @enum {string} */
                        kind: "secret";
                        value: string;
                        expiresAt?: string | null;
                    } | {
                        /** @enum {string} */
                        kind: "certificate";
                        pem: string;
                    };
                    capabilities?: ("list-mailboxes" | "collect-mail" | "tell-mailbox-kinds" | "verify-grants")[];
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        connection: {
                            id: string;
                            name: string;
                            /** @enum {string} */
                            kind: "application" | "delegated";
                            /** @description Rests on my own sign-in: nobody else sees or uses it */
                            isMine: boolean;
                            mayManage: boolean;
                            signer: {
                                address: string;
                                name: string;
                            } | null;
                            signInNeeded: {
                                /** Format: date-time */
                                since: string;
                                code: string;
                            } | null;
                            consentMeant: ("personal" | "organization") | null;
                            /** @enum {string} */
                            state: "unchecked" | "ready" | "failing" | "expired" | "sign-in-needed";
                            cloud: string;
                            tenant: string;
                            tenantId: string | null;
                            clientId: string;
                            /** @enum {string} */
                            credential: "secret" | "certificate";
                            credentialExpiresAt: string | null;
                            capabilities: ("list-mailboxes" | "collect-mail" | "tell-mailbox-kinds" | "verify-grants")[];
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: date-time */
                            updatedAt: string;
                            lastChecks: {
                                /** Format: date-time */
                                at: string;
                                results: {
                                    /** @enum {string} */
                                    id: "tenant-exists" | "app-exists" | "secret-valid" | "consent-given" | "permissions-enough" | "permissions-excess" | "readbasic-conflict" | "mailbox-reachable" | "mailbox-allowed" | "message-bytes" | "throttle-headroom" | "clock-skew" | "redirect-registered" | "consent-breadth" | "full-access-delegated";
                                    mailbox: string | null;
                                    tried: string;
                                    /** @enum {string} */
                                    result: "pass" | "warn" | "fail" | "skipped";
                                    cause: string;
                                    fix: string[];
                                    evidence: {
                                        [key: string]: unknown;
                                    };
                                    /** Format: date-time */
                                    expiresAt?: string;
                                }[];
                            } | null;
                        };
                        isSaved: boolean;
                        warnings: string[];
                        checks: {
                            /** @enum {string} */
                            id: "tenant-exists" | "app-exists" | "secret-valid" | "consent-given" | "permissions-enough" | "permissions-excess" | "readbasic-conflict" | "mailbox-reachable" | "mailbox-allowed" | "message-bytes" | "throttle-headroom" | "clock-skew" | "redirect-registered" | "consent-breadth" | "full-access-delegated";
                            mailbox: string | null;
                            tried: string;
                            /** @enum {string} */
                            result: "pass" | "warn" | "fail" | "skipped";
                            cause: string;
                            fix: string[];
                            evidence: {
                                [key: string]: unknown;
                            };
                            /** Format: date-time */
                            expiresAt?: string;
                        }[] | null;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    planConnection: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    capabilities: ("list-mailboxes" | "collect-mail" | "tell-mailbox-kinds" | "verify-grants")[];
                    /** @enum {string} */
                    kind: "application" | "delegated";
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        permissions: {
                            name: string;
                            service: string;
                            allows: string;
                            withoutIt: string;
                            adminConsent: boolean;
                            reasons: {
                                capability: string;
                                reason: string;
                            }[];
                        }[];
                        whoConsents: string;
                        onBehalfOfOrganization: string | null;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readConnectionSetup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        permissions: {
                            name: string;
                            service: string;
                            allows: string;
                            withoutIt: string;
                            adminConsent: boolean;
                            reasons: {
                                capability: string;
                                reason: string;
                            }[];
                        }[];
                        adminConsentLink: string;
                        registrationScript: string;
                        exchangeScript: string | null;
                        text: string;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    beginConnectionSignIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    capabilities: ("list-mailboxes" | "collect-mail" | "tell-mailbox-kinds" | "verify-grants")[];
                    /** @enum {string} */
                    consentMeant?: "personal" | "organization";
                    loginHint?: string;
                    /** @description A connection whose app registration is used */
                    sameAs: {
                        connection: string;
                    };
                } | {
                    name: string;
                    capabilities: ("list-mailboxes" | "collect-mail" | "tell-mailbox-kinds" | "verify-grants")[];
                    /** @enum {string} */
                    consentMeant?: "personal" | "organization";
                    loginHint?: string;
                    tenant: string;
                    clientId: string;
                    /** @enum {string} */
                    cloud?: "global" | "gcc" | "gcc-high" | "dod" | "china";
                    /** @description Another service that speaks both protocols */
                    endpoints?: string;
                    credential: {
                        /** @enum {string} */
                        kind: "secret";
                        value: string;
                        expiresAt?: string | null;
                    } | {
                        /** @enum {string} */
                        kind: "certificate";
                        pem: string;
                    };
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The sign-in page to send the browser to */
                        url: string;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    renewConnectionSignIn: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The sign-in page to send the browser to */
                        url: string;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    completeConnectionSignIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    checkConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    mailboxes?: string[];
                };
            };
        };
        responses: {
            /** @description The checks as they are answered */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": unknown;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMailboxes: {
        parameters: {
            query: {
                cursor?: string;
                limit: number;
                /** @description Part of a name, an address or an alias */
                search?: string;
                anew: boolean;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** @description The directory's object id */
                            id: string;
                            name: string;
                            /** @description Primary address */
                            address: string;
                            aliases: string[];
                            /**
                             * @description As Exchange says; unknown where this connection may not ask (capability tell-mailbox-kinds)
                             * @enum {string}
                             */
                            kind: "user" | "shared" | "room" | "equipment" | "linked" | "others" | "guest" | "unknown";
                            isLicensed: boolean | null;
                            isEnabled: boolean | null;
                            isGuest: boolean;
                            hasAddress: boolean;
                        }[];
                        next: string | null;
                        total: number;
                        matching: number;
                        /** Format: date-time */
                        readAt: string;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readExplanation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        code: string;
                        cause: string;
                        fix: string[];
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAudit: {
        parameters: {
            query: {
                cursor?: string;
                limit: number;
                matter?: string;
                actor?: string;
                /** @description What an action begins with: `person.` */
                action?: string;
                from?: string;
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            seq: number;
                            /** Format: date-time */
                            at: string;
                            actor: string;
                            action: string;
                            subject: {
                                [key: string]: unknown;
                            };
                            hash: string;
                        }[];
                        next: string | null;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportAudit: {
        parameters: {
            query: {
                matter?: string;
                actor?: string;
                /** @description What an action begins with: `person.` */
                action?: string;
                from?: string;
                to?: string;
                format: "csv" | "jsonl";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": unknown;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    verifyAudit: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        intact: boolean;
                        entries: number;
                        /** Format: date-time */
                        verifiedAt: string;
                        head?: {
                            seq: number;
                            hash: string;
                        };
                        brokenAt?: number;
                        detail?: string;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readAuditHead: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        text: string;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    preflightCollection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                matter: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    connection: string;
                    mailboxes: {
                        address: string;
                        custodian?: string | null;
                    }[];
                    window?: {
                        from?: string | null;
                        to?: string | null;
                        zone?: string | null;
                    };
                    drafts?: boolean;
                    hidden?: boolean;
                    recoverable?: boolean;
                    query?: string | null;
                };
            };
        };
        responses: {
            /** @description Events: `note`, `connection` with findings about the connection, `mailbox` with one mailbox each, `end`. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": unknown;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    startCollection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                matter: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    connection: string;
                    mailboxes: {
                        address: string;
                        custodian?: string | null;
                    }[];
                    window?: {
                        from?: string | null;
                        to?: string | null;
                        zone?: string | null;
                    };
                    drafts?: boolean;
                    hidden?: boolean;
                    recoverable?: boolean;
                    query?: string | null;
                    /** @enum {string} */
                    processing?: "now" | "later";
                    waitForAccess?: boolean;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listCollections: {
        parameters: {
            query: {
                cursor?: string;
                limit: number;
                matter?: string;
                phase?: "planned" | "waiting-for-access" | "transferring" | "preserved" | "processing" | "ready" | "paused" | "stopped" | "failed" | "cancelled";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            id: string;
                            matter: {
                                id: string;
                                name: string;
                            };
                            connection: {
                                id: string;
                                name: string;
                            };
                            startedBy: string;
                            /** Format: date-time */
                            createdAt: string;
                            endedAt: string | null;
                            window: {
                                from: string | null;
                                to: string | null;
                            };
                            drafts: boolean;
                            hidden: boolean;
                            recoverable: boolean;
                            query: string | null;
                            /** @enum {string} */
                            phase: "planned" | "waiting-for-access" | "transferring" | "preserved" | "processing" | "ready" | "paused" | "stopped" | "failed" | "cancelled";
                            status: string;
                            /** @enum {string} */
                            processing: "now" | "later";
                            counts: {
                                listed: number;
                                kept: number;
                                alreadyHeld: number;
                                filtered: number;
                                skipped: number;
                                failed: number;
                            };
                            expected: number | null;
                            bytes: number;
                            mailboxes: {
                                total: number;
                                done: number;
                                failed: number;
                            };
                            placesRefused: number;
                            progress: {
                                stage: string;
                                done: number;
                                expected: number;
                                exceptions: number;
                                rate: number;
                                secondsLeft: number | null;
                            } | null;
                            waiting: {
                                /** Format: date-time */
                                since: string;
                                nextLookAt: string | null;
                                missing: {
                                    address: string;
                                    cause: string;
                                    fix: string[];
                                }[];
                            } | null;
                            failure: {
                                kind: string;
                                code: string;
                                cause: string;
                                fix: string | null;
                            } | null;
                            nextTryAt: string | null;
                            seconds: number;
                            receipt: string | null;
                        }[];
                        next: string | null;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    followCollections: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events: `snapshot` with the newest collections, then `collection` with one each. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": unknown;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readCollection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        matter: {
                            id: string;
                            name: string;
                        };
                        connection: {
                            id: string;
                            name: string;
                        };
                        startedBy: string;
                        /** Format: date-time */
                        createdAt: string;
                        endedAt: string | null;
                        window: {
                            from: string | null;
                            to: string | null;
                        };
                        drafts: boolean;
                        hidden: boolean;
                        recoverable: boolean;
                        query: string | null;
                        /** @enum {string} */
                        phase: "planned" | "waiting-for-access" | "transferring" | "preserved" | "processing" | "ready" | "paused" | "stopped" | "failed" | "cancelled";
                        status: string;
                        /** @enum {string} */
                        processing: "now" | "later";
                        counts: {
                            listed: number;
                            kept: number;
                            alreadyHeld: number;
                            filtered: number;
                            skipped: number;
                            failed: number;
                        };
                        expected: number | null;
                        bytes: number;
                        mailboxes: {
                            total: number;
                            done: number;
                            failed: number;
                        };
                        placesRefused: number;
                        progress: {
                            stage: string;
                            done: number;
                            expected: number;
                            exceptions: number;
                            rate: number;
                            secondsLeft: number | null;
                        } | null;
                        waiting: {
                            /** Format: date-time */
                            since: string;
                            nextLookAt: string | null;
                            missing: {
                                address: string;
                                cause: string;
                                fix: string[];
                            }[];
                        } | null;
                        failure: {
                            kind: string;
                            code: string;
                            cause: string;
                            fix: string | null;
                        } | null;
                        nextTryAt: string | null;
                        seconds: number;
                        receipt: string | null;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    followCollection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events: `collection` with the collection as it stands. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": unknown;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pauseCollection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        matter: {
                            id: string;
                            name: string;
                        };
                        connection: {
                            id: string;
                            name: string;
                        };
                        startedBy: string;
                        /** Format: date-time */
                        createdAt: string;
                        endedAt: string | null;
                        window: {
                            from: string | null;
                            to: string | null;
                        };
                        drafts: boolean;
                        hidden: boolean;
                        recoverable: boolean;
                        query: string | null;
                        /** @enum {string} */
                        phase: "planned" | "waiting-for-access" | "transferring" | "preserved" | "processing" | "ready" | "paused" | "stopped" | "failed" | "cancelled";
                        status: string;
                        /** @enum {string} */
                        processing: "now" | "later";
                        counts: {
                            listed: number;
                            kept: number;
                            alreadyHeld: number;
                            filtered: number;
                            skipped: number;
                            failed: number;
                        };
                        expected: number | null;
                        bytes: number;
                        mailboxes: {
                            total: number;
                            done: number;
                            failed: number;
                        };
                        placesRefused: number;
                        progress: {
                            stage: string;
                            done: number;
                            expected: number;
                            exceptions: number;
                            rate: number;
                            secondsLeft: number | null;
                        } | null;
                        waiting: {
                            /** Format: date-time */
                            since: string;
                            nextLookAt: string | null;
                            missing: {
                                address: string;
                                cause: string;
                                fix: string[];
                            }[];
                        } | null;
                        failure: {
                            kind: string;
                            code: string;
                            cause: string;
                            fix: string | null;
                        } | null;
                        nextTryAt: string | null;
                        seconds: number;
                        receipt: string | null;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resumeCollection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        matter: {
                            id: string;
                            name: string;
                        };
                        connection: {
                            id: string;
                            name: string;
                        };
                        startedBy: string;
                        /** Format: date-time */
                        createdAt: string;
                        endedAt: string | null;
                        window: {
                            from: string | null;
                            to: string | null;
                        };
                        drafts: boolean;
                        hidden: boolean;
                        recoverable: boolean;
                        query: string | null;
                        /** @enum {string} */
                        phase: "planned" | "waiting-for-access" | "transferring" | "preserved" | "processing" | "ready" | "paused" | "stopped" | "failed" | "cancelled";
                        status: string;
                        /** @enum {string} */
                        processing: "now" | "later";
                        counts: {
                            listed: number;
                            kept: number;
                            alreadyHeld: number;
                            filtered: number;
                            skipped: number;
                            failed: number;
                        };
                        expected: number | null;
                        bytes: number;
                        mailboxes: {
                            total: number;
                            done: number;
                            failed: number;
                        };
                        placesRefused: number;
                        progress: {
                            stage: string;
                            done: number;
                            expected: number;
                            exceptions: number;
                            rate: number;
                            secondsLeft: number | null;
                        } | null;
                        waiting: {
                            /** Format: date-time */
                            since: string;
                            nextLookAt: string | null;
                            missing: {
                                address: string;
                                cause: string;
                                fix: string[];
                            }[];
                        } | null;
                        failure: {
                            kind: string;
                            code: string;
                            cause: string;
                            fix: string | null;
                        } | null;
                        nextTryAt: string | null;
                        seconds: number;
                        receipt: string | null;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelCollection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        matter: {
                            id: string;
                            name: string;
                        };
                        connection: {
                            id: string;
                            name: string;
                        };
                        startedBy: string;
                        /** Format: date-time */
                        createdAt: string;
                        endedAt: string | null;
                        window: {
                            from: string | null;
                            to: string | null;
                        };
                        drafts: boolean;
                        hidden: boolean;
                        recoverable: boolean;
                        query: string | null;
                        /** @enum {string} */
                        phase: "planned" | "waiting-for-access" | "transferring" | "preserved" | "processing" | "ready" | "paused" | "stopped" | "failed" | "cancelled";
                        status: string;
                        /** @enum {string} */
                        processing: "now" | "later";
                        counts: {
                            listed: number;
                            kept: number;
                            alreadyHeld: number;
                            filtered: number;
                            skipped: number;
                            failed: number;
                        };
                        expected: number | null;
                        bytes: number;
                        mailboxes: {
                            total: number;
                            done: number;
                            failed: number;
                        };
                        placesRefused: number;
                        progress: {
                            stage: string;
                            done: number;
                            expected: number;
                            exceptions: number;
                            rate: number;
                            secondsLeft: number | null;
                        } | null;
                        waiting: {
                            /** Format: date-time */
                            since: string;
                            nextLookAt: string | null;
                            missing: {
                                address: string;
                                cause: string;
                                fix: string[];
                            }[];
                        } | null;
                        failure: {
                            kind: string;
                            code: string;
                            cause: string;
                            fix: string | null;
                        } | null;
                        nextTryAt: string | null;
                        seconds: number;
                        receipt: string | null;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retryFailed: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        matter: {
                            id: string;
                            name: string;
                        };
                        connection: {
                            id: string;
                            name: string;
                        };
                        startedBy: string;
                        /** Format: date-time */
                        createdAt: string;
                        endedAt: string | null;
                        window: {
                            from: string | null;
                            to: string | null;
                        };
                        drafts: boolean;
                        hidden: boolean;
                        recoverable: boolean;
                        query: string | null;
                        /** @enum {string} */
                        phase: "planned" | "waiting-for-access" | "transferring" | "preserved" | "processing" | "ready" | "paused" | "stopped" | "failed" | "cancelled";
                        status: string;
                        /** @enum {string} */
                        processing: "now" | "later";
                        counts: {
                            listed: number;
                            kept: number;
                            alreadyHeld: number;
                            filtered: number;
                            skipped: number;
                            failed: number;
                        };
                        expected: number | null;
                        bytes: number;
                        mailboxes: {
                            total: number;
                            done: number;
                            failed: number;
                        };
                        placesRefused: number;
                        progress: {
                            stage: string;
                            done: number;
                            expected: number;
                            exceptions: number;
                            rate: number;
                            secondsLeft: number | null;
                        } | null;
                        waiting: {
                            /** Format: date-time */
                            since: string;
                            nextLookAt: string | null;
                            missing: {
                                address: string;
                                cause: string;
                                fix: string[];
                            }[];
                        } | null;
                        failure: {
                            kind: string;
                            code: string;
                            cause: string;
                            fix: string | null;
                        } | null;
                        nextTryAt: string | null;
                        seconds: number;
                        receipt: string | null;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    startProcessing: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        matter: {
                            id: string;
                            name: string;
                        };
                        connection: {
                            id: string;
                            name: string;
                        };
                        startedBy: string;
                        /** Format: date-time */
                        createdAt: string;
                        endedAt: string | null;
                        window: {
                            from: string | null;
                            to: string | null;
                        };
                        drafts: boolean;
                        hidden: boolean;
                        recoverable: boolean;
                        query: string | null;
                        /** @enum {string} */
                        phase: "planned" | "waiting-for-access" | "transferring" | "preserved" | "processing" | "ready" | "paused" | "stopped" | "failed" | "cancelled";
                        status: string;
                        /** @enum {string} */
                        processing: "now" | "later";
                        counts: {
                            listed: number;
                            kept: number;
                            alreadyHeld: number;
                            filtered: number;
                            skipped: number;
                            failed: number;
                        };
                        expected: number | null;
                        bytes: number;
                        mailboxes: {
                            total: number;
                            done: number;
                            failed: number;
                        };
                        placesRefused: number;
                        progress: {
                            stage: string;
                            done: number;
                            expected: number;
                            exceptions: number;
                            rate: number;
                            secondsLeft: number | null;
                        } | null;
                        waiting: {
                            /** Format: date-time */
                            since: string;
                            nextLookAt: string | null;
                            missing: {
                                address: string;
                                cause: string;
                                fix: string[];
                            }[];
                        } | null;
                        failure: {
                            kind: string;
                            code: string;
                            cause: string;
                            fix: string | null;
                        } | null;
                        nextTryAt: string | null;
                        seconds: number;
                        receipt: string | null;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readFixPack: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        mailboxes: string[];
                        explanation: string;
                        grant: string;
                        verify: string;
                        undo: string;
                        file: string;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listCollectionFolders: {
        parameters: {
            query: {
                cursor?: string;
                limit: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            address: string;
                            custodian: string;
                            state: string;
                            expected: number | null;
                            counts: {
                                listed: number;
                                kept: number;
                                alreadyHeld: number;
                                filtered: number;
                                skipped: number;
                                failed: number;
                            };
                            closingPass: string | null;
                            foundByClosingPass: number;
                            shortfalls: string[];
                            failure: {
                                code: string;
                                cause: string;
                                fix: string | null;
                            } | null;
                            folders: {
                                path: string;
                                place: string;
                                state: string;
                                expected: number | null;
                                counts: {
                                    listed: number;
                                    kept: number;
                                    alreadyHeld: number;
                                    filtered: number;
                                    skipped: number;
                                    failed: number;
                                };
                                difference: number | null;
                                explanation: string | null;
                            }[];
                        }[];
                        next: string | null;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listCollectionExceptions: {
        parameters: {
            query: {
                cursor?: string;
                limit: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** @enum {string} */
                            kind: "mailbox" | "item" | "message" | "file";
                            mailbox: string;
                            folder: string | null;
                            item: string | null;
                            part: string;
                            received: string | null;
                            reason: string;
                            detail: string;
                            fix: string[];
                        }[];
                        next: string | null;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readCollectionReceipt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        /** Format: date-time */
                        issuedAt: string;
                        keyFingerprint: string;
                        summary: string;
                        completeness: string[];
                        text: string;
                        earlier: {
                            id: string;
                            /** Format: date-time */
                            issuedAt: string;
                        }[];
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    downloadCollectionReceipt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    verifyCollectionReceipt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        passed: boolean;
                        checks: {
                            name: string;
                            passed: boolean;
                            detail: string;
                        }[];
                        receipt: string;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readCollectionLog: {
        parameters: {
            query: {
                cursor?: string;
                limit: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            id: number;
                            /** Format: date-time */
                            at: string;
                            event: string;
                            text: string;
                        }[];
                        next: string | null;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    explainMissing: {
        parameters: {
            query: {
                mailbox: string;
                messageId?: string;
                date?: string;
                zone?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        answers: {
                            answer: string;
                            messageId: string | null;
                            received: string | null;
                            folder: string | null;
                            ended: string | null;
                            collection: string;
                        }[];
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    searchMessages: {
        parameters: {
            query: {
                q?: string;
                custodian?: string | string[];
                mailbox?: string | string[];
                folder?: string | string[];
                collection?: string | string[];
                from?: string;
                to?: string;
                sender?: string | string[];
                domain?: string | string[];
                type?: string | string[];
                hasAttachment?: boolean;
                kind?: ("email" | "meetings") | ("email" | "meetings")[];
                mark?: ("draft" | "deleted" | "purged" | "unreadable" | "exception" | "has-bcc" | "encrypted" | "signed" | "nested-mail") | ("draft" | "deleted" | "purged" | "unreadable" | "exception" | "has-bcc" | "encrypted" | "signed" | "nested-mail")[];
                tag?: string | string[];
                untagged?: boolean;
                hold?: string | string[];
                duplicates?: "show" | "hide" | "per-custodian";
                cursor?: string;
                limit: number;
            };
            header?: never;
            path: {
                matter: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            id: string;
                            subject: string | null;
                            from: {
                                name: string;
                                address: string;
                            }[];
                            to: {
                                name: string;
                                address: string;
                            }[];
                            received: string | null;
                            sent: string | null;
                            custodian: string;
                            mailbox: string;
                            folder: string;
                            place: string;
                            attachments: string[];
                            tags: {
                                id: string;
                                name: string;
                                color: string;
                            }[];
                        }[];
                        next: string | null;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    countMessages: {
        parameters: {
            query?: {
                q?: string;
                custodian?: string | string[];
                mailbox?: string | string[];
                folder?: string | string[];
                collection?: string | string[];
                from?: string;
                to?: string;
                sender?: string | string[];
                domain?: string | string[];
                type?: string | string[];
                hasAttachment?: boolean;
                kind?: ("email" | "meetings") | ("email" | "meetings")[];
                mark?: ("draft" | "deleted" | "purged" | "unreadable" | "exception" | "has-bcc" | "encrypted" | "signed" | "nested-mail") | ("draft" | "deleted" | "purged" | "unreadable" | "exception" | "has-bcc" | "encrypted" | "signed" | "nested-mail")[];
                tag?: string | string[];
                untagged?: boolean;
                hold?: string | string[];
                duplicates?: "show" | "hide" | "per-custodian";
            };
            header?: never;
            path: {
                matter: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        count: number;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readHistogram: {
        parameters: {
            query?: {
                q?: string;
                custodian?: string | string[];
                mailbox?: string | string[];
                folder?: string | string[];
                collection?: string | string[];
                from?: string;
                to?: string;
                sender?: string | string[];
                domain?: string | string[];
                type?: string | string[];
                hasAttachment?: boolean;
                kind?: ("email" | "meetings") | ("email" | "meetings")[];
                mark?: ("draft" | "deleted" | "purged" | "unreadable" | "exception" | "has-bcc" | "encrypted" | "signed" | "nested-mail") | ("draft" | "deleted" | "purged" | "unreadable" | "exception" | "has-bcc" | "encrypted" | "signed" | "nested-mail")[];
                tag?: string | string[];
                untagged?: boolean;
                hold?: string | string[];
                duplicates?: "show" | "hide" | "per-custodian";
            };
            header?: never;
            path: {
                matter: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        interval: "day" | "week" | "month" | "year";
                        bars: {
                            /** Format: date-time */
                            from: string;
                            count: number;
                        }[];
                        undated: number;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readFacets: {
        parameters: {
            query?: {
                q?: string;
                custodian?: string | string[];
                mailbox?: string | string[];
                folder?: string | string[];
                collection?: string | string[];
                from?: string;
                to?: string;
                sender?: string | string[];
                domain?: string | string[];
                type?: string | string[];
                hasAttachment?: boolean;
                kind?: ("email" | "meetings") | ("email" | "meetings")[];
                mark?: ("draft" | "deleted" | "purged" | "unreadable" | "exception" | "has-bcc" | "encrypted" | "signed" | "nested-mail") | ("draft" | "deleted" | "purged" | "unreadable" | "exception" | "has-bcc" | "encrypted" | "signed" | "nested-mail")[];
                tag?: string | string[];
                untagged?: boolean;
                hold?: string | string[];
                duplicates?: "show" | "hide" | "per-custodian";
            };
            header?: never;
            path: {
                matter: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        custodians: {
                            value: string;
                            label: string;
                            count: number;
                        }[];
                        mailboxes: {
                            value: string;
                            label: string;
                            count: number;
                        }[];
                        folders: {
                            value: string;
                            label: string;
                            count: number;
                        }[];
                        senders: {
                            value: string;
                            label: string;
                            count: number;
                        }[];
                        domains: {
                            value: string;
                            label: string;
                            count: number;
                        }[];
                        fileTypes: {
                            value: string;
                            label: string;
                            count: number;
                        }[];
                        kinds: {
                            value: string;
                            label: string;
                            count: number;
                        }[];
                        tags: {
                            value: string;
                            label: string;
                            count: number;
                        }[];
                        holds: {
                            value: string;
                            label: string;
                            count: number;
                        }[];
                        marks: {
                            value: string;
                            count: number;
                        }[];
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    suggestQuery: {
        parameters: {
            query: {
                q: string;
                at: number;
            };
            header?: never;
            path: {
                matter: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        from: number;
                        to: number;
                        items: {
                            text: string;
                            /** @enum {string} */
                            kind: "property" | "value";
                            hint: string | null;
                        }[];
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                matter: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        subject: string | null;
                        from: {
                            name: string;
                            address: string;
                        }[];
                        to: {
                            name: string;
                            address: string;
                        }[];
                        cc: {
                            name: string;
                            address: string;
                        }[];
                        bcc: {
                            name: string;
                            address: string;
                        }[];
                        sent: string | null;
                        received: string | null;
                        messageId: string | null;
                        text: string;
                        hasHtml: boolean;
                        importance: string;
                        attachments: {
                            part: string;
                            name: string | null;
                            mediaType: string;
                            disposition: string;
                            size: number | null;
                            digest: string | null;
                        }[];
                        marks: string[];
                        exceptions: {
                            part: string;
                            reason: string;
                            detail: string;
                        }[];
                        tags: {
                            id: string;
                            name: string;
                            color: string;
                        }[];
                        holds: {
                            id: string;
                            name: string;
                        }[];
                        custodian: string;
                        mailbox: string;
                        folder: string;
                        place: string;
                        digest: string;
                        size: number;
                        collected: {
                            collection: string;
                            /** Format: date-time */
                            at: string;
                        };
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readAttachedMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                matter: string;
                id: string;
                part: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        subject: string | null;
                        from: {
                            name: string;
                            address: string;
                        }[];
                        to: {
                            name: string;
                            address: string;
                        }[];
                        cc: {
                            name: string;
                            address: string;
                        }[];
                        sent: string | null;
                        text: string;
                        hasHtml: boolean;
                        attachments: {
                            part: string;
                            name: string | null;
                            mediaType: string;
                            disposition: string;
                            size: number | null;
                            digest: string | null;
                        }[];
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listThread: {
        parameters: {
            query: {
                cursor?: string;
                limit: number;
            };
            header?: never;
            path: {
                matter: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            id: string;
                            subject: string | null;
                            from: {
                                name: string;
                                address: string;
                            }[];
                            to: {
                                name: string;
                                address: string;
                            }[];
                            received: string | null;
                            sent: string | null;
                            custodian: string;
                            mailbox: string;
                            folder: string;
                            place: string;
                            attachments: string[];
                            tags: {
                                id: string;
                                name: string;
                                color: string;
                            }[];
                        }[];
                        next: string | null;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listCopies: {
        parameters: {
            query: {
                cursor?: string;
                limit: number;
            };
            header?: never;
            path: {
                matter: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            id: string;
                            subject: string | null;
                            from: {
                                name: string;
                                address: string;
                            }[];
                            to: {
                                name: string;
                                address: string;
                            }[];
                            received: string | null;
                            sent: string | null;
                            custodian: string;
                            mailbox: string;
                            folder: string;
                            place: string;
                            attachments: string[];
                            tags: {
                                id: string;
                                name: string;
                                color: string;
                            }[];
                        }[];
                        next: string | null;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readMessageHtml: {
        parameters: {
            query?: {
                part?: string;
            };
            header?: never;
            path: {
                matter: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": unknown;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readMessageSource: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                matter: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": unknown;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readMessageHeaders: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                matter: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        fields: {
                            name: string;
                            value: string;
                        }[];
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readAttachment: {
        parameters: {
            query?: {
                inline?: boolean;
            };
            header?: never;
            path: {
                matter: string;
                id: string;
                part: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": unknown;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readCustody: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                matter: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        digest: string;
                        size: number;
                        pack: string;
                        packDigest: string | null;
                        packSealedAt: string | null;
                        version: number;
                        collection: string;
                        /** Format: date-time */
                        collectedAt: string;
                        collectedBy: string | null;
                        custodian: string;
                        mailbox: string;
                        folder: string;
                        seen: {
                            collection: string;
                            /** Format: date-time */
                            at: string;
                            folder: string;
                        }[];
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    verifyMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                matter: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        isIntact: boolean;
                        digest: string;
                        found: string | null;
                        detail: string;
                        /** Format: date-time */
                        at: string;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTags: {
        parameters: {
            query: {
                cursor?: string;
                limit: number;
                search?: string;
            };
            header?: never;
            path: {
                matter: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: ({
                            id: string;
                            name: string;
                            color: string;
                            createdBy: string;
                            /** Format: date-time */
                            createdAt: string;
                        } & {
                            items: number;
                        })[];
                        next: string | null;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createTag: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                matter: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    /** @enum {string} */
                    color?: "gray" | "red" | "orange" | "yellow" | "green" | "teal" | "blue" | "violet" | "pink";
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        name: string;
                        color: string;
                        createdBy: string;
                        /** Format: date-time */
                        createdAt: string;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeTag: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                matter: string;
                tag: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeTag: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                matter: string;
                tag: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    /** @enum {string} */
                    color?: "gray" | "red" | "orange" | "yellow" | "green" | "teal" | "blue" | "violet" | "pink";
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        name: string;
                        color: string;
                        createdBy: string;
                        /** Format: date-time */
                        createdAt: string;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    mergeTag: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                matter: string;
                tag: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    into: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description How many messages had the tag */
                        items: number;
                        /** @description How many of them had the other one already */
                        both: number;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    tagMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                matter: string;
                id: string;
                tag: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    untagMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                matter: string;
                id: string;
                tag: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listNotes: {
        parameters: {
            query: {
                cursor?: string;
                limit: number;
            };
            header?: never;
            path: {
                matter: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            id: string;
                            text: string;
                            writtenBy: string;
                            /** Format: date-time */
                            writtenAt: string;
                        }[];
                        next: string | null;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    writeNote: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                matter: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    text: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        text: string;
                        writtenBy: string;
                        /** Format: date-time */
                        writtenAt: string;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeNote: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                matter: string;
                id: string;
                note: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listHolds: {
        parameters: {
            query: {
                cursor?: string;
                limit: number;
                search?: string;
                standing?: boolean;
            };
            header?: never;
            path: {
                matter: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            id: string;
                            name: string;
                            reason: string;
                            coversMatter: boolean;
                            placedBy: string;
                            /** Format: date-time */
                            placedAt: string;
                            releasedBy: string | null;
                            releasedAt: string | null;
                            releaseReason: string | null;
                            items: number;
                        }[];
                        next: string | null;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    placeHold: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                matter: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    reason?: string;
                    coversMatter: boolean;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        name: string;
                        reason: string;
                        coversMatter: boolean;
                        placedBy: string;
                        /** Format: date-time */
                        placedAt: string;
                        releasedBy: string | null;
                        releasedAt: string | null;
                        releaseReason: string | null;
                        items: number;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    releaseHold: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                matter: string;
                hold: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        name: string;
                        reason: string;
                        coversMatter: boolean;
                        placedBy: string;
                        /** Format: date-time */
                        placedAt: string;
                        releasedBy: string | null;
                        releasedAt: string | null;
                        releaseReason: string | null;
                        items: number;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSavedSearches: {
        parameters: {
            query: {
                cursor?: string;
                limit: number;
            };
            header?: never;
            path: {
                matter: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            id: string;
                            name: string;
                            q: string;
                            filters: unknown;
                            isShared: boolean;
                            savedBy: string;
                            /** Format: date-time */
                            savedAt: string;
                        }[];
                        next: string | null;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    saveSearch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                matter: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    q?: string;
                    filters?: {
                        custodian?: string | string[];
                        mailbox?: string | string[];
                        folder?: string | string[];
                        collection?: string | string[];
                        /** Format: date-time */
                        from?: string;
                        /** Format: date-time */
                        to?: string;
                        sender?: string | string[];
                        domain?: string | string[];
                        type?: string | string[];
                        hasAttachment?: boolean;
                        kind?: ("email" | "meetings") | ("email" | "meetings")[];
                        mark?: ("draft" | "deleted" | "purged" | "unreadable" | "exception" | "has-bcc" | "encrypted" | "signed" | "nested-mail") | ("draft" | "deleted" | "purged" | "unreadable" | "exception" | "has-bcc" | "encrypted" | "signed" | "nested-mail")[];
                        tag?: string | string[];
                        untagged?: boolean;
                        hold?: string | string[];
                        /** @enum {string} */
                        duplicates?: "show" | "hide" | "per-custodian";
                    };
                    isShared?: boolean;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        name: string;
                        q: string;
                        filters: unknown;
                        isShared: boolean;
                        savedBy: string;
                        /** Format: date-time */
                        savedAt: string;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeSavedSearch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                matter: string;
                search: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readOverview: {
        parameters: {
            query?: {
                custodian?: string;
            };
            header?: never;
            path: {
                matter: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        messages: number;
                        ends: {
                            listed: number;
                            kept: number;
                            alreadyHeld: number;
                            filtered: number;
                            skipped: number;
                            failed: number;
                        };
                        /** @enum {string} */
                        interval: "day" | "week" | "month" | "year";
                        bars: {
                            /** Format: date-time */
                            from: string;
                            count: number;
                        }[];
                        undated: number;
                        custodians: {
                            id: string;
                            name: string;
                            items: number;
                            bytes: number;
                        }[];
                        correspondents: {
                            address: string;
                            sent: number;
                            received: number;
                        }[];
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    startBulk: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                matter: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    q?: string;
                    filters?: {
                        custodian?: string | string[];
                        mailbox?: string | string[];
                        folder?: string | string[];
                        collection?: string | string[];
                        /** Format: date-time */
                        from?: string;
                        /** Format: date-time */
                        to?: string;
                        sender?: string | string[];
                        domain?: string | string[];
                        type?: string | string[];
                        hasAttachment?: boolean;
                        kind?: ("email" | "meetings") | ("email" | "meetings")[];
                        mark?: ("draft" | "deleted" | "purged" | "unreadable" | "exception" | "has-bcc" | "encrypted" | "signed" | "nested-mail") | ("draft" | "deleted" | "purged" | "unreadable" | "exception" | "has-bcc" | "encrypted" | "signed" | "nested-mail")[];
                        tag?: string | string[];
                        untagged?: boolean;
                        hold?: string | string[];
                        /** @enum {string} */
                        duplicates?: "show" | "hide" | "per-custodian";
                    };
                    act: {
                        /** @enum {string} */
                        kind: "tag" | "untag";
                        tag: string;
                    } | {
                        /** @enum {string} */
                        kind: "hold";
                        hold: string;
                    };
                };
            };
        };
        responses: {
            /** @description Default Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        matter: string;
                        /** @enum {string} */
                        kind: "bulk" | "export";
                        request: unknown;
                        /** @enum {string} */
                        state: "waiting" | "running" | "done" | "failed" | "cancelled";
                        done: number;
                        total: number;
                        missing: number;
                        result: unknown;
                        failure: {
                            kind: string;
                            code: string;
                            cause: string;
                            fix: string | null;
                        } | null;
                        askedBy: string;
                        /** Format: date-time */
                        askedAt: string;
                        endedAt: string | null;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    followTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events: `task` with the task as it stands. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": unknown;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        matter: string;
                        /** @enum {string} */
                        kind: "bulk" | "export";
                        request: unknown;
                        /** @enum {string} */
                        state: "waiting" | "running" | "done" | "failed" | "cancelled";
                        done: number;
                        total: number;
                        missing: number;
                        result: unknown;
                        failure: {
                            kind: string;
                            code: string;
                            cause: string;
                            fix: string | null;
                        } | null;
                        askedBy: string;
                        /** Format: date-time */
                        askedAt: string;
                        endedAt: string | null;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listExports: {
        parameters: {
            query: {
                cursor?: string;
                limit: number;
            };
            header?: never;
            path: {
                matter: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            id: string;
                            matter: string;
                            /** @enum {string} */
                            kind: "bulk" | "export";
                            request: unknown;
                            /** @enum {string} */
                            state: "waiting" | "running" | "done" | "failed" | "cancelled";
                            done: number;
                            total: number;
                            missing: number;
                            result: unknown;
                            failure: {
                                kind: string;
                                code: string;
                                cause: string;
                                fix: string | null;
                            } | null;
                            askedBy: string;
                            /** Format: date-time */
                            askedAt: string;
                            endedAt: string | null;
                        }[];
                        next: string | null;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    startExport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                matter: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    selection: {
                        /** @enum {string} */
                        kind: "matter";
                    } | {
                        /** @enum {string} */
                        kind: "collection";
                        collection: string;
                    } | {
                        /** @enum {string} */
                        kind: "query";
                        q?: string;
                        filters?: {
                            custodian?: string | string[];
                            mailbox?: string | string[];
                            folder?: string | string[];
                            collection?: string | string[];
                            /** Format: date-time */
                            from?: string;
                            /** Format: date-time */
                            to?: string;
                            sender?: string | string[];
                            domain?: string | string[];
                            type?: string | string[];
                            hasAttachment?: boolean;
                            kind?: ("email" | "meetings") | ("email" | "meetings")[];
                            mark?: ("draft" | "deleted" | "purged" | "unreadable" | "exception" | "has-bcc" | "encrypted" | "signed" | "nested-mail") | ("draft" | "deleted" | "purged" | "unreadable" | "exception" | "has-bcc" | "encrypted" | "signed" | "nested-mail")[];
                            tag?: string | string[];
                            untagged?: boolean;
                            hold?: string | string[];
                            /** @enum {string} */
                            duplicates?: "show" | "hide" | "per-custodian";
                        };
                    };
                    /** @enum {string} */
                    format: "eml" | "mbox" | "dat" | "csv";
                    /** @enum {string} */
                    duplicates?: "hide" | "keep" | "per-custodian";
                    prefix?: string;
                    start?: number;
                    /** @enum {string} */
                    encoding?: "utf-8" | "utf-16le";
                };
            };
        };
        responses: {
            /** @description Default Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readExportReceipt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        /** Format: date-time */
                        issuedAt: string;
                        summary: string;
                        text: string;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listExportFiles: {
        parameters: {
            query: {
                cursor?: string;
                limit: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            path: string;
                            digest: string;
                            size: number;
                        }[];
                        next: string | null;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createDownloadLink: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        url: string;
                        /** Format: date-time */
                        expiresAt: string;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    download: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                secret: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-tar": unknown;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
