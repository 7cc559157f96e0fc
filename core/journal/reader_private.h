/* What reading and forgetting share. */
#ifndef SYNOVIA_JOURNAL_READER_PRIVATE_H
#define SYNOVIA_JOURNAL_READER_PRIVATE_H

#include "journal/reader.h"
#include "journal/storing.h"

struct journal_reader {
    struct storing storing;
};

/* Takes a routine's status; true where it is OK. */
bool reader_went_well(struct journal_reader *reader, int status);

/* For a routine to write its reason into. */
struct synovia_message *reader_message(struct journal_reader *reader);

/* Shows what a query of the store's finds, page by page; `first` and `limit` of the query are
 * overwritten. */
bool reader_pages(struct journal_reader *reader, struct synovia_query *query,
                  journal_visitor *visit, void *context);

#endif
