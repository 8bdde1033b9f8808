// The least that bench:start could start: Fastify, and one answer. The port is the argument.
import Fastify from 'fastify';

const app = Fastify();
app.get('/health/ready', async () => ({ status: 'ready' }));
await app.listen({ host: '127.0.0.1', port: Number(process.argv[2]) });
process.send?.({ kind: 'ready' });
process.on('SIGTERM', () => process.exit(0));
