/* Asks the server what is wrong, after a pause; an older answer never overtakes a newer one. */
import { send } from './requests.js';

const PAUSE = 400;

export class ChecksClient {
  constructor(address, read, tell) {
    Object.assign(this, { address, read, tell, timer: 0, asking: null });
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.now(), PAUSE);
  }

  async now() {
    clearTimeout(this.timer);
    this.asking?.abort();
    const asking = new AbortController();
    this.asking = asking;
    this.tell('checking');
    try {
      const body = await this.read();
      const answer = await send(this.address, { body, signal: asking.signal });
      if (!answer.ok) throw new Error(String(answer.status));
      const report = await answer.json();
      if (this.asking === asking) this.tell('checked', report);
    } catch (error) {
      if (error.name !== 'AbortError' && this.asking === asking) this.tell('unchecked');
    }
  }
}
