import { pinyin } from 'pinyin-pro';
import { toLunar } from '../../src/matching/index.ts';
import type { Dwelling, Person, Population, Trap } from './people.ts';
import type { Dice } from './random.ts';

export const HEADINGS = 'record_id,source_org,name,name_pinyin,sex,birth_date,id_no,phone,division_code,address,household_no';

const DIVISION_NAMES: Readonly<Record<string, string>> = {
  '350102': '鼓楼区',
  '350103': '台江区',
  '350121': '闽侯县',
  '350122': '连江县',
};
const TURNS = [
  '甲乙',
  '栋幢',
  '伟玮',
  '静靖',
  '丽莉',
  '军君',
  '红虹',
  '芳方',
  '英瑛',
  '华桦',
  '洁杰',
  '玲伶',
  '勇永',
  '明名',
  '文雯',
  '志智',
] as const;
const OLD_FORMS: Readonly<Record<string, string>> = {
  张: '張',
  刘: '劉',
  陈: '陳',
  杨: '楊',
  黄: '黃',
  赵: '趙',
  吴: '吳',
  孙: '孫',
  马: '馬',
  郑: '鄭',
  谢: '謝',
  许: '許',
  韩: '韓',
  国: '國',
  东: '東',
  伟: '偉',
  华: '華',
  军: '軍',
  红: '紅',
  丽: '麗',
  艳: '艷',
  静: '靜',
  兰: '蘭',
  凤: '鳳',
  莲: '蓮',
  爱: '愛',
  飞: '飛',
  龙: '龍',
};

/** Writes what an institution has of a person, with the mistakes that institutions make; which ones is told as tags. */
export class Clerk {
  readonly #dice: Dice;
  readonly #population: Population;

  constructor(dice: Dice, population: Population) {
    this.#dice = dice;
    this.#population = population;
  }

  /**
   * One record, cells in the order of the headings after the id.
   * @param others members of the household, whose number may be written by mistake
   */
  write(person: Person, others: readonly Person[]): { readonly cells: readonly string[]; readonly traps: readonly Trap[] } {
    const dice = this.#dice;
    const traps: Trap[] = [];
    const moved = dice.happens(0.09);
    const dwelling = moved ? person.household.later : person.household.dwelling;
    const newborn = person.birthDate >= '2023' && dice.happens(0.1);
    const mother = others.find(({ male, key }) => !male && key !== person.key);
    let number = dice.happens(0.28) ? '' : this.#number(person.number);
    const lender = others.find(({ key }) => key !== person.key);
    if (number !== '' && lender && dice.happens(0.004)) {
      number = lender.number;
      traps.push({ a: person, b: lender, kind: lender.birthDate < person.birthDate ? 'parentid' : 'otherid' });
    }
    const cells = [
      `ORG${dice.whole(1, 60)}`,
      newborn && mother ? `${mother.surname}${mother.given}之${person.male ? '子' : '女'}` : this.#name(person),
      dice.happens(0.25) ? spelt(person).toUpperCase() : '',
      dice.happens(0.01) ? '9' : person.male ? '1' : '2',
      dice.happens(0.01) ? '' : this.#birthDate(person.birthDate),
      number,
      dice.happens(0.1) ? '' : dice.happens(0.1) ? this.#population.phone() : this.#phone(person.phone),
      person.household.division,
      dice.happens(0.04) ? '' : this.#address(person.household.division, dwelling),
      dice.happens(0.3) ? '' : person.household.number,
    ];
    return { cells, traps };
  }

  #name(person: Person): string {
    const dice = this.#dice;
    const full = person.surname + person.given;
    const chance = dice.roll();
    if (chance < 0.015) return dice.happens(0.5) ? spelt(person).toUpperCase() : titled(person);
    if (chance < 0.02) return person.given + person.surname;
    if (chance < 0.035)
      return [...full].map((character) => TURNS.find((turn) => turn.startsWith(character))?.charAt(1) ?? character).join('');
    if (chance < 0.05) return [...full].map((character) => OLD_FORMS[character] ?? character).join('');
    if (chance < 0.053 && person.given.length > 1) return person.surname + person.given.charAt(dice.whole(0, 1));
    if (chance < 0.056) return person.surname + dice.pick('安乐新民康宁');
    if (chance < 0.06) return full.split('').join(' ');
    return full;
  }

  #birthDate(date: string): string {
    const dice = this.#dice;
    const [year = '', month = '', day = ''] = date.split('-');
    const chance = dice.roll();
    if (chance < 0.012) return `${year}-01-01`;
    if (chance < 0.022) return readable(toLunar(Number(year + month + day))) ?? date;
    if (chance < 0.03 && Number(day) <= 12) return `${year}-${day}-${month}`;
    if (chance < 0.045) return `${Number(year) + (dice.happens(0.5) ? 1 : -1)}-${month}-${day}`;
    if (chance < 0.06) return `${year}-${month}-${String(Math.max(1, Number(day) + dice.whole(-2, 2))).padStart(2, '0')}`;
    if (chance < 0.1) return `${year}${month}${day}`;
    if (chance < 0.13) return `${year}/${Number(month)}/${Number(day)}`;
    return date;
  }

  #number(number: string): string {
    const dice = this.#dice;
    const at = dice.whole(6, 16);
    const chance = dice.roll();
    if (chance < 0.01) return number.slice(0, at) + dice.whole(0, 9) + number.slice(at + 1);
    if (chance < 0.02) return number.slice(0, at) + number.charAt(at + 1) + number.charAt(at) + number.slice(at + 2);
    if (chance < 0.03) return number.slice(0, at) + number.slice(at + 1);
    if (chance < 0.036) return number.slice(0, at) + number.charAt(at) + number.slice(at);
    if (chance < 0.045 && number.slice(6, 8) === '19') return number.slice(0, 6) + number.slice(8, 17);
    return dice.happens(0.1) ? number.toLowerCase() : number;
  }

  #phone(phone: string): string {
    const chance = this.#dice.roll();
    if (chance < 0.03) return `+86 ${phone}`;
    if (chance < 0.06) return `${phone.slice(0, 3)} ${phone.slice(3, 7)} ${phone.slice(7)}`;
    if (chance < 0.07) return phone.slice(0, 9);
    return phone;
  }

  #address(division: string, { town, road, place, numbers }: Dwelling): string {
    const dice = this.#dice;
    const county = DIVISION_NAMES[division] ?? '鼓楼区';
    const [first = 0, second = 0, third = 0] = numbers;
    const chance = dice.roll();
    if (numbers.length === 2)
      return `${chance < 0.7 ? `福建省福州市${county}${town}` : chance < 0.85 ? county : `福州市${county}`}${place}${first}组${second}号`;
    if (chance < 0.6) return `福建省福州市${county}${town}${road}${place}${first}栋${second}单元${third}室`;
    if (chance < 0.75) return `福州市${county}${road}${place}${first}号楼${second}单元${third}`;
    if (chance < 0.9) return `${county}${place}${first}-${second}-${third}`;
    return `福建省 福州市 ${county} ${road} ${place} ${first}幢${second}单元${third}室`;
  }
}

const letters = (text: string, isSurname: boolean) =>
  pinyin(text, { toneType: 'none', v: true, separator: '', surname: isSurname ? 'all' : 'off' });
const spelt = ({ surname, given }: Person) => `${letters(surname, true)} ${letters(given, false)}`;
const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
const titled = ({ surname, given }: Person) => `${capital(letters(given, false))} ${capital(letters(surname, true))}`;

function readable(day: number): string | undefined {
  if (day === 0) return undefined;
  const text = String(day);
  return `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`;
}
