import { Navigate, useParams } from '@tanstack/react-router';
import { useMembership } from '../../api/resources/me.ts';
import { useMatterName } from '../../frame/shell/matter-name.ts';
import { Join } from './join.tsx';

/** The first page of a matter, for its members. */
export function OverviewPage() {
  const { matter } = useParams({ from: '/shell/matters/$matter' });
  const name = useMatterName(matter);
  if (useMembership(matter) === null) return <Join matter={matter} name={name} />;
  return <Navigate to="/matters/$matter/custodians" params={{ matter }} replace />;
}
