/** What a column of a file of people can hold. */
export type Role =
  | 'recordId'
  | 'source'
  | 'name'
  | 'pinyin'
  | 'surname'
  | 'given'
  | 'sex'
  | 'birthDate'
  | 'number'
  | 'number2'
  | 'phone'
  | 'email'
  | 'division'
  | 'address'
  | 'streetNumber'
  | 'street'
  | 'unit'
  | 'locality'
  | 'region'
  | 'postcode'
  | 'household'
  | 'occupation';

/** Headings by which a column is known, spelt in lower case with `_` between words. */
const HEADINGS: Readonly<Record<Role, readonly string[]>> = {
  recordId: ['record_id', 'rec_id', 'unique_id', 'id', '记录号', '记录编号'],
  source: ['source', 'source_org', 'source_dataset', 'org', '来源', '机构'],
  name: ['name', 'full_name', 'patient_name', '姓名'],
  pinyin: ['name_pinyin', 'pinyin', '姓名拼音', '拼音'],
  surname: ['surname', 'last_name', 'family_name', 'family', '姓'],
  given: ['given_name', 'first_name', 'forename', 'given', '名'],
  sex: ['sex', 'gender', '性别', '性别代码'],
  birthDate: ['birth_date', 'date_of_birth', 'dob', 'birthdate', 'birth_day', '出生日期', '生日'],
  number: ['id_no', 'id_number', 'identity_number', 'soc_sec_id', 'ssn', 'national_id', '身份证号', '身份证号码', '证件号码'],
  number2: ['id_no_2', 'id_no2', 'id_number_2', 'art_number', 'health_card_no', '健康卡号', '其他证件号码'],
  phone: ['phone', 'phone_number', 'telephone', 'mobile', 'tel', '电话', '联系电话', '手机', '手机号'],
  email: ['email', 'e_mail', 'mail', '电子邮箱'],
  division: ['division_code', 'division', 'region_code', '行政区划', '行政区划代码'],
  address: ['address', 'addr', 'full_address', '地址', '住址', '现住址', '居住地址'],
  streetNumber: ['street_number', 'house_number'],
  street: ['address_1', 'address1', 'street', 'street_name'],
  unit: ['address_2', 'address2'],
  locality: ['suburb', 'city', 'town', 'village', 'birth_place', 'locality'],
  region: ['state', 'province', 'county', 'district'],
  postcode: ['postcode', 'postcode_fake', 'postal_code', 'zip', 'zip_code', '邮编'],
  household: ['household_no', 'household', 'household_id', '户号', '户编号'],
  occupation: ['occupation', 'job', '职业'],
};

export interface Layout {
  /** Where a role's columns are, most trusted first; a role that the file does not have is not there. */
  readonly columns: ReadonlyMap<Role, number>;
  /** Headings that mean nothing here; their columns are not read. */
  readonly ignored: readonly string[];
}

/** Finds the columns by their headings, in any order. Of two that mean the same, the first is read, the second number excepted. */
export function recogniseColumns(headings: readonly string[]): Layout {
  const columns = new Map<Role, number>();
  const ignored: string[] = [];
  for (const [index, heading] of headings.entries()) {
    const spelt = heading
      .replace(/^\ufeff/, '')
      .trim()
      .toLowerCase()
      .replace(/[\s-]+/g, '_');
    const role = roles.find((candidate) => HEADINGS[candidate].includes(spelt));
    if (role === undefined || columns.has(role)) ignored.push(heading.trim());
    else columns.set(role, index);
  }
  return { columns, ignored };
}

const roles: readonly Role[] = [
  'recordId',
  'source',
  'name',
  'pinyin',
  'surname',
  'given',
  'sex',
  'birthDate',
  'number',
  'number2',
  'phone',
  'email',
  'division',
  'address',
  'streetNumber',
  'street',
  'unit',
  'locality',
  'region',
  'postcode',
  'household',
  'occupation',
];
