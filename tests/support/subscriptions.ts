import { registerInstitution } from '../../src/security/identity/index.ts';
import type { Listener } from './listener.ts';
import { callerWith, requestToken, type TestNetwork, type TestPlatform, testNetwork } from './network.ts';
import { aPerson, register } from './people.ts';

const of = (name: string) => `http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/${name}`;

export interface Asked {
  readonly topic?: string;
  readonly filters?: readonly string[];
  readonly content?: string;
  readonly endpoint?: string;
  readonly headers?: readonly string[];
  readonly timeout?: number;
  readonly maxCount?: number;
  readonly heartbeat?: number;
  readonly [element: string]: unknown;
}

/** A Subscription by rest-hook, or by websocket where there is no endpoint, with the extensions of the backport guide. */
export function aSubscription(asked: Asked = {}) {
  const { topic = 'urn:minkang:topic:observation', filters = [], content = 'id-only', endpoint, headers, ...rest } = asked;
  const { timeout, maxCount, heartbeat, ...elements } = rest;
  const extension = [
    ...(timeout ? [{ url: of('backport-timeout'), valueUnsignedInt: timeout }] : []),
    ...(maxCount ? [{ url: of('backport-max-count'), valuePositiveInt: maxCount }] : []),
    ...(heartbeat ? [{ url: of('backport-heartbeat-period'), valueUnsignedInt: heartbeat }] : []),
  ];
  return {
    resourceType: 'Subscription',
    status: 'requested',
    reason: '检验结果到达时通知',
    criteria: topic,
    ...(filters.length > 0
      ? { _criteria: { extension: filters.map((valueString) => ({ url: of('backport-filter-criteria'), valueString })) } }
      : {}),
    channel: {
      ...(extension.length > 0 ? { extension } : {}),
      type: endpoint ? 'rest-hook' : 'websocket',
      ...(endpoint ? { endpoint } : {}),
      payload: 'application/fhir+json',
      _payload: { extension: [{ url: of('backport-payload-content'), valueCode: content }] },
      ...(headers ? { header: headers } : {}),
    },
    ...elements,
  };
}

type Fhir = Pick<TestPlatform, 'fhir'>;

/** A county with a resident, and what a test of its subscribers needs. */
export interface Subscribing extends AsyncDisposable {
  readonly network: TestNetwork;
  readonly gulou: TestPlatform;
  readonly patient: string;
  /** Another system, of an institution that sees the residents of its place only. */
  systemAt(clientId: string, place: string): Promise<Fhir>;
  /** Makes a Subscription and waits until it is active. */
  subscribe(asked: Asked, as?: Fhir): Promise<string>;
  statusOf(id: string, as?: Fhir): Promise<string>;
  /** Waits until a listener has been told of so many events. */
  told(listener: Pick<Listener, 'numbers'>, count: number): Promise<void>;
}

export async function subscribing(): Promise<Subscribing> {
  const network = await testNetwork('350102');
  const gulou = network.at('350102');
  const statusOf = async (id: string, as: Fhir = gulou) => {
    const { status }: { status: string } = (await as.fhir(`Subscription/${id}`)).body;
    return status;
  };
  return {
    network,
    gulou,
    patient: await register(gulou, aPerson()),
    systemAt: async (clientId, place) => {
      const institution = { zh: '卫生院', en: 'Clinic' };
      const { sql } = gulou.running.platform.database;
      await registerInstitution(sql, { clientId, clientSecret: 'secret-secret', institution, place });
      const answer = await requestToken(gulou.url, clientId, 'secret-secret');
      const { access_token: token }: { access_token: string } = (await answer.json()) as never;
      return callerWith(gulou.url, token);
    },
    subscribe: async (asked, as = gulou) => {
      const id = await register(as, aSubscription(asked));
      await network.until(async () => (await statusOf(id, as)) === 'active');
      return id;
    },
    statusOf,
    told: (listener, count) => network.until(async () => listener.numbers().length >= count),
    [Symbol.asyncDispose]: () => network[Symbol.asyncDispose](),
  };
}
