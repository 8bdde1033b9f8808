import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Drawer } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Household } from '../../../src/databases/population/contract.ts';
import type { FieldView, FormValue } from '../../../src/forms/contract.ts';
import { localDay } from '../../fhir/words/age.ts';
import { post } from '../app/api.ts';
import { DataForm } from '../app/form/DataForm.tsx';
import { useRelations } from './relations.ts';

type Action = 'found' | 'join' | 'leave' | 'head' | 'address';

interface HouseholdActionsProps {
  readonly id: string;
  readonly household: Household;
}

/** What can be done with the household of a resident: each act is a short form with its day. */
export function HouseholdActions({ id, household }: HouseholdActionsProps) {
  const { t } = useTranslation('resident');
  const [open, setOpen] = useState<Action | undefined>();
  const hasOthers = household.members.length > 1;
  const possible: readonly Action[] = household.id
    ? ['join', ...(hasOthers ? (['leave', 'head'] as const) : (['leave'] as const)), 'address']
    : ['found'];
  return (
    <div className="toolbar">
      {possible.map((action) => (
        <Button key={action} onClick={() => setOpen(action)}>
          {t(`household_${action}`)}
        </Button>
      ))}
      <Drawer
        open={open !== undefined}
        onClose={() => setOpen(undefined)}
        size="min(640px, 100vw)"
        title={open && t(`household_${open}`)}
        destroyOnHidden
      >
        {open && <ActionForm action={open} id={id} household={household} onDone={() => setOpen(undefined)} />}
      </Drawer>
    </div>
  );
}

interface ActionFormProps extends HouseholdActionsProps {
  readonly action: Action;
  readonly onDone: () => void;
}

function ActionForm({ action, id, household, onDone }: ActionFormProps) {
  const { t } = useTranslation('resident');
  const { message } = App.useApp();
  const queries = useQueryClient();
  const fields = useFields(action, id, household);
  const acting = useMutation({
    mutationFn: (values: Values) => post(pathOf(action, household), bodyOf(action, id, household, values)),
    onSuccess: async () => {
      void message.success(t('householdWritten'));
      await queries.invalidateQueries();
      onDone();
    },
  });
  return (
    <DataForm
      name={`household ${action} ${id}`}
      fields={fields}
      initial={{ on: localDay(new Date()), ...(action === 'address' && household.address ? { address: household.address } : {}) }}
      submitLabel={t(`household_${action}`)}
      onSubmit={(values) => acting.mutateAsync(values)}
      onCancel={onDone}
    />
  );
}

type Values = Readonly<Record<string, FormValue | null>>;

const pathOf = (action: Action, { id = '' }: Household): string =>
  action === 'found' ? '/api/households' : `/api/households/${encodeURIComponent(id)}/${action}`;

const idIn = (value: FormValue | null | undefined): string | undefined =>
  typeof value === 'object' && value !== null ? value.id : undefined;

function bodyOf(action: Action, id: string, household: Household, values: Values): object {
  const { on } = values;
  switch (action) {
    case 'found':
      return { head: id, on, ...(values['address'] ? { address: values['address'] } : {}) };
    case 'join':
      return { resident: idIn(values['resident']), relation: values['relation'], on };
    case 'leave':
      return { resident: values['member'], on };
    case 'head': {
      const others = household.members.filter((member) => member.id !== values['member']);
      return {
        head: values['member'],
        on,
        relations: Object.fromEntries(others.map((member) => [member.id, values[`relation-${member.id}`] ?? ''])),
      };
    }
    case 'address':
      return { address: values['address'], on };
  }
}

/** Keys of the catalogue that the forms are worded by. */
type Words = `household_${Action}` | ('onDay' | 'householdAddress' | 'newHead' | 'whoLeaves' | 'whoJoins' | 'relation');

/** Fields of an act, in the shape that forms are drawn from. */
function useFields(action: Action, id: string, household: Household): readonly FieldView[] {
  const { i18n } = useTranslation('resident');
  const relations = useRelations(id);
  const text = (key: Words) => ({
    zh: String(i18n.t(key, { ns: 'resident', lng: 'zh' })),
    en: String(i18n.t(key, { ns: 'resident', lng: 'en' })),
  });
  const group = text(`household_${action}`);
  const on: FieldView = { key: 'on', name: text('onDay'), type: 'date', required: true, group };
  const address: FieldView = {
    key: 'address',
    name: text('householdAddress'),
    type: 'text',
    required: action === 'address',
    maxLength: 200,
    group,
  };
  const members = household.members.map(({ id, name }) => ({ code: id, name: { zh: name, en: name } }));
  const member: FieldView = {
    key: 'member',
    name: text(action === 'head' ? 'newHead' : 'whoLeaves'),
    type: 'code',
    required: true,
    options: members,
    group,
  };
  const relation = (key: string, name: FieldView['name']): FieldView => ({
    key,
    name,
    type: 'code',
    required: action === 'join',
    options: relations ?? [],
    group,
  });
  switch (action) {
    case 'found':
      return [on, address];
    case 'join':
      return [
        { key: 'resident', name: text('whoJoins'), type: 'person', required: true, group },
        relation('relation', text('relation')),
        on,
      ];
    case 'leave':
      return [member, on];
    case 'head':
      return [
        member,
        on,
        ...household.members.map(({ id, name }) =>
          relation(`relation-${id}`, { zh: `${name} 与新户主关系`, en: `${name}: relation to the new head` }),
        ),
      ];
    case 'address':
      return [address, on];
  }
}
