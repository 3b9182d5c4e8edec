import { readFileSync, writeFileSync } from 'node:fs';
import { accessText } from './access-text.ts';
import { protocolText } from './protocol-text.ts';
import { withMeasured } from './words-text.ts';

writeFileSync(new URL('access.md', import.meta.url), accessText());
writeFileSync(new URL('protocol.md', import.meta.url), protocolText());
const words = new URL('words.md', import.meta.url);
writeFileSync(words, withMeasured(readFileSync(words, 'utf8')));
