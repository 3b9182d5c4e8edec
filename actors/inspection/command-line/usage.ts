/** The help of `npm run inspect`. */
export const usage = `Looks into a running Lotcast through its local socket.

  npm run inspect -- COMMAND [OPTIONS]

Commands:
  top                     Shards and the hottest actors, live; q ends it
  actors [PREFIX]         Actors in memory whose names begin with PREFIX
  show ACTOR              One actor with its whole state
  tail ACTOR              Its last events, and then each new one
  replay ACTOR --to SEQ   Its state as it was after event SEQ, rebuilt from the journal
  dead                    Commands that an actor could not decide, newest first
  revive ACTOR            Let an actor that such a command stopped try again

An ACTOR is kind/id, such as auction/01J9ZC3M5V4W8Q2R7T6Y1X0ABC; a lot's id alone means its auction.

Options:
  --json          One JSON object on the last line; tail: one on each line
  --socket PATH   The server's socket. Default: INSPECT_SOCKET, or DATA_DIR/inspect.sock,
                  or .lotcast/inspect.sock
  --limit N       actors, dead: at most N (default: 50 actors, 20 dead commands)
  --once          top: one look, and not live
  --help          This

Answers show hidden maxima and reserve prices: they are for the people who run the server.
Exit codes: 0 done, 1 not possible, 2 not understood.`;
