import type { types } from 'mediasoup';

/** What is open on one media worker: kept by its own events, so that looking at it asks the worker nothing. */
export class Census {
  readonly transports = new Set<types.Transport>();
  readonly producers = new Set<types.Producer>();
  /** Those of them that a browser sends; the others come from another worker. */
  readonly published = new Set<types.Producer>();
  readonly consumers = new Set<types.Consumer>();

  constructor(worker: types.Worker) {
    worker.observer.on('newrouter', (router) => {
      router.observer.on('newtransport', (transport) => this.#follow(transport));
    });
  }

  #follow(transport: types.Transport): void {
    this.transports.add(transport);
    transport.observer.once('close', () => this.transports.delete(transport));
    transport.observer.on('newproducer', (producer) => {
      this.producers.add(producer);
      if (transport.type === 'webrtc') this.published.add(producer);
      producer.observer.once('close', () => {
        this.producers.delete(producer);
        this.published.delete(producer);
      });
    });
    transport.observer.on('newconsumer', (consumer) => {
      this.consumers.add(consumer);
      consumer.observer.once('close', () => this.consumers.delete(consumer));
    });
  }
}
