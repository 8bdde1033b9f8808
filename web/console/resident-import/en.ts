export const en = {
  title: 'Import residents',
  purpose:
    'Fill in the template and upload it: each row is looked at first, and written in the background once you say so. Wrong rows are not written, and nobody whose identity number is registered is made twice.',
  standard: 'Columns are the data elements of WS 365-2011 5.2.1; identity numbers by GB 11643.',
} as const;
