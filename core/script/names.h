/*
 * Other names for the words and methods of the language: what people write who know another one,
 * and what no distance between spellings finds.
 */
#ifndef SYNOVIA_SCRIPT_NAMES_H
#define SYNOVIA_SCRIPT_NAMES_H

#include "base/text.h"

/* The word that was meant by `found` ("true" by `yes`), or an empty text. */
struct text names_meant_by_word(struct text found);

/* The method that was meant ("under" by `below`), or an empty text. */
struct text names_meant_by_method(struct text found);

#endif
