import { describe } from 'node:test';
import { journalContract } from '../testing/journal-contract.ts';
import { MemoryJournal } from './memory.ts';

describe('the journal in memory', () => {
  journalContract(async () => {
    const journal = new MemoryJournal();
    return () => journal;
  });
});
