import { formatResidentNumber } from '../../src/standards/index.ts';
import type { Dice } from './random.ts';

/** A generated person: what is true of them, before anybody writes it down. */
export interface Person {
  readonly key: string;
  readonly household: Household;
  readonly surname: string;
  readonly given: string;
  readonly male: boolean;
  /** YYYY-MM-DD. */
  readonly birthDate: string;
  readonly number: string;
  readonly phone: string;
}

export interface Household {
  readonly number: string;
  readonly division: string;
  readonly dwelling: Dwelling;
  /** Where they live after a move; only some of their records have it. */
  readonly later: Dwelling;
}

export interface Dwelling {
  readonly town: string;
  /** 文昌路 18号, nothing in villages. */
  readonly road: string;
  readonly place: string;
  readonly numbers: readonly number[];
}

/** Two people whom a careless engine takes for one. */
export interface Trap {
  readonly a: Person;
  readonly b: Person;
  readonly kind: 'twin' | 'stranger' | 'parentid' | 'otherid';
}

/** Each surname as often as one in so many people bears it, roughly as in the census. */
const SURNAMES =
  '王王王王王王王李李李李李李李张张张张张张刘刘刘刘刘陈陈陈陈杨杨杨黄黄赵赵吴吴周周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶' +
  '程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤单仇区盖解查';
const MALE =
  '伟强磊军洋勇杰涛明超平刚辉鹏华飞鑫波斌宇浩凯健俊帆帅旭宁龙林峰建国志文海永东亮成康民星光天达安岩中茂进有坚和彪博诚先敬震振壮会思群豪心邦承乐绍功松善厚庆';
const FEMALE =
  '芳娜敏静丽艳娟霞秀燕玲桂英华慧婷雪梅莉萍红玉兰凤洁云莲真环荣爱妹香月莺媛瑞凡佳嘉琼勤珍贞青倩妍茜秋珊莎锦黛瑶怡婵雁蓓纨仪荷丹蓉眉君琴蕊薇菁梦岚苑婕馨';
const TOWNS = ['洪山镇', '文昌街道', '东门街道', '龙泉乡', '白沙镇', '上杭街道', '马尾镇', '青云乡'] as const;
const ROADS = ['文昌路', '八一路', '湖滨南路', '工农巷', '学院街', '江滨大道', '五四路', '西环路', '茶亭街'] as const;
const ESTATES = '金湖名桂春江融侨世茂碧云香山书兰';
const ENDINGS = ['公寓', '花园', '小区', '新村', '雅苑', '府邸'] as const;
const VILLAGES = '溪坂洋埔坑林塘尾湖寨';
const GIVEN_LATE = '子浩梓轩雨涵欣怡宇泽沐宸诗妍若';

/** Makes households of a seed, one after another, with the traps among their members. */
export class Population {
  readonly #dice: Dice;
  readonly #divisions: readonly [string, ...string[]];
  readonly #sequences = new Map<string, number>();
  readonly traps: Trap[] = [];
  #people = 0;
  #households = 0;

  constructor(dice: Dice, divisions: readonly [string, ...string[]]) {
    this.#dice = dice;
    this.#divisions = divisions;
  }

  /** The people of the next household. One in some hundred has twins; one in some hundred has a namesake elsewhere, born on the same day. */
  household(): Person[] {
    const dice = this.#dice;
    const division = dice.choose(this.#divisions);
    const household: Household = {
      number: `${division}${String(++this.#households).padStart(9, '0')}`,
      division,
      dwelling: this.#dwelling(),
      later: this.#dwelling(),
    };
    const father = this.#person(household, { male: true, year: dice.whole(1935, 1998) });
    const members = [father];
    if (dice.happens(0.8))
      members.push(this.#person(household, { male: false, year: Number(father.birthDate.slice(0, 4)) + dice.whole(-4, 4) }));
    for (let child = dice.whole(0, 2); child > 0; child--) {
      const born = Number(father.birthDate.slice(0, 4)) + dice.whole(21, 38);
      if (born > 2024) continue;
      const first = this.#person(household, { male: dice.happens(0.5), year: born, surname: father.surname });
      members.push(first);
      if (dice.happens(0.02)) {
        const twin = this.#person(household, {
          male: first.male,
          year: born,
          surname: father.surname,
          birthDate: first.birthDate,
          after: first.given,
        });
        members.push(twin);
        this.traps.push({ a: first, b: twin, kind: 'twin' });
      }
    }
    return members;
  }

