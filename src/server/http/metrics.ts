import { AggregatorRegistry, Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { uplinkLag } from '../../platform/sync/index.ts';
import type { Platform } from '../platform.ts';

export interface Metrics {
  /** One answered request. */
  observe(answer: { readonly method: string; readonly route: string; readonly status: number; readonly seconds: number }): void;
  render(): Promise<{ type: string; text: string }>;
}

/** Figures of one platform in the form of Prometheus. */
export function openMetrics(platform: Platform): Metrics {
  const registry = new Registry();
  const registers = [registry];
  registry.setDefaultLabels({ division: platform.settings.division });
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'minkang_request_seconds',
    help: 'Time to answer a request, by route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers,
  });
  const failures = new Counter({ name: 'minkang_failures_total', help: 'Requests answered with 5xx', registers });
  const lag = new Gauge({
    name: 'minkang_uplink_lag_changes',
    help: 'Changes not yet acknowledged by the upper platform',
    registers,
    // each worker reads the same from the database
    aggregator: 'max',
    async collect() {
      if (platform.self.upper) this.set((await uplinkLag(platform.database.sql, platform.clock.now())).changes);
    },
  });
  lag.set(0);
  const workers = new Gauge({ name: 'minkang_workers', help: 'Processes of the platform that answer', registers });
  workers.set(1);
  const gather = platform.gatherFigures?.(() => registry.getMetricsAsJSON());
  subscriptionMetrics(platform, registers);
  return {
    observe: ({ method, route, status, seconds }) => {
      requests.observe({ method, route, status: String(status) }, seconds);
      if (status >= 500) failures.inc();
    },
    render: async () => {
      const all = gather ? AggregatorRegistry.aggregate([...(await gather())]) : registry;
      return { type: registry.contentType, text: await all.metrics() };
    },
  };
}

/** How many wait for what changed, and whether it reaches them; of whom it is about, nothing. */
function subscriptionMetrics({ subscriptions }: Platform, registers: Registry[]): void {
  new Gauge({
    name: 'minkang_subscription_events_waiting',
    help: 'Events not yet delivered to their subscribers',
    registers,
    aggregator: 'max',
    async collect() {
      this.set((await subscriptions.figures()).waiting);
    },
  });
  new Gauge({
    name: 'minkang_subscription_sockets',
    help: 'Websockets of subscribers, in this process',
    registers,
    collect() {
      this.set(subscriptions.sockets.count());
    },
  });
  new Counter({
    name: 'minkang_subscription_notifications_total',
    help: 'Notifications by outcome, of this process',
    labelNames: ['outcome'],
    registers,
    async collect() {
      const { accepted, failed } = await subscriptions.figures();
      this.reset();
      this.inc({ outcome: 'accepted' }, accepted);
      this.inc({ outcome: 'failed' }, failed);
    },
  });
}
