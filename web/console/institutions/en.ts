export const en = {
  title: 'Institutions',
  purpose:
    'Health institutions in the directory of this platform (types by WS 218), with the records held of each and its last exchange.',
  search: 'Find an institution',
  searchHint: 'Name or unified social credit code',
  caption: 'List of institutions',
  name: 'Institution',
  type: 'Type',
  chineseMedicine: 'Chinese medicine',
  division: 'Division',
  creditCode: 'Credit code',
  records: 'Records',
  lastExchange: 'Last exchange',
  never: 'None yet',
  none: 'No institution matches. Try a shorter text.',
  noneAtAll: 'The directory holds no institutions yet. They appear once reference data has been imported.',
} as const;
