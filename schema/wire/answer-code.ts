import { z } from 'zod';
import { answerCodes } from '../codes.ts';

export const answerCodeSchema = z.enum(answerCodes);
