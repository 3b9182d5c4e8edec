import { z } from 'zod';
import { limits } from './limits.ts';

/** An amount of money: whole points, 1 point = 1 KRW, at least 1. */
export const pointsSchema = z.int().min(1).max(limits.maxPoints);
