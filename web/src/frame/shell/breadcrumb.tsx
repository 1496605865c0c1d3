import { IconChevronRight } from '@tabler/icons-react';
import { Link, useParams, useRouterState } from '@tanstack/react-router';
import { sentence } from '../../parts/words.ts';
import { useMatterName } from './matter-name.ts';
import classes from './shell.module.css';

interface Crumb {
  readonly label: string;
  readonly to: string;
}

/** Where this page stands; each step but the last leads back. */
export function Breadcrumb() {
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const { matter } = useParams({ strict: false });
  const crumbs = crumbsOf(path, useMatterName(matter));
  return (
    <nav aria-label="Breadcrumb" style={{ minWidth: 0 }}>
      <ol className={classes['crumbs']}>
        {crumbs.map(({ label, to }, at) => (
          <li key={to}>
            {at > 0 && <IconChevronRight size={14} aria-hidden="true" style={{ flex: 'none', opacity: 0.6 }} />}
            {at < crumbs.length - 1 ? <Link to={to}>{label}</Link> : <span aria-current="page">{label}</span>}
          </li>
        ))}
      </ol>
    </nav>
  );
}

const words: Readonly<Record<string, string>> = { audit: 'Audit trail', new: 'New' };
const singular: Readonly<Record<string, string>> = {
  uploads: 'Upload',
  connections: 'Connection',
  people: 'Person',
  exports: 'Export',
  custodians: 'Custodian',
};

function crumbsOf(path: string, matterName: string): Crumb[] {
  const parts = path.split('/').filter((part) => part !== '');
  return parts.map((part, at) => ({
    to: `/${parts.slice(0, at + 1).join('/')}`,
    label: labelOf(part, parts[at - 1], matterName),
  }));
}

function labelOf(part: string, before: string | undefined, matterName: string): string {
  const isId = /^[0-9a-f-]{36}$/.test(part);
  if (!isId) return words[part] ?? sentence(part);
  return before === 'matters' ? matterName : (singular[before ?? ''] ?? part.slice(0, 8));
}
