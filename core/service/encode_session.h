/*
 * The answer of a session on the wire.
 */
#ifndef SYNOVIA_SERVICE_ENCODE_SESSION_H
#define SYNOVIA_SERVICE_ENCODE_SESSION_H

#include "guide/guide.h"
#include "service/encode.h"

/*
 * Writes { session, protocol, turn, state, technique, step?, watch, missing?, questions?,
 * decision?, halts?, faults?, failures?, after?, expires_at?, ref? }. The encoding's `decision`
 * need not be set.
 */
void encode_session(const struct encoding *encoding, struct text session,
                    const struct guide_answer *answer);

#endif
