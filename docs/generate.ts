import { writeFileSync } from 'node:fs';
import { accessText } from './access-text.ts';
import { protocolText } from './protocol-text.ts';

writeFileSync(new URL('access.md', import.meta.url), accessText());
writeFileSync(new URL('protocol.md', import.meta.url), protocolText());