  /** Somebody else with the name, sex, day of birth and division of `person`, in a household of their own. */
  namesake(person: Person): Person {
    const { division } = person.household;
    const household = {
      number: `${division}${String(++this.#households).padStart(9, '0')}`,
      division,
      dwelling: this.#dwelling(),
      later: this.#dwelling(),
    };
    const { surname, given, male, birthDate } = person;
    const stranger = this.#make(household, surname, given, male, birthDate);
    this.traps.push({ a: person, b: stranger, kind: 'stranger' });
    return stranger;
  }

  #person(
    household: Household,
    {
      male,
      year,
      surname,
      birthDate,
      after,
    }: { male: boolean; year: number; surname?: string; birthDate?: string; after?: string },
  ): Person {
    const dice = this.#dice;
    const born =
      birthDate ?? `${year}-${String(dice.whole(1, 12)).padStart(2, '0')}-${String(dice.whole(1, 28)).padStart(2, '0')}`;
    let given = this.#given(male, year);
    while (given === after) given = this.#given(male, year);
    if (after !== undefined && dice.happens(0.3)) given = after.charAt(0) + dice.pick(male ? MALE : FEMALE);
    return this.#make(household, surname ?? dice.pick(SURNAMES), given === after ? `${given}安` : given, male, born);
  }

  #make(household: Household, surname: string, given: string, male: boolean, birthDate: string): Person {
    const dice = this.#dice;
    const from = dice.happens(0.85)
      ? household.division
      : `${dice.whole(11, 65)}${String(dice.whole(101, 930)).padStart(4, '0')}`;
    const key = `${from}${birthDate}${male}`;
    // numbers of one day follow one another, twelve apart at the most: neighbours are the rule, not the exception
    const last = this.#sequences.get(key) ?? dice.whole(0, 40) * 2 + (male ? 1 : 0);
    const sequence = (last + 2 * dice.whole(1, 6)) % 1000;
    this.#sequences.set(key, sequence);
    const number = formatResidentNumber({ division: from, birthDate, sequence });
    return { key: `P${++this.#people}`, household, surname, given, male, birthDate, number, phone: this.phone() };
  }

  phone(): string {
    return `1${this.#dice.pick('356789')}${String(this.#dice.whole(0, 999_999_999)).padStart(9, '0')}`;
  }

  #given(male: boolean, year: number): string {
    const dice = this.#dice;
    const from = year > 1995 && dice.happens(0.6) ? GIVEN_LATE + (male ? MALE : FEMALE) : male ? MALE : FEMALE;
    return dice.happens(0.2) ? dice.pick(from) : dice.pick(from) + dice.pick(from);
  }

  #dwelling(): Dwelling {
    const dice = this.#dice;
    const town = dice.choose(TOWNS);
    if (dice.happens(0.4))
      return {
        town,
        road: '',
        place: `${dice.pick(VILLAGES)}${dice.pick(VILLAGES)}村`,
        numbers: [dice.whole(1, 20), dice.whole(1, 300)],
      };
    const place = `${dice.pick(ESTATES)}${dice.pick(ESTATES)}${dice.choose(ENDINGS)}`;
    const room = dice.whole(1, 30) * 100 + dice.whole(1, 6);
    return {
      town,
      road: `${dice.choose(ROADS)}${dice.whole(1, 400)}号`,
      place,
      numbers: [dice.whole(1, 40), dice.whole(1, 5), room],
    };
  }
}
