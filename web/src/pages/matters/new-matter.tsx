import { useNavigate } from '@tanstack/react-router';
import { createMatter } from '../../api/resources/matters.ts';
import { queryClient } from '../../frame/query-client.ts';
import { NameDialog } from '../../parts/dialogs/name-dialog.tsx';

export function NewMatter({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const navigate = useNavigate();
  const begin = async (name: string) => {
    const { id } = await createMatter(name);
    await queryClient.invalidateQueries({ queryKey: ['matters'] });
    await queryClient.invalidateQueries({ queryKey: ['me'] });
    await navigate({ to: `/matters/${id}` });
  };
  return (
    <NameDialog
      title="New matter"
      act="Begin the matter"
      about="As people here speak of the case. It can be changed later."
      example="Contoso v. Fabrikam"
      opened={opened}
      onClose={onClose}
      send={begin}
    />
  );
}
