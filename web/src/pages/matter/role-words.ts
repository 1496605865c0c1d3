import type { MatterRole } from '../../api/resources/matters.ts';

/** The roles in a matter, as people should understand them. */
export const roleWords: Readonly<Record<MatterRole, { readonly label: string; readonly about: string }>> = {
  'case-manager': { label: 'Case manager', about: 'Uploads, reviews, exports, holds, and says who is a member.' },
  reviewer: { label: 'Reviewer', about: 'Searches, reads, tags and writes notes.' },
  uploader: {
    label: 'Upload only',
    about: 'Starts uploads and sees their own. Sees no message and nobody else’s upload.',
  },
  auditor: { label: 'Auditor', about: 'Audit trail, receipts and reconciliation. Never the body of a message.' },
};

export const matterRoles = ['case-manager', 'reviewer', 'uploader', 'auditor'] as const satisfies readonly MatterRole[];
